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
import { defineObject, type ObjectSchema } from './object-schema.ts';
import { owner } from './owner.ts';

/** @param children what tasks are called where they are read as somebody's */
function activityFields(children: string) {
  return [
    lookup('WhoId', ['Contact', 'Lead'], children, { label: 'Name ID' }),
    lookup('WhatId', ['Account', 'Opportunity', 'Order', 'Case'], children, {
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
  ];
}

export const task = defineObject({
  name: 'Task',
  keyPrefix: '00T',
  fields: [...activityFields('Tasks'), lookup('AccountId', 'Account', null, readOnly), owner],
});

/**
 * The tasks of a record that are closed, or open: objects that only the subqueries of other queries
 * reach (documented). Salesforce wants an order, a limit and one parent of those who do not see all
 * data (documented); the org does not.
 */
function activityView(name: string, children: string, isClosed: boolean): ObjectSchema {
  return defineObject({
    name,
    keyPrefix: '',
    setup: true,
    // An account has those of its people and deals as well: its own lookup comes last, and counts.
    fields: [...activityFields(children), lookup('AccountId', 'Account', children), owner],
    view: { storedAs: 'Task', holds: (record) => record.IsClosed === isClosed },
  });
}

export const activityHistory = activityView('ActivityHistory', 'ActivityHistories', true);
export const openActivity = activityView('OpenActivity', 'OpenActivities', false);
