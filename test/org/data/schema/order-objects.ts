import { address } from './address.ts';
import {
  checkbox,
  currency,
  decimal,
  field,
  lookup,
  picklist,
  readOnly,
  required,
  text,
  textArea,
} from './field-schema.ts';
import { defineObject } from './object-schema.ts';
import { owner } from './owner.ts';

/** An order's life; `StatusCode` sorts them into Salesforce's own categories. */
const orderStatuses = ['Draft', 'Activated', 'Shipped', 'Delivered', 'Cancelled'] as const;

const numbered = { ...required, ...readOnly, autoNumber: true, defaultedOnCreate: true } as const;

export const order = defineObject({
  name: 'Order',
  keyPrefix: '801',
  fields: [
    lookup('AccountId', 'Account', 'Orders', { ...required, restrictedDelete: true }),
    lookup('Pricebook2Id', 'Pricebook2', 'Orders'),
    text('OrderNumber', 30, { ...numbered, nameField: true }),
    text('Name', 80, { label: 'Order Name' }),
    field('EffectiveDate', 'date', { ...required, label: 'Order Start Date' }),
    field('EndDate', 'date', { label: 'Order End Date' }),
    picklist('Status', orderStatuses, required),
    picklist('StatusCode', ['Draft', 'Activated', 'Canceled'], {
      ...required,
      ...readOnly,
      label: 'Status Category',
      restrictedPicklist: true,
    }),
    picklist('Type', ['New', 'Replacement']),
    checkbox('IsReductionOrder', { updateable: false }),
    textArea('Description', 32000),
    currency('TotalAmount', { ...required, ...readOnly, calculated: true, label: 'Order Amount' }),
    text('PoNumber', 80, { label: 'PO Number' }),
    field('PoDate', 'date', { label: 'PO Date' }),
    text('OrderReferenceNumber', 80),
    lookup('CustomerAuthorizedById', 'Contact'),
    lookup('BillToContactId', 'Contact'),
    lookup('ShipToContactId', 'Contact'),
    field('ActivatedDate', 'datetime', readOnly),
    lookup('ActivatedById', 'User', null, readOnly),
    ...address('Billing'),
    ...address('Shipping'),
    owner,
    text('RequestKey__c', 64, { label: 'Request Key', unique: true, externalId: true }),
    textArea('InternalNotes__c', 32000, { label: 'Internal Notes' }),
  ],
});

export const orderItem = defineObject({
  name: 'OrderItem',
  label: 'Order Product',
  keyPrefix: '802',
  fields: [
    text('OrderItemNumber', 30, { ...numbered, nameField: true, label: 'Order Product Number' }),
    lookup('OrderId', 'Order', 'OrderItems', {
      ...required,
      updateable: false,
      cascadeDelete: true,
    }),
    lookup('PricebookEntryId', 'PricebookEntry', 'OrderItems', {
      updateable: false,
      restrictedDelete: true,
    }),
    lookup('Product2Id', 'Product2', 'OrderItems', { updateable: false, restrictedDelete: true }),
    decimal('Quantity', 18, 2, required),
    currency('UnitPrice'),
    currency('ListPrice', readOnly),
    currency('TotalPrice', { ...readOnly, calculated: true }),
    field('ServiceDate', 'date', { label: 'Start Date' }),
    field('EndDate', 'date'),
    text('Description', 255, { label: 'Line Description' }),
  ],
});
