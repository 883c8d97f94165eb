import type { ObjectSchema } from '../../data/schema/object-schema.ts';
import type { RestCall } from '../rest-call.ts';

/** One of the actions that every org has: a short form that makes a record. */
export interface QuickAction {
  readonly name: string;
  readonly label: string;
  readonly type: 'Create' | 'LogACall';
  readonly target: string;
  /** The form's fields. */
  readonly fields: readonly string[];
  /** What the record is filled with that the form does not ask for. */
  readonly values: Readonly<Record<string, string>>;
}

const person = ['FirstName', 'LastName', 'Email', 'Phone'];

/** As in a new org (seen), as far as the org has their objects. */
const quickActions: readonly QuickAction[] = [
  {
    name: 'LogACall',
    label: 'Log a Call',
    type: 'LogACall',
    target: 'Task',
    fields: ['Subject', 'Description', 'WhoId', 'WhatId'],
    // A call that is logged has been made (documented).
    values: { Status: 'Completed' },
  },
  {
    name: 'NewTask',
    label: 'New Task',
    type: 'Create',
    target: 'Task',
    fields: ['Subject', 'ActivityDate', 'Status', 'OwnerId', 'WhoId', 'WhatId'],
    values: {},
  },
  {
    name: 'NewContact',
    label: 'New Contact',
    type: 'Create',
    target: 'Contact',
    fields: [...person, 'AccountId'],
    values: {},
  },
  {
    name: 'NewCase',
    label: 'New Case',
    type: 'Create',
    target: 'Case',
    fields: ['Subject', 'Description', 'Status', 'ContactId', 'AccountId'],
    values: {},
  },
  {
    name: 'NewLead',
    label: 'New Lead',
    type: 'Create',
    target: 'Lead',
    fields: [...person, 'Company'],
    values: {},
  },
  {
    name: 'NewOpportunity',
    label: 'New Opportunity',
    type: 'Create',
    target: 'Opportunity',
    fields: ['Name', 'AccountId', 'StageName', 'CloseDate', 'Amount'],
    values: {},
  },
];

/** The actions whose records the user may make. */
export function availableActions({
  viewer,
}: RestCall): { action: QuickAction; target: ObjectSchema }[] {
  return quickActions.flatMap((action) => {
    const target = viewer.object(action.target);
    return target !== undefined && viewer.permission(target).create ? [{ action, target }] : [];
  });
}

/** The actions on an object's page. */
export function quickActionListItems(call: RestCall) {
  return availableActions(call).map(({ action: { name, label, type, target } }) => ({
    accessLevelRequired: null,
    colors: [],
    iconUrl: null,
    icons: [],
    label,
    miniIconUrl: null,
    quickActionName: name,
    targetSobjectType: target,
    type,
  }));
}
