import { describe, expect, it } from 'vitest';
import { base, useRestRig } from '../rest-rig.ts';

const rig = useRestRig();
const { call, post, find } = rig;
const ada = { user: 'ada@northwind.example' };
const account = `${base}/sobjects/Account`;

interface Item {
  readonly label: string;
  readonly required: boolean;
  readonly editableForNew: boolean;
  readonly layoutComponents: { readonly value: string }[];
}

function itemsOf(section: { layoutRows: { layoutItems: Item[] }[] }): Item[] {
  return section.layoutRows.flatMap(({ layoutItems }) => layoutItems);
}

describe('layouts', () => {
  it('have the fields that the user sees, and for editing those that the user may write', async () => {
    const fieldsOf = async (options = {}) => {
      const [layout] = (await call(`${account}/describe/layouts`, options)).body.layouts;
      const names = (sections: { layoutRows: { layoutItems: Item[] }[] }[]) =>
        sections.flatMap(itemsOf).map(({ layoutComponents }) => layoutComponents[0]?.value);
      return {
        seen: names(layout.detailLayoutSections),
        edited: names(layout.editLayoutSections),
        related: layout.relatedLists.map(({ name }: { name: string }) => name),
      };
    };
    const mias = await fieldsOf();
    expect(mias.seen).toEqual(expect.arrayContaining(['Name', 'AnnualRevenue', 'CreatedDate']));
    expect(mias.edited).toContain('AnnualRevenue');
    expect(mias.edited).not.toContain('CreatedDate');
    expect(mias.related).toEqual(expect.arrayContaining(['Contacts', 'Orders', 'Opportunities']));
    const adas = await fieldsOf(ada);
    expect(adas.seen).not.toContain('AnnualRevenue');
    expect(adas.related).not.toContain('Opportunities');
  });

  it('say which fields a new record needs', async () => {
    const { body } = await call(`${base}/sobjects/Opportunity/describe/layouts`);
    const [{ editLayoutSections, id }] = body.layouts;
    const required = itemsOf(editLayoutSections[0]).filter((item) => item.required);
    expect(required.map(({ label }) => label)).toEqual(['Opportunity Name', 'Stage', 'Close Date']);
    expect(body.recordTypeSelectorRequired).toEqual([false]);
    const [mapping] = body.recordTypeMappings;
    expect(mapping).toMatchObject({ master: true, layoutId: id });
    const one = await call(mapping.urls.layout);
    expect(one.body.id).toBe(id);
  });

  it('are named for users, not for others', async () => {
    const { body } = await call(`${base}/sobjects/User/describe`);
    const [named] = body.namedLayoutInfos;
    expect(named.name).toBe('UserAlt');
    expect((await call(named.urls.layout)).body.layouts).toHaveLength(1);
    expect((await call(`${account}/describe/namedLayouts/UserAlt`)).status).toBe(404);
    expect((await call(`${account}/describe/layouts/012000000000001AAA`)).status).toBe(404);
  });

  it('are compact ones with the name, and none for approvals', async () => {
    const { body } = await call(`${account}/describe/compactLayouts`);
    expect(body.compactLayouts).toMatchObject([
      { name: 'SYSTEM', id: null, objectType: 'Account' },
    ]);
    expect(body.compactLayouts[0].fieldItems[0].label).toBe('Account Name');
    const approvals = await call(`${account}/describe/approvalLayouts`);
    expect(approvals.body).toEqual({ approvalLayouts: [] });
  });

  it.each(['layouts', 'compactLayouts', 'approvalLayouts'])(
    'of what the user may not read are not there: %s',
    async (kind) => {
      const path = `${base}/sobjects/Opportunity/describe/${kind}`;
      expect((await call(path, ada)).status).toBe(404);
    },
  );
});

describe('list views', () => {
  it('lead from the list to the query and the rows, everybody’s and one’s own', async () => {
    const { body } = await call(`${account}/listviews`);
    expect(body).toMatchObject({ size: 2, done: true, sobjectType: 'Account' });
    const [all, mine] = body.listviews;
    expect([all.label, mine.developerName]).toEqual(['All Accounts', 'MyAccounts']);
    expect((await call(all.url)).body).toEqual(all);
    const described = (await call(mine.describeUrl)).body;
    expect(described.query).toMatch(/^SELECT name, .* FROM Account USING SCOPE mine ORDER BY Name/);
    expect(described.columns[0]).toMatchObject({ label: 'Account Name', sortIndex: 0 });
    const results = (await call(all.resultsUrl)).body;
    expect(results).toMatchObject({ size: 8, done: true, label: 'All Accounts' });
    expect(results.records[0].columns[0]).toEqual({
      fieldNameOrPath: 'Name',
      value: 'Alpine Outfitters',
    });
    expect((await call(mine.resultsUrl)).body.size).toBeLessThan(8);
  });

  it('are cut to pages, and explained by their query', async () => {
    const [all] = (await call(`${account}/listviews`)).body.listviews;
    const page = (await call(`${all.resultsUrl}?limit=3&offset=6`)).body;
    expect(page).toMatchObject({ size: 2, done: true });
    expect((await call(`${all.resultsUrl}?limit=3`)).body).toMatchObject({ size: 3, done: false });
    const [plan] = (await call(`${base}/query?explain=${all.id}`)).body.plans;
    expect(plan).toMatchObject({ sobjectType: 'Account', cardinality: 8 });
  });

  it('show what the user sees, and belong to their object', async () => {
    const [all] = (await call(`${account}/listviews`)).body.listviews;
    expect((await call(all.resultsUrl, ada)).body.size).toBe(1);
    expect((await call(`${base}/sobjects/Contact/listviews/${all.id}`)).status).toBe(404);
    const users = (await call(`${base}/sobjects/Profile/listviews`)).body.listviews;
    expect(users).toHaveLength(1);
  });
});

describe('tabs and theme', () => {
  it('are of the objects that the user may read', async () => {
    const labels = async (options = {}) =>
      (await call(`${base}/tabs`, options)).body.map(({ label }: { label: string }) => label);
    expect(await labels()).toEqual(expect.arrayContaining(['Accounts', 'Opportunities']));
    expect(await labels(ada)).not.toContain('Opportunities');
    const [tab] = (await call(`${base}/tabs`)).body;
    expect(tab).toMatchObject({ name: 'standard-Account', sobjectName: 'Account', custom: false });
    expect(tab.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/001\/o$/);
    const { themeItems } = (await call(`${base}/theme`)).body;
    expect(themeItems).toContainEqual({
      name: 'Account',
      colors: [{ color: '5867E8', context: 'primary', theme: 'theme4' }],
      icons: null,
    });
  });
});

describe('quick actions', () => {
  it('are listed for those who may make their records', async () => {
    const names = async (options = {}) =>
      (await call(`${base}/quickActions`, options)).body.map(({ name }: { name: string }) => name);
    expect(await names()).toContain('LogACall');
    expect(await names(ada)).toEqual(['NewCase']);
    const [below] = (await call(`${account}/quickActions`)).body;
    expect((await call(below.urls.describe)).body).toMatchObject({
      name: 'LogACall',
      targetSobjectType: 'Task',
    });
  });

  it('fill the form from the record that they begin at', async () => {
    const { Id } = find('Account', 'Northwind');
    const url = `${base}/quickActions/LogACall/defaultValues`;
    const empty = { attributes: { type: 'Task' }, Subject: null, Description: null };
    expect((await call(url)).body).toEqual({ ...empty, WhoId: null, WhatId: null });
    expect((await call(`${url}/${Id}`)).body).toEqual({ ...empty, WhoId: null, WhatId: Id });
  });

  it('make the record, with what the action itself says', async () => {
    const contextId = find('Contact', 'Ada Lovelace').Id;
    const record = { Subject: 'Called', Description: 'About the order' };
    const { status, body } = await post('/quickActions/LogACall', { contextId, record });
    expect([status, body]).toMatchObject([201, { success: true, created: true, contextId }]);
    const task = { ...record, WhoId: contextId, Status: 'Completed', IsClosed: true };
    expect(rig.data.tables.Task.get(body.id)).toMatchObject(task);
  });

  it.each([
    ['an action that is none', '/quickActions/Nope', {}, 404],
    ['an action whose record the user may not make', '/quickActions/NewLead', {}, 404],
    ['a record that is hidden', '/quickActions/NewCase', { contextId: 'contoso' }, 400],
    ['no record at all', '/quickActions/NewCase', { record: [] }, 400],
    ['a wrong field', '/quickActions/NewCase', { record: { Nope: 1 } }, 400],
  ])('refuse %s', async (_, path, body, status) => {
    const contoso = find('Account', 'Contoso').Id;
    const sent = 'contextId' in body ? { contextId: contoso } : body;
    expect((await post(path, sent, ada)).status).toBe(status);
  });
});
