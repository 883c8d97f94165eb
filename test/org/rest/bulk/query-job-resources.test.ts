import { describe, expect, it } from 'vitest';
import { base, useRestRig } from '../rest-rig.ts';

const rig = useRestRig();
const { call, post, find } = rig;
const jobs = '/jobs/query';

function create(query: unknown, more: Record<string, unknown> = {}) {
  return post(jobs, { operation: 'query', query, ...more });
}

async function open(query: string, more: Record<string, unknown> = {}): Promise<string> {
  const { status, body } = await create(query, more);
  expect([status, body]).toEqual([200, expect.objectContaining({ state: 'UploadComplete' })]);
  return `${base}${jobs}/${body.id}`;
}

describe('a query job', () => {
  it('tells of itself', async () => {
    const job = await open('SELECT Id FROM product2 LIMIT 3', { lineEnding: 'CRLF' });
    const { body } = await call(job);
    expect(body).toEqual({
      id: expect.stringMatching(/^750\w{15}$/),
      operation: 'query',
      object: 'Product2',
      createdById: find('User', 'mia@store.example').Id,
      createdDate: '2026-11-22T09:30:00.000+0000',
      systemModstamp: '2026-11-22T09:30:00.000+0000',
      state: 'JobComplete',
      concurrencyMode: 'Parallel',
      contentType: 'CSV',
      apiVersion: 66,
      jobType: 'V2Query',
      lineEnding: 'CRLF',
      columnDelimiter: 'COMMA',
      numberRecordsProcessed: 3,
      retries: 0,
      totalProcessingTime: 0,
    });
  });

  it('answers rows of text, with parents by their paths', async () => {
    const { Id } = rig.data.tables.Account.insert({
      Name: 'Bulk "query"',
      OwnerId: find('User', 'mia@store.example').Id,
      CreatedDate: '2026-11-22T09:30:00.000+0000',
    });
    const job = await open(
      `SELECT name, owner.username, Parent.Name, isdeleted, CreatedDate FROM Account WHERE Id = '${Id}'`,
    );
    const { headers, body } = await call(`${job}/results`);
    expect(headers.get('content-type')).toBe('text/csv;charset=UTF-8');
    expect(headers.get('sforce-locator')).toBe('null');
    expect(headers.get('sforce-numberofrecords')).toBe('1');
    expect(body).toBe(
      '"Name","Owner.Username","Parent.Name","IsDeleted","CreatedDate"\n' +
        '"Bulk ""query""","mia@store.example","","false","2026-11-22T09:30:00.000Z"\n',
    );
  });

  it('is read page by page', async () => {
    const job = await open('SELECT Name FROM Product2 ORDER BY Name LIMIT 5');
    const pages: string[][] = [];
    let locator = '';
    do {
      const rest = locator === '' ? '' : `&locator=${locator}`;
      const { headers, body } = await call(`${job}/results?maxRecords=2${rest}`);
      pages.push(body.trim().split('\n'));
      locator = headers.get('sforce-locator') ?? 'null';
    } while (locator !== 'null');
    expect(pages.map((page) => page.length)).toEqual([3, 3, 2]);
    expect(new Set(pages.map(([heading]) => heading))).toEqual(new Set(['"Name"']));
    expect(new Set(pages.flat()).size).toBe(6);
    const { status, body } = await call(`${job}/results?locator=x`);
    expect([status, body[0].errorCode]).toEqual([400, 'INVALID_QUERY_LOCATOR']);
  });

  it('reads the Recycle Bin with queryAll alone', async () => {
    const { Id } = rig.data.tables.Account.insert({
      Name: 'Bulk',
      OwnerId: find('User', 'mia@store.example').Id,
    });
    await call(`${base}/sobjects/Account/${Id}`, { method: 'DELETE' });
    const query = `SELECT Id FROM Account WHERE Id = '${Id}'`;
    const count = async (job: string) => (await call(job)).body.numberRecordsProcessed;
    expect(await count(await open(query))).toBe(0);
    expect(await count(await open(query, { operation: 'queryAll' }))).toBe(1);
  });

  it('is over before it could be given up, and can be deleted', async () => {
    const job = await open('SELECT Id FROM Product2');
    const aborted = await call(job, { method: 'PATCH', body: { state: 'Aborted' } });
    expect([aborted.status, aborted.body[0].errorCode]).toEqual([400, 'INVALIDJOBSTATE']);
    expect((await call(`${base}${jobs}`)).body.records).toHaveLength(1);
    expect((await call(job, { method: 'DELETE' })).status).toBe(204);
    expect((await call(`${job}/results`)).status).toBe(404);
  });

  it.each([
    ['SELECT Id FROM Colour', 'INVALID_TYPE'],
    ['SELECT FROM Account', 'MALFORMED_QUERY'],
    ['SELECT Id, (SELECT Id FROM Contacts) FROM Account', 'API_ERROR'],
    ['SELECT Industry FROM Account GROUP BY Industry', 'API_ERROR'],
    ['SELECT Id FROM Account LIMIT 2 OFFSET 2', 'API_ERROR'],
    ['SELECT BillingAddress FROM Account', 'API_ERROR'],
    [undefined, 'MALFORMED_QUERY'],
  ])('does not begin with %s', async (query, errorCode) => {
    const { status, body } = await create(query);
    expect([status, body]).toEqual([400, [{ errorCode, message: expect.any(String) }]]);
  });

  it('queries and nothing else', async () => {
    const { status, body } = await create('SELECT Id FROM Account', { operation: 'insert' });
    expect([status, body[0].errorCode]).toEqual([400, 'INVALIDJOB']);
  });
});
