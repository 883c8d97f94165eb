import { describe, expect, it } from 'vitest';
import { checkbox, currency, field, text } from '../schema/field-schema.ts';
import { readValue } from './read-value.ts';

const fields = {
  boolean: checkbox('Flag'),
  currency: currency('Amount'),
  int: field('Count', 'int', { precision: 8 }),
  date: field('Day', 'date'),
  datetime: field('Moment', 'datetime'),
  string: text('Name', 10),
};

const place = '[line:1, column:2]';

describe('the value of a field', () => {
  it.each([
    ['string', ' x ', 'x'],
    ['string', '   ', null],
    ['string', 5, '5'],
    ['boolean', true, true],
    ['boolean', 'False', false],
    ['currency', '12.345', 12.35],
    ['currency', -12.345, -12.35],
    ['currency', 1.005, 1.01],
    ['currency', '1e3', 1000],
    ['currency', null, null],
    ['int', '7', 7],
    ['date', '2024-02-29', '2024-02-29'],
    ['date', '2026-11-22T23:30:00Z', '2026-11-22'],
    ['datetime', '2026-11-22T01:13:00.500Z', '2026-11-22T01:13:00.000+0000'],
    ['datetime', '2026-11-22T01:13:00+0100', '2026-11-22T00:13:00.000+0000'],
    ['datetime', '2026-11-22T01:13:00-05:30', '2026-11-22T06:43:00.000+0000'],
    ['datetime', '2026-11-22', '2026-11-22T00:00:00.000+0000'],
  ] as const)('of type %s reads %j as %j', (type, json, value) => {
    expect(readValue(fields[type], json, () => place)).toBe(value);
  });

  it.each([
    ['string', { a: 1 }, 'START_OBJECT value {'],
    ['string', ['a'], 'START_ARRAY value ['],
    ['boolean', 'yes', 'VALUE_STRING value yes'],
    ['boolean', 1, 'VALUE_NUMBER_INT value 1'],
    ['currency', 'abc', 'VALUE_STRING value abc'],
    ['currency', '', 'VALUE_STRING value '],
    ['currency', '1,000', 'VALUE_STRING value 1,000'],
    ['currency', true, 'VALUE_TRUE value true'],
    ['int', 1.5, 'VALUE_NUMBER_FLOAT value 1.5'],
    ['date', '22.11.2026', 'VALUE_STRING value 22.11.2026'],
    ['date', '2026-01-01Tgarbage', 'VALUE_STRING value 2026-01-01Tgarbage'],
    ['date', '2026-01-01T25:00', 'VALUE_STRING value 2026-01-01T25:00'],
    ['date', '2026-01-01T25:00:00Z', 'VALUE_STRING value 2026-01-01T25:00:00Z'],
    ['date', '2026-02-30', 'VALUE_STRING value 2026-02-30'],
    ['datetime', '2017-10-17 00:00:00', 'VALUE_STRING value 2017-10-17 00:00:00'],
    ['datetime', '2026-11-22T25:00:00Z', 'VALUE_STRING value 2026-11-22T25:00:00Z'],
  ] as const)('of type %s cannot be %j', (type, json, token) => {
    const message = `Cannot deserialize instance of ${type} from ${token} or request may be missing a required field at ${place}`;
    expect(() => readValue(fields[type], json, () => place)).toThrow(message);
  });
});
