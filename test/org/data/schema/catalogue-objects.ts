import {
  checkbox,
  currency,
  field,
  lookup,
  picklist,
  readOnly,
  required,
  text,
  textArea,
} from './field-schema.ts';
import { defineObject } from './object-schema.ts';

/** The shop's departments; Product2.Family's values. */
export const productFamilies = [
  'Coffee',
  'Camping',
  'Cycling',
  'Hand Tools',
  'Power Tools',
  'Garden',
  'Storage',
] as const;

export const product = defineObject({
  name: 'Product2',
  label: 'Product',
  keyPrefix: '01t',
  fields: [
    text('Name', 255, { ...required, nameField: true, label: 'Product Name' }),
    text('ProductCode', 255),
    textArea('Description', 4000),
    picklist('Family', productFamilies),
    checkbox('IsActive'),
    text('StockKeepingUnit', 180, { label: 'Product SKU' }),
    picklist('QuantityUnitOfMeasure', ['Each', 'Pack', 'Pair']),
    field('DisplayUrl', 'url', { length: 1000 }),
    currency('InternalCost__c', { label: 'Internal Cost' }),
  ],
});

export const pricebook = defineObject({
  name: 'Pricebook2',
  label: 'Price Book',
  keyPrefix: '01s',
  fields: [
    text('Name', 255, { ...required, nameField: true, label: 'Price Book Name' }),
    text('Description', 255),
    checkbox('IsActive'),
    checkbox('IsStandard', readOnly),
  ],
});

export const pricebookEntry = defineObject({
  name: 'PricebookEntry',
  label: 'Price Book Entry',
  labelPlural: 'Price Book Entries',
  keyPrefix: '01u',
  fields: [
    text('Name', 255, { ...readOnly, nameField: true, calculated: true, label: 'Product Name' }),
    lookup('Pricebook2Id', 'Pricebook2', 'PricebookEntries', {
      ...required,
      updateable: false,
      cascadeDelete: true,
    }),
    lookup('Product2Id', 'Product2', 'PricebookEntries', {
      ...required,
      updateable: false,
      cascadeDelete: true,
    }),
    currency('UnitPrice', { ...required, label: 'List Price' }),
    checkbox('IsActive'),
    checkbox('UseStandardPrice'),
    text('ProductCode', 255, { ...readOnly, calculated: true }),
  ],
});
