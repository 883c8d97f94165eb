import { expect } from 'vitest';
import { administrator } from '../../pages/demo-users.ts';
import { base, useRestRig } from '../rest-rig.ts';

export const admin = administrator.username;
export const ingest = '/jobs/ingest';

/** For tests: the REST API, and what a client does with an ingest job, as the administrator. */
export function useIngestRig() {
  const rig = useRestRig();

  async function open(job: Record<string, unknown>, user = admin): Promise<string> {
    const { status, body } = await rig.post(ingest, job, { user });
    expect([status, body]).toEqual([200, expect.objectContaining({ state: 'Open' })]);
    return `${base}${ingest}/${body.id}`;
  }

  function upload(job: string, csv: string) {
    const headers = { 'content-type': 'text/csv' };
    return rig.call(`${job}/batches`, { method: 'PUT', user: admin, headers, body: csv });
  }

  function change(job: string, state: string, user = admin) {
    return rig.call(job, { method: 'PATCH', user, body: { state } });
  }

  /** Opens a job, gives it a file, has it done, and reads what came of it. */
  async function load(job: Record<string, unknown>, csv: string) {
    const path = await open(job);
    expect((await upload(path, csv)).status).toBe(201);
    expect((await change(path, 'UploadComplete')).body.state).toBe('UploadComplete');
    const read = async (name: string) => (await rig.call(`${path}/${name}`, { user: admin })).body;
    return {
      info: (await rig.call(path, { user: admin })).body,
      successful: await read('successfulResults'),
      failed: await read('failedResults'),
      unprocessed: await read('unprocessedrecords'),
    };
  }

  return { rig, open, upload, change, load };
}
