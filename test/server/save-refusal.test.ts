import { describe, expect, it } from 'vitest';
import { PartRefused } from '../../server/bff/salesforce/composite.ts';
import { explainSaveRefusal, isSaveRefusal } from '../../server/bff/salesforce/save-refusal.ts';
import { translateError } from '../../server/bff/salesforce/translate-error.ts';

const record = {
  name: 'case',
  sObject: 'Case',
  fields: {},
  inputs: { Subject: 'subject', Description: 'description' },
};

const refused = (errorCode: string, fields: string[] = [], message = 'In Salesforce’s words.') =>
  new PartRefused({ errorCode, message, fields }, record);

describe('a refused record', () => {
  it.each([
    ['REQUIRED_FIELD_MISSING', 'is required'],
    ['STRING_TOO_LONG', 'is too long'],
    ['INVALID_CROSS_REFERENCE_KEY', 'is of no record that you may use'],
    ['FIELD_INTEGRITY_EXCEPTION', 'is not accepted'],
  ])('of %s names the field in the browser’s words, and nothing of Salesforce’s', (code, words) => {
    const problem = explainSaveRefusal(refused(code, ['Subject']));
    expect(problem).toMatchObject({
      code: 'invalid_input',
      status: 422,
      detail: 'Some of the input is not valid.',
      errors: [{ field: 'subject', message: words }],
    });
    expect(JSON.stringify([problem.detail, problem.errors])).not.toContain('Salesforce’s words');
  });

  it('names each field once', () => {
    const { errors } = explainSaveRefusal(
      refused('REQUIRED_FIELD_MISSING', ['Subject', 'Description', 'Subject']),
    );
    expect(errors?.map(({ field }) => field)).toEqual(['subject', 'description']);
  });

  it.each([[['InternalNote__c']], [[]], [['constructor', '__proto__', 'toString']]])(
    'of fields that nobody has typed, %j, says no more than that',
    (fields) => {
      expect(explainSaveRefusal(refused('REQUIRED_FIELD_MISSING', fields))).toMatchObject({
        detail: 'Salesforce does not accept this.',
        errors: [],
      });
    },
  );

  describe('by a validation rule', () => {
    const rule = (message: string, fields: string[] = ['Subject']) =>
      explainSaveRefusal(refused('FIELD_CUSTOM_VALIDATION_EXCEPTION', fields, message));

    it('says what an administrator has written for people, at its field', () => {
      expect(rule('Say more than hello.').errors).toEqual([
        { field: 'subject', message: 'Say more than hello.' },
      ]);
    });

    it('says it of the whole where it is of no field', () => {
      expect(rule('Not on Sundays.', [])).toMatchObject({ detail: 'Not on Sundays.', errors: [] });
    });

    it.each(['', ' \n ', '\u200b\u0007'])('without words, %j, has some all the same', (message) => {
      expect(rule(message).errors).toEqual([{ field: 'subject', message: 'is not accepted' }]);
      expect(rule(message, []).detail).toBe('Salesforce does not accept this.');
    });

    it('has words on one line, without what cannot be seen, and well-formed at any length', () => {
      expect(rule('One\r\n\ttwo\u202ethree\u0000').errors?.[0]?.message).toBe('One two three');
      const long = rule(`${'x'.repeat(254)}😀${'y'.repeat(9_000)}`).errors?.[0]?.message ?? '';
      expect(long.length).toBeLessThanOrEqual(256);
      expect(long.isWellFormed()).toBe(true);
    });
  });
});

describe('whether it is about the values', () => {
  it.each([
    ['REQUIRED_FIELD_MISSING', [], true],
    ['INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY', ['Order__c'], true],
    ['INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY', [], false],
    ['INSUFFICIENT_ACCESS_OR_READONLY', [], false],
    ['DUPLICATE_VALUE', [], false],
    ['constructor', [], false],
  ])('%s of %j: %s', (code, fields, is) => {
    expect(isSaveRefusal(refused(code, fields))).toBe(is);
  });
});

describe('a refusal that is about something else', () => {
  it.each([
    ['DUPLICATE_VALUE', 'conflict'],
    ['UNABLE_TO_LOCK_ROW', 'conflict'],
    ['STORAGE_LIMIT_EXCEEDED', 'salesforce_limit'],
    ['INSUFFICIENT_ACCESS_OR_READONLY', 'forbidden'],
    ['APEX_ERROR', 'internal'],
    ['constructor', 'internal'],
    ['toString', 'internal'],
  ])('%s is %s', (errorCode, code) => {
    const problem = translateError(refused(errorCode));
    expect(problem.code).toBe(code);
    expect(problem.detail).not.toContain('words');
  });
});
