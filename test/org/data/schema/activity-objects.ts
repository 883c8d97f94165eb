import {
  checkbox,
  field,
  lookup,
  picklist,
  readOnly,
  required,
  text,
  textArea,
} from './field-schema.ts';
import { defineObject } from './object-schema.ts';

export const task = defineObject({
  name: 'Task',
  keyPrefix: '00T',
  fields: [
    lookup('WhoId', ['Contact', 'Lead'], 'Tasks', { label: 'Name ID' }),
    lookup('WhatId', ['Account', 'Opportunity', 'Order', 'Case'], 'Tasks', {
      label: 'Related To ID',
    }),
    text('Subject', 255, { nameField: true }),
    field('ActivityDate', 'date', { label: 'Due Date Only' }),
    picklist(
      'Status',
      ['Not Started', 'In Progress', 'Completed', 'Waiting on someone else', 'Deferred'],
      { ...required, defaultedOnCreate: true, defaultValue: 'Not Started' },
    ),
    picklist('Priority', ['High', 'Normal', 'Low'], {
      ...required,
      defaultedOnCreate: true,
      defaultValue: 'Normal',
    }),
    textArea('Description', 32000),
    checkbox('IsClosed', { ...readOnly, label: 'Closed' }),
    lookup('AccountId', 'Account', null, readOnly),
    lookup('OwnerId', 'User', null, { ...required, defaultedOnCreate: true }),
  ],
});
