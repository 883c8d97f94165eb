import { expect, it } from 'vitest';
import { errorTypeOf } from '../../server/bff/error-type.ts';
import { describeError } from '../../server/bff/index.ts';

it.each([
  ['a class', new RangeError('x'), 'RangeError'],
  ['a code', Object.assign(new Error('x'), { code: 'ECONNRESET' }), 'ECONNRESET'],
  ['a cause', new Error('x', { cause: new TypeError('y') }), 'TypeError'],
  ['no error', 'x', 'unknown'],
])('an error is named by %s', (_, error, type) => {
  expect(errorTypeOf(error)).toBe(type);
});

it('causes that lead in a circle come to an end', () => {
  const error = new Error('x');
  error.cause = new TypeError('y', { cause: error });
  expect(['Error', 'TypeError']).toContain(errorTypeOf(error));
});

it.each([
  ['a text', 'secret', 'string'],
  ['an object', { secret: 1 }, 'object'],
])('%s that is thrown is named in the log, and not quoted', (_, thrown, cause) => {
  expect(describeError(thrown)).toEqual({ cause });
});
