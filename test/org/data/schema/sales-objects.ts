import { address } from './address.ts';
import {
  checkbox,
  currency,
  field,
  lastActivityDate,
  lookup,
  picklist,
  readOnly,
  required,
  text,
  textArea,
} from './field-schema.ts';
import { leadSources } from './lead-sources.ts';
import { defineObject } from './object-schema.ts';
import { owner, ownerOrQueue } from './owner.ts';

/** The stages of a new org, in the order of a sale; the last two close it. */
const stages = [
  'Prospecting',
  'Qualification',
  'Needs Analysis',
  'Value Proposition',
  'Id. Decision Makers',
  'Perception Analysis',
  'Proposal/Price Quote',
  'Negotiation/Review',
  'Closed Won',
  'Closed Lost',
];

export const opportunity = defineObject({
  name: 'Opportunity',
  labelPlural: 'Opportunities',
  keyPrefix: '006',
  fields: [
    lookup('AccountId', 'Account', 'Opportunities', { cascadeDelete: true }),
    text('Name', 120, { ...required, nameField: true, label: 'Opportunity Name' }),
    textArea('Description', 32000),
    picklist('StageName', stages, { ...required, label: 'Stage' }),
    currency('Amount'),
    field('Probability', 'percent', { precision: 3, label: 'Probability (%)' }),
    field('CloseDate', 'date', { ...required, label: 'Close Date' }),
    picklist('Type', ['Existing Business', 'New Business']),
    text('NextStep', 255),
    picklist('LeadSource', leadSources),
    checkbox('IsClosed', { ...readOnly, label: 'Closed' }),
    checkbox('IsWon', { ...readOnly, label: 'Won' }),
    picklist('ForecastCategory', ['Omitted', 'Pipeline', 'BestCase', 'Forecast', 'Closed'], {
      ...{ ...required, ...readOnly, restrictedPicklist: true },
    }),
    picklist('ForecastCategoryName', ['Omitted', 'Pipeline', 'Best Case', 'Commit', 'Closed'], {
      ...{ defaultedOnCreate: true, label: 'Forecast Category' },
    }),
    lookup('Pricebook2Id', 'Pricebook2', 'Opportunities'),
    owner,
    lastActivityDate,
  ],
});

export const lead = defineObject({
  name: 'Lead',
  keyPrefix: '00Q',
  fields: [
    text('LastName', 80, required),
    text('FirstName', 40),
    picklist('Salutation', ['Mr.', 'Ms.', 'Mrs.', 'Dr.', 'Prof.', 'Mx.']),
    text('Name', 121, { ...required, ...readOnly, nameField: true, label: 'Full Name' }),
    text('Title', 128),
    text('Company', 255, required),
    ...address(''),
    field('Phone', 'phone', { length: 40 }),
    field('MobilePhone', 'phone', { length: 40 }),
    field('Email', 'email', { length: 80 }),
    field('Website', 'url', { length: 255 }),
    textArea('Description', 32000),
    picklist('LeadSource', leadSources),
    picklist(
      'Status',
      [
        'Open - Not Contacted',
        'Working - Contacted',
        'Closed - Converted',
        'Closed - Not Converted',
      ],
      { ...required, defaultedOnCreate: true, defaultValue: 'Open - Not Contacted' },
    ),
    picklist('Rating', ['Hot', 'Warm', 'Cold']),
    currency('AnnualRevenue', { scale: 0 }),
    field('NumberOfEmployees', 'int', { precision: 8, label: 'Employees' }),
    checkbox('IsConverted', { ...readOnly, label: 'Converted' }),
    ownerOrQueue,
    lastActivityDate,
  ],
});
