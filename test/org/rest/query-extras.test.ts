import { describe, expect, it } from 'vitest';
import { base, soqlPath, useRestRig } from './rest-rig.ts';

const rig = useRestRig();
const { call, find } = rig;

describe('the columns of a query', () => {
  const columnsOf = async (soql: string, options = {}) =>
    (await call(`${soqlPath(soql)}&columns=true`, options)).body;

  it('are described as Salesforce’s own command line reads them', async () => {
    const { columnMetadata, ...rest } = await columnsOf('select id, name from Account');
    expect(rest).toEqual({
      entityName: 'Account',
      groupBy: false,
      idSelected: true,
      keyPrefix: '001',
    });
    const [id, name] = columnMetadata;
    expect(id).toEqual({
      aggregate: false,
      apexType: 'Id',
      booleanType: false,
      columnName: 'Id',
      custom: false,
      displayName: 'Id',
      foreignKeyName: null,
      insertable: false,
      joinColumns: [],
      numberType: false,
      textType: false,
      updatable: false,
    });
    expect(name).toMatchObject({ apexType: 'String', columnName: 'Name', textType: true });
  });

  it('are below the relationships that lead to them', async () => {
    const soql =
      'SELECT Account.Owner.Name, Account.Name, (SELECT Quantity FROM OrderItems) FROM Order';
    const { columnMetadata } = await columnsOf(soql);
    expect(columnMetadata).toMatchObject([
      {
        columnName: 'Account',
        foreignKeyName: 'AccountId',
        aggregate: false,
        joinColumns: [
          { columnName: 'Owner', foreignKeyName: 'OwnerId', joinColumns: [{ columnName: 'Name' }] },
          { columnName: 'Name', joinColumns: [] },
        ],
      },
      {
        columnName: 'OrderItems',
        aggregate: true,
        joinColumns: [{ columnName: 'Quantity', numberType: true }],
      },
    ]);
  });

  it('are of functions, by their alias or by number', async () => {
    const soql = 'SELECT Status, COUNT(Id), SUM(TotalAmount) total FROM Order GROUP BY Status';
    expect(await columnsOf(soql)).toMatchObject({
      groupBy: true,
      columnMetadata: [
        { columnName: 'Status', aggregate: false },
        { columnName: 'expr0', displayName: 'count(Id)', aggregate: true },
        { columnName: 'total', displayName: 'sum(TotalAmount)', aggregate: true },
      ],
    });
    const all = await columnsOf('SELECT FIELDS(ALL) FROM Order LIMIT 1', {
      user: 'ada@northwind.example',
    });
    const names = all.columnMetadata.map(({ columnName }: { columnName: string }) => columnName);
    expect(names).toContain('Status');
    expect(names).not.toContain('InternalNotes__c');
  });

  it.each([
    'SELECT Nope FROM Order',
    'SELECT Id FROM Order WHERE Nope = 1',
    'SELECT Id FROM Order ORDER BY Nope',
  ])('are not described of a query that is refused (%s)', async (soql) => {
    const { status, body } = await call(`${soqlPath(soql)}&columns=true`);
    expect([status, body[0].errorCode]).toEqual([400, 'INVALID_FIELD']);
  });

  it('are described without anybody having seen a row', async () => {
    await columnsOf('SELECT Id FROM Account FOR VIEW');
    expect((await call(`${base}/recent`)).body).toEqual([]);
  });
});

describe('the plan of a query', () => {
  it('is to read the whole table', async () => {
    const soql = 'SELECT Id FROM Order LIMIT 10';
    const { body } = await call(`${base}/query?explain=${encodeURIComponent(soql)}`);
    expect(body.plans).toMatchObject([
      {
        cardinality: 10,
        leadingOperationType: 'TableScan',
        sobjectCardinality: rig.data.tables.Order.size,
        sobjectType: 'Order',
      },
    ]);
    const sams = { user: 'sam@store.example' };
    const explained = await call(`${base}/query?explain=${encodeURIComponent(soql)}`, sams);
    const { totalSize } = (await call(soqlPath('SELECT COUNT() FROM Order'), sams)).body;
    expect(totalSize).toBeLessThan(rig.data.tables.Order.size);
    expect(explained.body.plans[0].sobjectCardinality).toBe(totalSize);
    const refused = await call(`${base}/query?explain=`);
    expect(refused.body[0].errorCode).toBe('MALFORMED_QUERY');
  });
});

describe('recent records', () => {
  it('are those that the user was shown, the latest first', async () => {
    const [one, two] = [find('Account', 'Northwind'), find('Account', 'Contoso')];
    const view = (id: string) =>
      call(soqlPath(`SELECT Id FROM Account WHERE Id = '${id}' FOR VIEW`));
    for (const id of [one.Id, two.Id, one.Id]) await view(id);
    await call(soqlPath("SELECT Id FROM Account WHERE Name = 'Alpine Outfitters'"));
    const item = (Id: string, Name: string) => ({
      attributes: { type: 'Account', url: `${base}/sobjects/Account/${Id}` },
      Id,
      Name,
    });
    const items = [item(one.Id, 'Northwind'), item(two.Id, 'Contoso')];
    expect((await call(`${base}/recent`)).body).toEqual(items);
    expect((await call(`${base}/recent?limit=1`)).body).toEqual(items.slice(0, 1));
    expect((await call(`${base}/sobjects/Account`)).body.recentItems).toEqual(items);
    expect((await call(`${base}/sobjects/Order`)).body.recentItems).toEqual([]);
    expect((await call(`${base}/recent`, { user: 'sam@store.example' })).body).toEqual([]);
    rig.resetData();
    expect((await call(`${base}/recent`)).body).toEqual([]);
  });

  it('are those of a query that says so in its own words, tracked as well or not', async () => {
    const { Id } = find('Account', 'Northwind');
    const where = `SELECT Id FROM Account WHERE Id = '${Id}'`;
    await call(soqlPath(`SELECT Id FROM Account WHERE Name = 'x for view'`));
    expect((await call(`${base}/recent`)).body).toEqual([]);
    await call(soqlPath(`${where} FOR REFERENCE UPDATE TRACKING`));
    expect((await call(`${base}/recent`)).body).toMatchObject([{ Id }]);
  });

  it.each(['abc', '-1', '1.5', ''])('are not listed up to %j', async (limit) => {
    const { status, body } = await call(`${base}/recent?limit=${limit}`);
    expect([status, body[0].errorCode]).toEqual([400, 'INVALID_INPUT']);
  });
});

describe('a relationship in a path', () => {
  it('leads to the children and to the parent, with the fields asked for', async () => {
    const account = find('Account', 'Northwind');
    const path = `${base}/sobjects/Account/${account.Id}/Contacts`;
    const { body } = await call(`${path}?fields=LastName`);
    expect(body).toMatchObject({ totalSize: 2, done: true });
    expect(body.records[0]).toEqual({
      attributes: expect.objectContaining({ type: 'Contact' }),
      LastName: 'Lovelace',
      Id: expect.stringMatching(/^003/),
    });
    const [contact] = rig.data.tables.Contact.rows();
    const up = await call(`${base}/sobjects/Contact/${contact?.Id ?? ''}/Account?fields=Name`);
    expect(up.body).toMatchObject({ Name: 'Northwind', Id: account.Id });
  });

  it('leads nowhere where there is none, nothing in it, or nothing in sight', async () => {
    const { Id } = find('Account', 'Northwind');
    const contoso = find('Account', 'Contoso').Id;
    for (const path of [`${Id}/Nope`, `${Id}/Parent`, '001000000000000AAA/Contacts']) {
      expect((await call(`${base}/sobjects/Account/${path}`)).status).toBe(404);
    }
    const sam = { user: 'sam@store.example' };
    expect((await call(`${base}/sobjects/Account/${contoso}/Contacts`, sam)).status).toBe(404);
    const ada = { user: 'ada@northwind.example' };
    expect((await call(`${base}/sobjects/Account/${Id}/Owner`, ada)).status).toBe(404);
  });
});

describe('a query that is refused', () => {
  it('answers a list of one error with its place, in the order that Salesforce writes it', async () => {
    const { status, body } = await call(soqlPath('SELECT Idx FROM Account'));
    expect(status).toBe(400);
    expect(body).toEqual([
      {
        message:
          "\nSELECT Idx FROM Account\n       ^\nERROR at Row:1:Column:8\nNo such column 'Idx' on entity 'Account'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. Please reference your WSDL or the describe call for the appropriate names.",
        errorCode: 'INVALID_FIELD',
      },
    ]);
  });

  it('has no place where its first word is the wrong one', async () => {
    const { status, body } = await call(soqlPath('invalid'));
    expect(status).toBe(400);
    expect(body).toEqual([
      { message: "unexpected token: 'invalid'", errorCode: 'MALFORMED_QUERY' },
    ]);
  });
});
