import { describe, expect, it } from 'vitest';
import { base, useRestRig } from './rest-rig.ts';

const rig = useRestRig();
const { call, post, find } = rig;

/** The one error of an answer, without its status. */
async function refusal(object: string, body: unknown) {
  const answer = await post(`/sobjects/${object}`, body);
  expect(answer.status).toBe(400);
  expect(answer.body).toHaveLength(1);
  return answer.body[0];
}

function draft(changes: Record<string, unknown> = {}) {
  const AccountId = find('Account', 'Northwind').Id;
  return { AccountId, EffectiveDate: '2026-11-22', Status: 'Draft', ...changes };
}

describe('values that are refused', () => {
  it('are missing: all at once', async () => {
    expect(await refusal('Account', {})).toEqual({
      message: 'Required fields are missing: [Name]',
      errorCode: 'REQUIRED_FIELD_MISSING',
      fields: ['Name'],
    });
    expect(await refusal('Order', { Status: '', EffectiveDate: null })).toMatchObject({
      message: 'Required fields are missing: [AccountId, EffectiveDate, Status]',
      fields: ['AccountId', 'EffectiveDate', 'Status'],
    });
    const { Id } = find('Account', 'Northwind');
    const emptied = await call(`${base}/sobjects/Account/${Id}`, {
      method: 'PATCH',
      body: { Name: '' },
    });
    expect(emptied.body[0].message).toBe('Required fields are missing: [Name]');
  });

  it.each(['1699-12-31', '4001-01-01'])('are days that no calendar has (%s)', async (day) => {
    expect(await refusal('Order', draft({ EffectiveDate: day }))).toEqual({
      message: `Order Start Date: invalid date: ${day}`,
      errorCode: 'FIELD_INTEGRITY_EXCEPTION',
      fields: ['EffectiveDate'],
    });
    const edges = { EffectiveDate: '1700-01-01', EndDate: '4000-12-31' };
    expect((await post('/sobjects/Order', draft(edges))).status).toBe(201);
  });

  it('are of fields that there are not, or not for the user', async () => {
    expect(await refusal('Account', { Name: 'x', Nope__c: 1 })).toEqual({
      message: "No such column 'Nope__c' on sobject of type Account",
      errorCode: 'INVALID_FIELD',
    });
    const hidden = await post(
      '/sobjects/Order',
      { ...draft(), InternalNotes__c: 'x' },
      { user: 'ada@northwind.example' },
    );
    expect(hidden.body).toEqual([
      {
        message: "No such column 'InternalNotes__c' on sobject of type Order",
        errorCode: 'INVALID_FIELD',
      },
    ]);
  });

  it('are of fields that nobody writes, or not this user', async () => {
    const readOnly = { Name: 'x', CreatedDate: '2026-01-01T00:00:00Z', IsDeleted: true };
    expect(await refusal('Account', readOnly)).toEqual({
      message:
        'Unable to create/update fields: CreatedDate, IsDeleted. Please check the security settings of this field and verify that it is read/write for your profile or permission set.',
      errorCode: 'INVALID_FIELD_FOR_INSERT_UPDATE',
      fields: ['CreatedDate', 'IsDeleted'],
    });
    const owned = await post(
      '/sobjects/Case',
      { Subject: 'x', OwnerId: rig.data.userByUsername('ada@northwind.example')?.id },
      { user: 'ada@northwind.example' },
    );
    expect(owned.body[0]).toMatchObject({
      errorCode: 'INVALID_FIELD_FOR_INSERT_UPDATE',
      fields: ['OwnerId'],
    });
    const [item] = rig.data.tables.OrderItem.rows();
    const moved = await call(`${base}/sobjects/OrderItem/${item?.Id ?? ''}`, {
      method: 'PATCH',
      body: { OrderId: item?.OrderId },
    });
    expect(moved.body[0].fields).toEqual(['OrderId']);
  });

  it('are ids of the record itself', async () => {
    const { Id } = find('Account', 'Northwind');
    expect(await refusal('Account', { Name: 'x', Id })).toEqual({
      message: 'cannot specify Id in an insert call',
      errorCode: 'INVALID_FIELD_FOR_INSERT_UPDATE',
      fields: ['Id'],
    });
    const changed = await call(`${base}/sobjects/Account/${Id}`, {
      method: 'PATCH',
      body: { id: Id, Name: 'x' },
    });
    expect(changed.body).toEqual([
      {
        message: 'The Id field should not be specified in the sobject data.',
        errorCode: 'INVALID_FIELD',
      },
    ]);
  });

  it('are of another type, said with their place', async () => {
    const body = '{\n  "Name": "x",\n  "AnnualRevenue": "much"\n}';
    const { status, body: errors } = await post('/sobjects/Account', body);
    expect(status).toBe(400);
    expect(errors).toEqual([
      {
        message:
          'Cannot deserialize instance of currency from VALUE_STRING value much or request may be missing a required field at [line:3, column:3]',
        errorCode: 'JSON_PARSER_ERROR',
      },
    ]);
    expect(await refusal('Case', { Subject: 'x', IsEscalated: null })).toMatchObject({
      message: 'Is Escalated: value not of required type: ',
      errorCode: 'INVALID_TYPE_ON_FIELD_IN_RECORD',
      fields: ['IsEscalated'],
    });
  });

  it('are too long', async () => {
    const long = 'x'.repeat(256);
    expect(await refusal('Account', { Name: long })).toEqual({
      message: `Account Name: data value too large: ${long} (max length=255)`,
      errorCode: 'STRING_TOO_LONG',
      fields: ['Name'],
    });
  });

  it.each([
    ['NumberOfEmployees', 100_000_000, '100000000'],
    ['AnnualRevenue', 1e18, '1000000000000000000'],
  ])('are out of the range of %s', async (name, value, text) => {
    const error = await refusal('Account', { Name: 'x', [name]: value });
    expect(error).toMatchObject({ errorCode: 'NUMBER_OUTSIDE_VALID_RANGE', fields: [name] });
    expect(error.message).toMatch(
      new RegExp(`: value outside of valid range on numeric field: ${text}$`),
    );
  });

  it.each(['ada', 'ada@', 'a da@x.example', 'ada@example', '@x.example', 'ada@x..example'])(
    'are %j, which is no e-mail address',
    async (address) => {
      expect(await refusal('Contact', { LastName: 'x', Email: address })).toEqual({
        message: `Email: invalid email address: ${address}`,
        errorCode: 'INVALID_EMAIL_ADDRESS',
        fields: ['Email'],
      });
    },
  );

  it('are answered all together, each with its field', async () => {
    const { status, body } = await post('/sobjects/Contact', {
      FirstName: 'x'.repeat(41),
      Email: 'nobody',
      AccountId: 'abc',
    });
    expect(status).toBe(400);
    expect(
      body.map(({ errorCode, fields }: { errorCode: string; fields: string[] }) => [
        errorCode,
        ...fields,
      ]),
    ).toEqual([
      ['STRING_TOO_LONG', 'FirstName'],
      ['INVALID_EMAIL_ADDRESS', 'Email'],
      ['REQUIRED_FIELD_MISSING', 'LastName'],
      ['MALFORMED_ID', 'AccountId'],
    ]);
  });

  it('leave nothing behind', async () => {
    const before = rig.data.tables.Contact.size;
    await post('/sobjects/Contact', { LastName: 'x', Email: 'nobody' });
    expect(rig.data.tables.Contact.size).toBe(before);
  });
});
