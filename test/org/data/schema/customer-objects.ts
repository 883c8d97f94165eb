import { productFamilies } from './catalogue-objects.ts';
import {
  address,
  checkbox,
  currency,
  field,
  lastActivityDate,
  lookup,
  multiPicklist,
  picklist,
  readOnly,
  required,
  text,
  textArea,
} from './field-schema.ts';
import { defineObject } from './object-schema.ts';

const owner = lookup('OwnerId', 'User', null, { ...required, defaultedOnCreate: true });
const source = ['Web', 'Phone Inquiry', 'Partner Referral', 'Purchased List', 'Other'];

export const account = defineObject({
  name: 'Account',
  keyPrefix: '001',
  fields: [
    text('Name', 255, { ...required, nameField: true, label: 'Account Name' }),
    picklist('Type', ['Prospect', 'Customer - Direct', 'Customer - Channel', 'Partner', 'Other']),
    lookup('ParentId', 'Account', 'ChildAccounts'),
    text('AccountNumber', 40),
    picklist('Industry', [
      'Agriculture',
      'Construction',
      'Education',
      'Entertainment',
      'Food & Beverage',
      'Hospitality',
      'Manufacturing',
      'Recreation',
      'Retail',
      'Other',
    ]),
    currency('AnnualRevenue', { scale: 0 }),
    field('NumberOfEmployees', 'int', { precision: 8 }),
    field('Phone', 'phone', { length: 40 }),
    field('Website', 'url', { length: 255 }),
    textArea('Description', 32000),
    picklist('Rating', ['Hot', 'Warm', 'Cold']),
    picklist('AccountSource', source),
    ...address('Billing'),
    ...address('Shipping'),
    owner,
    lastActivityDate,
  ],
});

export const contact = defineObject({
  name: 'Contact',
  keyPrefix: '003',
  fields: [
    lookup('AccountId', 'Account', 'Contacts', { cascadeDelete: true }),
    picklist('Salutation', ['Mr.', 'Ms.', 'Mrs.', 'Dr.', 'Prof.', 'Mx.']),
    text('FirstName', 40),
    text('LastName', 80, required),
    text('Name', 121, { ...required, ...readOnly, nameField: true, label: 'Full Name' }),
    field('Email', 'email', { length: 80 }),
    field('Phone', 'phone', { length: 40 }),
    field('MobilePhone', 'phone', { length: 40 }),
    text('Title', 128),
    text('Department', 80),
    textArea('Description', 32000),
    picklist('LeadSource', source),
    multiPicklist('Interests__c', productFamilies),
    ...address('Mailing'),
    owner,
    lastActivityDate,
  ],
});

export const serviceCase = defineObject({
  name: 'Case',
  keyPrefix: '500',
  fields: [
    text('CaseNumber', 30, {
      ...required,
      ...readOnly,
      nameField: true,
      autoNumber: true,
      defaultedOnCreate: true,
    }),
    lookup('AccountId', 'Account', 'Cases', { restrictedDelete: true }),
    lookup('ContactId', 'Contact', 'Cases', { restrictedDelete: true }),
    lookup('ParentId', 'Case', 'Cases'),
    text('Subject', 255),
    textArea('Description', 32000),
    picklist('Status', ['New', 'Working', 'Escalated', 'Closed'], {
      defaultedOnCreate: true,
      defaultValue: 'New',
    }),
    picklist('Priority', ['High', 'Medium', 'Low'], {
      defaultedOnCreate: true,
      defaultValue: 'Medium',
    }),
    picklist('Origin', ['Phone', 'Email', 'Web']),
    picklist('Type', ['Delivery', 'Product', 'Return', 'Invoice', 'Other']),
    picklist('Reason', ['Damaged', 'Late', 'Wrong Item', 'How To', 'Other']),
    checkbox('IsClosed', readOnly),
    checkbox('IsEscalated'),
    field('ClosedDate', 'datetime', readOnly),
    text('SuppliedName', 80),
    field('SuppliedEmail', 'email', { length: 80 }),
    field('ContactEmail', 'email', { ...readOnly, length: 80, calculated: true }),
    field('ContactPhone', 'phone', { ...readOnly, length: 40, calculated: true }),
    lookup('Order__c', 'Order', 'Cases__r', { label: 'Order' }),
    textArea('InternalComments__c', 32000, { label: 'Internal Comments' }),
    owner,
  ],
});
