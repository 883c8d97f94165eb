import { readOnly, required, text } from './field-schema.ts';
import { defineObject } from './object-schema.ts';
import { owner } from './owner.ts';

/**
 * With the one below, what jsforce's own test-suite deploys to an org before it begins: here it
 * is deployed already, since the org takes no metadata. Its external id is not unique, so that an
 * upsert may meet two records of one id.
 */
export const upsertTable = defineObject({
  name: 'UpsertTable__c',
  label: 'UpsertTable',
  keyPrefix: 'a00',
  fields: [
    text('Name', 80, { nameField: true, label: 'UpsertTable Name', defaultedOnCreate: true }),
    text('ExtId__c', 80, { label: 'ExtId', externalId: true }),
    owner,
  ],
});

export const bigTable = defineObject({
  name: 'BigTable__c',
  label: 'BigTable',
  keyPrefix: 'a01',
  fields: [
    text('Name', 80, {
      ...required,
      ...readOnly,
      nameField: true,
      autoNumber: true,
      defaultedOnCreate: true,
      label: 'BigTable Number',
    }),
    owner,
  ],
});
