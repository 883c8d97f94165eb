import { describe, expect, it } from 'vitest';
import { soql } from '../../server/bff/queries/soql.ts';
import { createdId, type NewRecord } from '../../server/bff/routes/user-salesforce.ts';
import { PartRefused } from '../../server/bff/salesforce/composite.ts';
import { queriesAtOnce } from '../../server/bff/salesforce/queries-at-once.ts';
import { recordsAtOnce } from '../../server/bff/salesforce/records-at-once.ts';
import { UpstreamFailure } from '../../server/bff/salesforce/transport.ts';

const root = '/services/data/v66.0';
const order: NewRecord = {
  name: 'order',
  sObject: 'Order',
  fields: { Status: 'Draft' },
  read: ['OrderNumber'],
};
const line: NewRecord = {
  name: 'line',
  sObject: 'OrderItem',
  fields: { OrderId: createdId('order'), Quantity: 2 },
  inputs: { Quantity: 'quantity' },
};

const part = (referenceId: string, httpStatusCode: number, body: unknown) => ({
  referenceId,
  httpStatusCode,
  httpHeaders: {},
  body,
});
const saved = (name: string) => part(name, 201, { id: `id of ${name}`, success: true, errors: [] });
const read = part('order_read', 200, { OrderNumber: '00101', attributes: {} });
const refusal = (errorCode: string, fields?: unknown) => [
  { errorCode, message: `Because of ${errorCode}.`, ...(fields === undefined ? {} : { fields }) },
];
const halted = (name: string) => part(name, 400, refusal('PROCESSING_HALTED'));

const made = (...parts: readonly unknown[]) =>
  recordsAtOnce([order, line], root).read({ compositeResponse: parts });

function refused(...parts: readonly unknown[]): PartRefused {
  try {
    made(...parts);
  } catch (error) {
    if (error instanceof PartRefused) return error;
    throw error;
  }
  throw new Error('Nothing was refused');
}

describe('records made at once', () => {
  it('are one request, all or none, each by the name that others refer to', () => {
    expect(recordsAtOnce([order, line], root).body).toMatchObject({
      allOrNone: true,
      compositeRequest: [
        {
          method: 'POST',
          url: `${root}/sobjects/Order`,
          referenceId: 'order',
          body: { Status: 'Draft' },
        },
        {
          method: 'POST',
          url: `${root}/sobjects/OrderItem`,
          referenceId: 'line',
          body: { OrderId: '@{order.id}', Quantity: 2 },
        },
        {
          method: 'GET',
          url: `${root}/sobjects/Order/@{order.id}?fields=OrderNumber`,
          referenceId: 'order_read',
        },
      ],
    });
  });

  it('come back with their ids and what was to be read', () => {
    expect(made(saved('order'), saved('line'), read)).toEqual([
      { Id: 'id of order', OrderNumber: '00101', attributes: {} },
      { Id: 'id of line' },
    ]);
  });

  it('are refused for the one that failed, not for those that were taken back', () => {
    const failed = part('line', 400, refusal('REQUIRED_FIELD_MISSING', ['Quantity']));
    const { errorCode, fields, record, message } = refused(
      halted('order'),
      failed,
      halted('order_read'),
    );
    expect({ errorCode, fields, record, message }).toEqual({
      errorCode: 'REQUIRED_FIELD_MISSING',
      fields: ['Quantity'],
      record: line,
      message: 'Because of REQUIRED_FIELD_MISSING.',
    });
  });

  it('are refused for the record that an answer names, in whatever order they come', () => {
    const failed = part('line', 400, refusal('REQUIRED_FIELD_MISSING', ['Quantity']));
    expect(refused(failed, halted('order'), halted('order_read')).record).toBe(line);
  });

  it.each([
    ['missing', undefined],
    ['null', null],
    ['empty', []],
  ])('are refused without fields where those are %s', (_, fields) => {
    const failed = part('order', 400, refusal('DUPLICATE_VALUE', fields));
    const { errorCode, fields: named } = refused(failed, halted('line'), halted('order_read'));
    expect([errorCode, named]).toEqual(['DUPLICATE_VALUE', []]);
  });

  it('are refused for no record where what was to be read is', () => {
    const failed = part('order_read', 400, refusal('INVALID_FIELD'));
    expect(refused(halted('order'), halted('line'), failed).record).toBeUndefined();
  });

  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['a page', '<html><body>Down for maintenance</body></html>'],
    ['an array', [saved('order')]],
    ['no parts', {}],
    ['parts that are none', { compositeResponse: 'none' }],
    ['a part that is none', { compositeResponse: [null, null, null] }],
    ['a part without a name', { compositeResponse: [{ httpStatusCode: 201, body: {} }] }],
    ['too few parts', { compositeResponse: [saved('order'), saved('line')] }],
    [
      'too many parts',
      { compositeResponse: [saved('order'), saved('line'), read, saved('order')] },
    ],
    ['another order', { compositeResponse: [saved('line'), saved('order'), read] }],
    ['one part twice', { compositeResponse: [saved('order'), saved('order'), read] }],
    [
      'a part with a page',
      { compositeResponse: [saved('order'), part('line', 500, '<html></html>'), read] },
    ],
    [
      'a refusal without a code',
      { compositeResponse: [saved('order'), part('line', 400, [{ message: 'No' }]), read] },
    ],
    ['an empty refusal', { compositeResponse: [saved('order'), part('line', 400, []), read] }],
    ['a redirect', { compositeResponse: [saved('order'), part('line', 302, null), read] }],
    [
      'a success that is none',
      {
        compositeResponse: [saved('order'), part('line', 201, { id: 'x', success: false }), read],
      },
    ],
    [
      'a success without an id',
      { compositeResponse: [saved('order'), part('line', 201, { success: true }), read] },
    ],
  ])('are in doubt where the answer is %s', (_, answer) => {
    expect(() => recordsAtOnce([order, line], root).read(answer)).toThrow(UpstreamFailure);
  });

  it('cannot be more than Salesforce takes, or none', () => {
    const many = (count: number) =>
      Array.from({ length: count }, (_, index) => ({ ...line, name: `line${index}` }));
    expect(() => recordsAtOnce([], root)).toThrow(TypeError);
    expect(() => recordsAtOnce(many(26), root)).toThrow(TypeError);
    expect(() => recordsAtOnce([...many(24), order], root)).toThrow(TypeError);
    expect(recordsAtOnce(many(25), root).body.compositeRequest).toHaveLength(25);
  });

  it.each<[string, NewRecord]>([
    ['an object', { ...line, sObject: 'Order/../User' }],
    ['a field', { ...line, fields: { 'Quantity"': 1 } }],
    ['a field to be read', { ...line, read: ['Id,Secret__c'] }],
    ['a record', { ...line, name: 'line.id}' }],
  ])('have no name of %s that could name something else', (_, record) => {
    expect(() => recordsAtOnce([record], root)).toThrow(TypeError);
  });

  it('have names of their own, also beside what is to be read', () => {
    const twin = { ...line, name: `${order.name}_read` };
    expect(() => recordsAtOnce([{ ...order, read: ['Status'] }, twin], root)).toThrow(TypeError);
    expect(() => recordsAtOnce([line, line], root)).toThrow(TypeError);
  });

  it('have no text that Salesforce would take for a reference', () => {
    const record = { ...line, fields: { Quantity: 'a @{order.id} b' } };
    expect(() => recordsAtOnce([record], root)).toThrow(
      expect.objectContaining({
        code: 'invalid_input',
        errors: [{ field: 'quantity', message: 'must not contain "@{"' }],
      }),
    );
  });
});

describe('queries asked at once', () => {
  const two = () => queriesAtOnce([soql`SELECT Id FROM Order`, soql`SELECT Id FROM Case`], root);
  const rows = (index: number, body: unknown = { done: true, records: [index] }) =>
    part(`query${index}`, 200, body);

  it('answer with the rows of each', () => {
    expect(two().body.compositeRequest.map(({ url }) => url)).toEqual([
      `${root}/query?q=SELECT%20Id%20FROM%20Order`,
      `${root}/query?q=SELECT%20Id%20FROM%20Case`,
    ]);
    expect(two().read({ compositeResponse: [rows(0), rows(1)] })).toEqual([[0], [1]]);
  });

  it('are refused for the first that is', () => {
    const answer = { compositeResponse: [part('query0', 400, refusal('INVALID_TYPE')), rows(1)] };
    expect(() => two().read(answer)).toThrow(
      expect.objectContaining({ errorCode: 'INVALID_TYPE', record: undefined }),
    );
  });

  it.each<[string, unknown[]]>([
    ['another order', [rows(1), rows(0)]],
    ['one too few', [rows(0)]],
    ['one too many', [rows(0), rows(1), rows(2)]],
    ['more rows to come', [rows(0), rows(1, { done: false, records: [] })]],
    ['no rows', [rows(0), rows(1, { done: true })]],
    ['a page', [rows(0), rows(1, '<html>')]],
  ])('are in doubt where there is %s', (_, compositeResponse) => {
    expect(() => two().read({ compositeResponse })).toThrow(UpstreamFailure);
  });

  it('are one to five', () => {
    const query = soql`SELECT Id FROM Order`;
    expect(() => queriesAtOnce([], root)).toThrow(TypeError);
    expect(() => queriesAtOnce(Array(6).fill(query), root)).toThrow(TypeError);
  });
});
