import { describe, expect, it } from 'vitest';
import { base, soqlPath, useRestRig } from './rest-rig.ts';

const rig = useRestRig();
const { call, post, find } = rig;

async function change(object: string, id: string, body: object) {
  const { status } = await call(`${base}/sobjects/${object}/${id}`, { method: 'PATCH', body });
  expect(status).toBe(204);
  return rig.data.tables[object]?.get(id);
}

describe('an opportunity', () => {
  const deal = { Name: 'Deal', StageName: 'Prospecting', CloseDate: '2026-12-24' };

  it('is as likely as its stage unless the write says otherwise, and closed by it', async () => {
    const { id } = (await post('/sobjects/Opportunity', deal)).body;
    const open = { Probability: 10, IsClosed: false, IsWon: false };
    expect(rig.data.tables.Opportunity.get(id)).toMatchObject(open);
    const said = await change('Opportunity', id, { StageName: 'Qualification', Probability: 33 });
    expect(said).toMatchObject({ Probability: 33, IsClosed: false });
    const kept = await change('Opportunity', id, { NextStep: 'Call' });
    expect(kept).toMatchObject({ Probability: 33 });
    const won = await change('Opportunity', id, { StageName: 'Closed Won' });
    expect(won).toMatchObject({ Probability: 100, IsClosed: true, IsWon: true });
    const lost = await change('Opportunity', id, { StageName: 'Closed Lost' });
    expect(lost).toMatchObject({ Probability: 0, IsClosed: true, IsWon: false });
  });

  it('may begin with a likelihood of its own', async () => {
    const { id } = (await post('/sobjects/Opportunity', { ...deal, Probability: 5 })).body;
    expect(rig.data.tables.Opportunity.get(id).Probability).toBe(5);
  });
});

describe('a forecast', () => {
  it('counts an opportunity by its stage', async () => {
    const { id } = (
      await post('/sobjects/Opportunity', {
        ...{ Name: 'Deal', StageName: 'Prospecting', CloseDate: '2026-12-24' },
      })
    ).body;
    const deal = rig.data.tables.Opportunity.get(id);
    const forecast = () => [deal.ForecastCategory, deal.ForecastCategoryName];
    expect(forecast()).toEqual(['Pipeline', 'Pipeline']);
    await change('Opportunity', id, { ForecastCategoryName: 'Best Case' });
    expect(forecast()).toEqual(['BestCase', 'Best Case']);
    await change('Opportunity', id, { NextStep: 'Call' });
    expect(forecast()).toEqual(['BestCase', 'Best Case']);
    await change('Opportunity', id, { StageName: 'Closed Won' });
    expect(forecast()).toEqual(['Closed', 'Closed']);
    await change('Opportunity', id, { StageName: 'Closed Lost' });
    expect(forecast()).toEqual(['Omitted', 'Omitted']);
    const seeded = [...rig.data.tables.Opportunity.rows()].map((row) => row.ForecastCategory);
    expect(seeded).not.toContain(null);
  });
});

describe('a task', () => {
  it('belongs to the account of what it is about, else of whom, and closes with its status', async () => {
    const northwind = find('Account', 'Northwind').Id;
    const about = async (fields: object) => {
      const { status, body } = await post('/sobjects/Task', { Subject: 'Call', ...fields });
      expect(status).toBe(201);
      return rig.data.tables.Task.get(body.id);
    };
    expect(await about({})).toMatchObject({ AccountId: null, Status: 'Not Started' });
    expect(await about({ WhatId: northwind })).toMatchObject({ AccountId: northwind });
    const order = find('Order', '00000100');
    expect(await about({ WhatId: order.Id })).toMatchObject({ AccountId: order.AccountId });
    const ada = find('Contact', 'Ada Lovelace').Id;
    const task = await about({ WhoId: ada });
    expect(task).toMatchObject({ AccountId: northwind, IsClosed: false });
    expect(await change('Task', task.Id, { Status: 'Completed' })).toMatchObject({
      IsClosed: true,
    });
  });

  it('is the last activity of what and whom it is about, once it is closed', async () => {
    const account = rig.data.tables.Account.insert({
      Name: 'Quiet',
      OwnerId: find('User', 'mia@store.example').Id,
    });
    const due = (ActivityDate: string, Status: string) =>
      post('/sobjects/Task', { WhatId: account.Id, ActivityDate, Status });
    await due('2026-12-24', 'Not Started');
    expect(account.LastActivityDate).toBeNull();
    await due('2026-03-01', 'Completed');
    const { id } = (await due('2026-04-01', 'Completed')).body;
    await due('2026-02-01', 'Completed');
    expect(account.LastActivityDate).toBe('2026-04-01');
    await call(`${base}/sobjects/Task/${id}`, { method: 'DELETE' });
    expect(account.LastActivityDate).toBe('2026-03-01');
  });

  it('is read as history or as open by the queries of others alone', async () => {
    const account = find('Account', 'Contoso');
    const soql = `SELECT (SELECT Subject, What.Name FROM ActivityHistories), (SELECT Subject FROM OpenActivities) FROM Account WHERE Id = '${account.Id}'`;
    const [row] = (await call(soqlPath(soql))).body.records;
    expect(row.ActivityHistories.records).toMatchObject([
      {
        attributes: { type: 'ActivityHistory' },
        Subject: 'Send the papers',
        What: { Name: 'Contoso: Spring range' },
      },
    ]);
    expect(row.OpenActivities).toBeNull();
    const [ofAda] = (await call(soqlPath(soql), { user: 'sam@store.example' })).body.records;
    expect(ofAda).toBeUndefined();
    const direct = await call(soqlPath('SELECT Id FROM ActivityHistory'));
    expect(direct.body[0].errorCode).toBe('INVALID_TYPE');
    const customers = await call(soqlPath(soql), { user: 'grace@contoso.example' });
    expect(customers.body[0].errorCode).toBe('INVALID_TYPE');
  });

  it('names what it is about by a key of the type that it says', async () => {
    const order = find('Order', '00000100');
    rig.data.tables.Order.update(order, { RequestKey__c: 'k' });
    const { status, body } = await post('/sobjects/Task', {
      ...{ Subject: 'x', What: { attributes: { type: 'Order' }, RequestKey__c: 'k' } },
    });
    expect(status).toBe(201);
    expect(rig.data.tables.Task.get(body.id).WhatId).toBe(order.Id);
    const up = await call(`${base}/sobjects/Task/${body.id}/What?fields=OrderNumber`);
    expect(up.body).toMatchObject({ OrderNumber: '00000100', attributes: { type: 'Order' } });
  });

  it('is about nothing but what tasks are about', async () => {
    const { status, body } = await post('/sobjects/Task', {
      WhatId: find('User', 'mia@store.example').Id,
    });
    expect([status, body[0].errorCode]).toEqual([400, 'FIELD_INTEGRITY_EXCEPTION']);
  });
});

describe('the other new objects', () => {
  it('put a lead together from its parts', async () => {
    const { id } = (await post('/sobjects/Lead', { LastName: 'L', FirstName: 'F', Company: 'C' }))
      .body;
    const lead = { Name: 'F L', Status: 'Open - Not Contacted' };
    expect(rig.data.tables.Lead.get(id)).toMatchObject(lead);
  });

  it('name a record of a custom object by its id where nobody names it', async () => {
    const admin = { user: 'admin@store.example' };
    const { id } = (await post('/sobjects/UpsertTable__c', { ExtId__c: 'x' }, admin)).body;
    expect(rig.data.tables.UpsertTable__c.get(id).Name).toBe(id);
    const named = (await post('/sobjects/UpsertTable__c', { Name: 'N' }, admin)).body;
    expect(rig.data.tables.UpsertTable__c.get(named.id).Name).toBe('N');
  });

  it('have two records of one external id where it is not unique, and tell both to an upsert', async () => {
    const admin = { user: 'admin@store.example' };
    const twice = [1, 2].map(() => post('/sobjects/UpsertTable__c', { ExtId__c: 'x' }, admin));
    const ids = (await Promise.all(twice)).map(({ body }) => body.id);
    const path = `${base}/sobjects/UpsertTable__c/ExtId__c/x`;
    const { status, body } = await call(path, { ...admin, method: 'PATCH', body: { Name: 'N' } });
    expect(status).toBe(300);
    expect(body.sort()).toEqual(ids.map((id) => `${base}/sobjects/UpsertTable__c/${id}`).sort());
  });
});
