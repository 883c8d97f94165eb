import { describe, expect, it } from 'vitest';
import { makeRecordId, toRecordId } from './record-id.ts';

describe('record ids', () => {
  it('completes 15 characters with the checksum that Salesforce computes', () => {
    // The first pair is from Salesforce's documentation; the second has no upper-case letter.
    expect(toRecordId('001A0000006Vm9r')).toBe('001A0000006Vm9rIAC');
    expect(toRecordId('0015g00000abcde')).toBe('0015g00000abcdeAAA');
  });

  it('takes 18 characters also where their case was lost in the checksum', () => {
    expect(toRecordId('001A0000006Vm9rIAC')).toBe('001A0000006Vm9rIAC');
    expect(toRecordId('001A0000006Vm9riac')).toBe('001A0000006Vm9rIAC');
  });

  it.each([
    '',
    '001',
    '001A0000006Vm9rIAD',
    '001A0000006Vm9!',
    "001A0000006Vm9' OR",
    '0015g00000abcdeAAAA',
  ])('is none: %j', (text) => {
    expect(toRecordId(text)).toBeUndefined();
  });

  it('counts up in the order of the texts', () => {
    const ids = [1, 9, 10, 35, 36, 61, 62, 3843, 3844].map((n) => makeRecordId('801', n));
    expect(ids.toSorted()).toEqual(ids);
    expect(ids.every((id) => id.length === 18 && toRecordId(id) === id)).toBe(true);
  });
});
