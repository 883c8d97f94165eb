import { describe, expect, it } from 'vitest';
import { useIngestRig } from './ingest-rig.ts';

const { rig, open, change, load } = useIngestRig();
const { call, find } = rig;

function accountsNamed(name: string) {
  return [...rig.data.tables.Account.rows()].filter((row) => row.Name === name);
}

describe('the file of an ingest job', () => {
  it('creates records, each for itself', async () => {
    const csv = 'Name,NumberOfEmployees\nBulk one,30\n,40\nBulk two,many\n"Bulk\nthree",\n';
    const { info, successful, failed, unprocessed } = await load(
      { object: 'Account', operation: 'insert' },
      csv,
    );
    expect(info).toMatchObject({
      state: 'JobComplete',
      numberRecordsProcessed: 4,
      numberRecordsFailed: 2,
    });
    const [one] = accountsNamed('Bulk one');
    const [three] = accountsNamed('Bulk\nthree');
    expect(one).toMatchObject({ NumberOfEmployees: 30 });
    expect(successful).toBe(
      `"sf__Id","sf__Created","Name","NumberOfEmployees"\n"${one?.Id}","true","Bulk one","30"\n"${three?.Id}","true","Bulk\nthree",""\n`,
    );
    expect(failed).toBe(
      '"sf__Id","sf__Error","Name","NumberOfEmployees"\n' +
        '"","REQUIRED_FIELD_MISSING:Required fields are missing: [Name]:Name --","","40"\n' +
        '"","INVALID_TYPE_ON_FIELD_IN_RECORD:Number Of Employees: value not of required type: many:NumberOfEmployees --","Bulk two","many"\n',
    );
    expect(unprocessed).toBe('"Name","NumberOfEmployees"\n');
  });

  it('changes what a cell says, empties what one says #N/A of, and leaves the rest', async () => {
    const { Id } = rig.data.tables.Account.insert({
      Name: 'Bulk',
      Phone: '1',
      Fax: '2',
      Site: '3',
    });
    const job = { object: 'Account', operation: 'update' };
    const { successful } = await load(job, `Id,Phone,Fax,Site\n${Id},9,#N/A,\n`);
    expect(successful).toContain(`"${Id}","false"`);
    expect(rig.data.tables.Account.get(Id)).toMatchObject({ Phone: '9', Fax: null, Site: '3' });
  });

  it('upserts by a key', async () => {
    const job = {
      object: 'UpsertTable__c',
      operation: 'upsert',
      externalIdFieldName: 'ExtId__c',
    };
    const first = await load(job, 'ExtId__c,Name\nbulk-1,One\n');
    expect(first.info.externalIdFieldName).toBe('ExtId__c');
    expect(first.successful).toContain('"true","bulk-1","One"');
    const second = await load(job, 'ExtId__c,Name\nbulk-1,Two\nbulk-2,Three\n');
    expect(second.successful).toContain('"false","bulk-1","Two"');
    expect(second.successful).toContain('"true","bulk-2","Three"');
  });

  it('deletes records', async () => {
    const { Id } = rig.data.tables.Account.insert({ Name: 'Bulk' });
    const { successful, failed } = await load(
      { object: 'Account', operation: 'delete', lineEnding: 'CRLF', columnDelimiter: 'PIPE' },
      `Id\r\n${Id}\r\n001000000000000AAA\r\n`,
    );
    expect(successful).toBe(`"sf__Id"|"sf__Created"|"Id"\r\n"${Id}"|"false"|"${Id}"\r\n`);
    expect(failed).toContain('"001000000000000AAA"|"');
    expect(rig.data.tables.Account.get(Id)?.IsDeleted).toBe(true);
  });

  it("finds a parent by the parent's key", async () => {
    const [order] = rig.data.tables.Order.rows();
    if (order === undefined) throw new Error('there are no orders');
    rig.data.tables.Order.update(order, { RequestKey__c: 'bulk' });
    const csv = 'Subject,Order__r.RequestKey__c\nBulk one,BULK\nBulk two,none\nBulk three,#N/A\n';
    const { successful, failed } = await load({ object: 'Case', operation: 'insert' }, csv);
    const made = [...rig.data.tables.Case.rows()].filter((row) =>
      String(row.Subject).startsWith('Bulk'),
    );
    expect(made.map((row) => [row.Subject, row.Order__c])).toEqual([
      ['Bulk one', order.Id],
      ['Bulk three', null],
    ]);
    expect(successful).toContain('Bulk one');
    expect(failed).toContain('INVALID_FIELD:Foreign key external ID: none not found');
  });

  it.each([
    [
      'a column that is none',
      'Name,Colour\nBulk,red\n',
      'InvalidBatch : Field name not found : Colour',
    ],
    [
      'a column of a parent that is none',
      'Name,Owner.Colour\nBulk,red\n',
      'InvalidBatch : Field name not found : Owner.Colour',
    ],
    [
      'lines that end otherwise',
      'Name\r\nBulk\r\n',
      'ClientInputError : LineEnding is invalid on user data. Current LineEnding setting is LF',
    ],
    ['a quote that is not closed', 'Name\n"Bulk\n', 'ClientInputError : Error parsing CSV'],
  ])('fails as a whole for %s', async (_, csv, errorMessage) => {
    const { info } = await load({ object: 'Account', operation: 'insert' }, csv);
    expect(info).toMatchObject({ state: 'Failed', errorMessage, numberRecordsProcessed: 0 });
    expect(accountsNamed('Bulk')).toEqual([]);
  });

  it('lets users do no more than elsewhere', async () => {
    const job = { object: 'Account', operation: 'delete' };
    const user = 'sam@store.example';
    const path = await open(job, user);
    const { Id } = find('Account', 'Northwind');
    const headers = { 'content-type': 'text/csv' };
    await call(`${path}/batches`, { method: 'PUT', user, headers, body: `Id\n${Id}\n` });
    await change(path, 'UploadComplete', user);
    const { body } = await call(`${path}/failedResults`, { user });
    expect(body).toContain(Id);
    expect(rig.data.tables.Account.get(Id)?.IsDeleted).toBe(false);
  });
});
