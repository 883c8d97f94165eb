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

describe('lookups that are refused', () => {
  const contact = (AccountId: unknown) => refusal('Contact', { LastName: 'x', AccountId });

  it('hold no id', async () => {
    expect(await contact('abc')).toEqual({
      message: 'Account ID: id value of incorrect type: abc',
      errorCode: 'MALFORMED_ID',
      fields: ['AccountId'],
    });
    expect(await contact('001000000000000AAB')).toMatchObject({ errorCode: 'MALFORMED_ID' });
  });

  it("hold another object's id", async () => {
    const { Id } = find('Order', '00000100');
    expect(await contact(Id)).toEqual({
      message: `Account ID: id value of incorrect type: ${Id.slice(0, 15)}`,
      errorCode: 'FIELD_INTEGRITY_EXCEPTION',
      fields: ['AccountId'],
    });
  });

  it('hold the id of nothing, and of something deleted', async () => {
    expect(await contact('001000000000000AAA')).toEqual({
      message: 'invalid cross reference id',
      errorCode: 'INVALID_CROSS_REFERENCE_KEY',
      fields: [],
    });
    const { body } = await post('/sobjects/Account', { Name: 'Short-lived' });
    await call(`${base}/sobjects/Account/${body.id}`, { method: 'DELETE' });
    expect(await contact(body.id)).toEqual({
      message: 'entity is deleted',
      errorCode: 'ENTITY_IS_DELETED',
      fields: [],
    });
  });

  it('make somebody the owner who is not active any more', async () => {
    const sam = rig.data.userByUsername('sam@store.example')?.id ?? '';
    rig.data.tables.User.update(rig.data.tables.User.get(sam), { IsActive: false });
    expect(await refusal('Account', { Name: 'x', OwnerId: sam })).toEqual({
      message: `operation performed with inactive user [${sam.slice(0, 15)}] as owner of account`,
      errorCode: 'INACTIVE_OWNER_OR_USER',
      fields: [],
    });
  });

  it('name a parent by a key that nobody holds, or that is no key', async () => {
    const about = (Order__r: unknown) => refusal('Case', { Subject: 'x', Order__r });
    expect(await about({ RequestKey__c: 'k' })).toEqual({
      message: 'Foreign key external ID: k not found for field RequestKey__c in entity Order',
      errorCode: 'INVALID_FIELD',
    });
    expect(await about({ Status: 'Draft' })).toEqual({
      message:
        'Field name provided, Status does not match an External ID, Salesforce Id, or indexed field for Order',
      errorCode: 'INVALID_FIELD',
    });
  });

  it('name a parent by a key that two hold', async () => {
    const ids = ['00000100', '00000101'].map((number) => {
      const order = find('Order', number);
      rig.data.tables.Order.update(order, { RequestKey__c: 'k' });
      return order.Id;
    });
    expect(await refusal('Case', { Subject: 'x', Order__r: { RequestKey__c: 'k' } })).toMatchObject(
      {
        message: `More than 1 record found for external id field: [${ids.join(', ')}]`,
      },
    );
  });
});

describe('a key that is taken', () => {
  it('is refused with the id of who holds it, in any case, until that is deleted', async () => {
    const first = await post('/sobjects/Order', draft({ RequestKey__c: 'Key-1' }));
    const taken = draft({ RequestKey__c: 'kEY-1' });
    expect(await refusal('Order', taken)).toEqual({
      message: `duplicate value found: RequestKey__c duplicates value on record with id: ${first.body.id.slice(0, 15)}`,
      errorCode: 'DUPLICATE_VALUE',
      fields: [],
    });
    const { Id } = find('Order', '00000100');
    const patched = await call(`${base}/sobjects/Order/${Id}`, {
      method: 'PATCH',
      body: { RequestKey__c: 'Key-1' },
    });
    expect(patched.body[0].errorCode).toBe('DUPLICATE_VALUE');
    const own = await call(`${base}/sobjects/Order/${first.body.id}`, {
      method: 'PATCH',
      body: { RequestKey__c: 'Key-1' },
    });
    expect(own.status).toBe(204);
    await call(`${base}/sobjects/Order/${first.body.id}`, { method: 'DELETE' });
    expect((await post('/sobjects/Order', taken)).status).toBe(201);
  });
});
