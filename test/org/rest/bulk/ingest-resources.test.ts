import { describe, expect, it } from 'vitest';
import { base } from '../rest-rig.ts';
import { admin, ingest, useIngestRig } from './ingest-rig.ts';

const { rig, open, upload, change } = useIngestRig();
const { call, post, find } = rig;

describe('an ingest job', () => {
  it('tells of itself', async () => {
    const job = await open({ object: 'account', operation: 'insert' });
    const { body } = await call(job, { user: admin });
    expect(body).toEqual({
      id: expect.stringMatching(/^750\w{15}$/),
      operation: 'insert',
      object: 'Account',
      createdById: find('User', admin).Id,
      createdDate: '2026-11-22T09:30:00.000+0000',
      systemModstamp: '2026-11-22T09:30:00.000+0000',
      state: 'Open',
      concurrencyMode: 'Parallel',
      contentType: 'CSV',
      apiVersion: 66,
      jobType: 'V2Ingest',
      contentUrl: `services/data/v66.0/jobs/ingest/${body.id}/batches`,
      lineEnding: 'LF',
      columnDelimiter: 'COMMA',
      numberRecordsProcessed: 0,
      numberRecordsFailed: 0,
      retries: 0,
      totalProcessingTime: 0,
      apiActiveProcessingTime: 0,
      apexProcessingTime: 0,
    });
  });
});

describe('the states of an ingest job', () => {
  const insert = { object: 'Account', operation: 'insert' };

  function refusedInState(state: string) {
    return [
      expect.objectContaining({
        errorCode: 'INVALIDJOBSTATE',
        message: expect.stringContaining(state),
      }),
    ];
  }

  it('take one file', async () => {
    const job = await open(insert);
    await upload(job, 'Name\nBulk\n');
    const { status, body } = await upload(job, 'Name\nBulk\n');
    expect(status).toBe(400);
    expect(body).toEqual(refusedInState('uploaded already'));
  });

  it('take a file of the right kind alone', async () => {
    const job = await open(insert);
    const { status } = await call(`${job}/batches`, { method: 'PUT', user: admin, body: {} });
    expect(status).toBe(415);
  });

  it('end in giving the job up', async () => {
    const job = await open(insert);
    expect((await change(job, 'Aborted')).body.state).toBe('Aborted');
    expect((await upload(job, 'Name\nBulk\n')).body).toEqual(refusedInState('Aborted'));
    expect((await change(job, 'UploadComplete')).body).toEqual(refusedInState('Aborted'));
    expect((await call(job, { method: 'DELETE', user: admin })).status).toBe(204);
    expect((await call(job, { user: admin })).status).toBe(404);
  });

  it('have no results before the end, and cannot be skipped', async () => {
    const job = await open(insert);
    const results = await call(`${job}/successfulResults`, { user: admin });
    expect(results.body).toEqual(refusedInState('Open'));
    expect((await call(job, { method: 'DELETE', user: admin })).body).toEqual(
      refusedInState('Open'),
    );
    expect((await change(job, 'JobComplete')).body).toEqual(refusedInState('JobComplete'));
  });

  it('do nothing with no file', async () => {
    const job = await open(insert);
    await change(job, 'UploadComplete');
    expect((await call(job, { user: admin })).body).toMatchObject({
      state: 'JobComplete',
      numberRecordsProcessed: 0,
    });
  });

  it("are nobody else's to see", async () => {
    const job = await open(insert);
    expect((await call(job, { user: 'mia@store.example' })).status).toBe(404);
    const list = await call(`${base}${ingest}`, { user: 'mia@store.example' });
    expect(list.body).toEqual({ done: true, records: [], nextRecordsUrl: null });
    expect((await call(`${base}${ingest}`, { user: admin })).body.records).toHaveLength(1);
  });

  it.each([
    [{ object: 'Colour', operation: 'insert' }, 'INVALIDENTITY'],
    [{ object: 'Account', operation: 'paint' }, 'INVALIDJOB'],
    [{ object: 'Account', operation: 'upsert' }, 'INVALIDJOB'],
    [{ object: 'Account', operation: 'upsert', externalIdFieldName: 'Phone' }, 'INVALIDJOB'],
    [{ object: 'Account', operation: 'insert', contentType: 'XML' }, 'INVALIDJOB'],
    [{ object: 'Account', operation: 'insert', lineEnding: 'CR' }, 'INVALIDJOB'],
    [{ object: 'Account', operation: 'insert', columnDelimiter: 'toString' }, 'INVALIDJOB'],
  ])('do not begin with %j', async (job, errorCode) => {
    const { status, body } = await post(ingest, job, { user: admin });
    expect(status).toBe(400);
    expect(body).toEqual([{ errorCode, message: expect.any(String) }]);
  });
});
