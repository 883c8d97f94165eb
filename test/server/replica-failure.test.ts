import { describe, expect, it } from 'vitest';
import {
  isAnswer,
  isOutage,
  translateReplicaError,
} from '../../server/bff/sources/replica-failure.ts';

const failed = (code: string) => Object.assign(new Error('of values'), { code });

describe('translateReplicaError', () => {
  it.each([
    ['EPIPE', 'replica_unavailable'],
    ['ECONNRESET', 'replica_unavailable'],
    ['57P01', 'replica_unavailable'],
    ['42P01', 'not_configured'],
    ['22008', 'invalid_input'],
    ['42601', 'internal'],
    ['P0001', 'internal'],
    ['XX000', 'internal'],
  ])('takes %s for %s', (code, problem) => {
    expect(translateReplicaError(failed(code))).toMatchObject({ code: problem });
  });
});

describe('what tells of an outage', () => {
  it.each([
    ['the end of our patience with a statement', failed('57014'), 'answer'],
    ['a lock in the way', failed('55P03'), 'answer'],
    ['a table that is not there', failed('42P01'), 'answer'],
    ['no place in our own pool', new Error('timeout exceeded when trying to connect'), 'neither'],
    [
      'a connection that is not made',
      new Error('Connection terminated due to connection timeout'),
      'outage',
    ],
    ['a connection that breaks', failed('ECONNRESET'), 'outage'],
    ['too many connections', failed('53300'), 'outage'],
  ])('%s', (_, error, told) => {
    const problem = translateReplicaError(error);
    const all = { answer: isAnswer(problem), outage: isOutage(problem) };
    expect(all).toEqual({ answer: told === 'answer', outage: told === 'outage' });
  });
});
