import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { named, statesOf, usePatient } from './use-patient.ts';

// The org is not begun anew after each: the replica would copy all of it, into tables that a test has renamed.
const patient = usePatient({ resetsOrg: false });

describe('of Postgres, doctor names', () => {
  async function tamper(statement: string): Promise<void> {
    const client = new pg.Client({ connectionString: patient.replica.url });
    await client.connect();
    try {
      await client.query(statement);
    } finally {
      await client.end();
    }
  }

  it('one that does not answer', async () => {
    await patient.expectOne(
      { databaseUrl: 'postgres://shop:pa55word@127.0.0.1:1/shop' },
      { check: 'postgres', found: /^ECONNREFUSED$/, remedy: /DATABASE_URL/ },
    );
  });

  it('a wrong password', async () => {
    // The replica's own Postgres takes any: this one refuses all, in the protocol's words.
    const fields = 'SFATAL\0C28P01\0Mpassword authentication failed for user "shop"\0\0';
    const length = Buffer.alloc(4);
    length.writeInt32BE(fields.length + 4);
    const refusing = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () =>
        socket.end(Buffer.concat([Buffer.from('E'), length, Buffer.from(fields)])),
      );
    });
    refusing.listen(0, '127.0.0.1');
    await once(refusing, 'listening');
    const { port } = refusing.address() as AddressInfo;
    try {
      await patient.expectOne(
        { databaseUrl: `postgres://shop:pa55word@127.0.0.1:${port}/shop` },
        { check: 'postgres', found: /^SQLSTATE 28P01$/, remedy: /wrong user or password/ },
      );
    } finally {
      refusing.close();
    }
  });

  it('one without TLS where it is asked for', async () => {
    await patient.expectOne(
      { databaseUrl: `${patient.replica.url}?sslmode=require` },
      { check: 'postgres', found: /SSL/, remedy: /TLS/ },
    );
  });

  it('a table that is not mapped, until it is', async () => {
    await tamper('ALTER TABLE salesforce.orderitem RENAME TO elsewhere');
    const findings = await patient.examine();
    await tamper('ALTER TABLE salesforce.elsewhere RENAME TO orderitem');
    expect(named(findings, 'table orderitem')).toMatchObject({
      state: 'wrong',
      found: expect.stringContaining('orderitem'),
      remedy: expect.stringContaining('add a mapping'),
    });
    expect(statesOf(findings, 'wrong')).toEqual(['table orderitem', 'columns mySpending']);
    await patient.expectWell();
  });

  it('a column that is not mapped, until it is', async () => {
    await tamper('ALTER TABLE salesforce.product2 RENAME family TO elsewhere');
    const findings = await patient.examine();
    await tamper('ALTER TABLE salesforce.product2 RENAME elsewhere TO family');
    expect(statesOf(findings, 'wrong')).toEqual(['columns mySpending']);
    expect(named(findings, 'columns mySpending')).toMatchObject({
      found: expect.stringContaining('family'),
      remedy: expect.stringContaining("object's mapping"),
    });
    await patient.expectWell();
  });
});
