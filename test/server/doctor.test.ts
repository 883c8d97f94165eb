import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { routes } from '../../server/api/index.ts';
import {
  createDoctor,
  createReplicaSource,
  type DoctorOptions,
  type Finding,
  publicQuery,
  readPrivateKey,
  soql,
} from '../../server/bff/index.ts';
import { selfSignedCertificate } from '../../server/setup/self-signed-certificate.ts';
import { createOrg, type Org } from '../org/create-org.ts';
import { integrationUser } from '../org/pages/demo-users.ts';
import { type Panel, panelOf } from '../panel.ts';
import { settingsFor } from '../processes/settings-for.ts';
import { startNode } from '../processes/start-node.ts';
import { type RunningRedis, startRedis } from '../processes/start-redis.ts';
import { type RunningReplica, startReplica } from '../processes/start-replica.ts';

const silent = { info: () => {}, warn: () => {}, error: () => {} };

let org: Org;
let panel: Panel;
let redis: RunningRedis;
let replica: RunningReplica;
beforeAll(async () => {
  org = await createOrg();
  panel = panelOf(org.url);
  [redis, replica] = await Promise.all([startRedis(), startReplica({ orgUrl: org.url })]);
});
afterAll(() => Promise.all([replica?.stop(), redis?.stop(), org?.close()]));
afterEach(async () => {
  org.reset();
});

type Salesforce = DoctorOptions['salesforce'];
type Changes = Omit<Partial<DoctorOptions>, 'salesforce'> & {
  readonly salesforce?: Partial<Salesforce>;
  readonly databaseUrl?: string;
};

const jwtBearer = (username = integrationUser.username, key = org.app.privateKey) =>
  ({ flow: 'jwt_bearer', username, privateKey: readPrivateKey(key) }) as const;

/** A configuration that is well but for what a test changes. */
async function examine({ salesforce, databaseUrl, ...changes }: Changes = {}) {
  const source = createReplicaSource({ url: databaseUrl ?? replica.url, log: silent });
  try {
    return await createDoctor({
      appUrl: new URL('http://localhost:3000'),
      routes,
      redis: { url: redis.url },
      replica: source,
      log: silent,
      ...changes,
      salesforce: {
        loginUrl: new URL(org.url),
        clientId: org.app.clientId,
        clientAuthentication: { method: 'client_secret_post', secret: org.app.clientSecret ?? '' },
        integration: jwtBearer(),
        apiVersion: '66.0',
        ...salesforce,
      },
    }).examine();
  } finally {
    await source.close();
  }
}

const named = (findings: readonly Finding[], check: string): Finding | undefined =>
  findings.find((finding) => finding.check === check);

const statesOf = (findings: readonly Finding[], state: Finding['state']) =>
  findings.filter((finding) => finding.state === state).map(({ check }) => check);

/** Expects that exactly one thing is wrong, with this remedy; what it is cured by makes all well. */
async function expectOne(
  changes: Changes,
  expected: { readonly check: string; readonly found: RegExp; readonly remedy: RegExp },
): Promise<void> {
  const findings = await examine(changes);
  expect(statesOf(findings, 'wrong')).toEqual([expected.check]);
  const { found, remedy } = named(findings, expected.check) ?? {};
  expect(found).toMatch(expected.found);
  expect(remedy).toMatch(expected.remedy);
  const said = JSON.stringify(findings);
  for (const secret of [...(await panel.secrets()), org.app.clientSecret ?? '', 'pa55word']) {
    expect(said).not.toContain(secret);
  }
}

const expectWell = async (changes: Changes = {}) =>
  expect(statesOf(await examine(changes), 'wrong')).toEqual([]);

describe('doctor', () => {
  it('finds nothing wrong where nothing is', async () => {
    const findings = await examine();
    expect(findings.filter(({ state }) => state !== 'ok')).toEqual([
      expect.objectContaining({ check: 'certificate', state: 'not_tried' }),
    ]);
    expect(findings.map(({ check }) => check)).toEqual(
      expect.arrayContaining([
        'clock',
        'client',
        'callback',
        'scopes',
        'integration',
        'api_version',
      ]),
    );
  });

  it('takes the other ways to be the app, and to get a token', async () => {
    await expectWell({
      salesforce: {
        clientAuthentication: {
          method: 'private_key_jwt',
          privateKey: readPrivateKey(org.app.privateKey),
        },
        integration: { flow: 'client_credentials' },
      },
    });
  });

  it('warns where nothing is configured', async () => {
    const findings = await examine({
      redis: undefined,
      replica: undefined,
      salesforce: { integration: undefined },
    });
    expect(statesOf(findings, 'wrong')).toEqual([]);
    expect(statesOf(findings, 'warning')).toEqual(['integration', 'redis', 'postgres']);
  });
});

describe('of the app, doctor names', () => {
  it('a wrong secret', async () => {
    await expectOne(
      {
        salesforce: { clientAuthentication: { method: 'client_secret_post', secret: 'pa55word' } },
      },
      { check: 'client', found: /^client_rejected/, remedy: /SALESFORCE_CLIENT_SECRET/ },
    );
    await expectWell();
  });

  it('a wrong client id', async () => {
    const findings = await examine({ salesforce: { clientId: '3MVG9wrong' } });
    expect(statesOf(findings, 'wrong')).toEqual(['client', 'callback', 'integration']);
    expect(named(findings, 'client')).toMatchObject({
      found: expect.stringMatching(/^client_unknown/),
      remedy: expect.stringContaining('SALESFORCE_CLIENT_ID'),
    });
    expect(statesOf(findings, 'not_tried')).toEqual(
      expect.arrayContaining(['scopes', 'rights catalogue', 'rights_beyond']),
    );
  });

  it('a callback that is not registered, until it is', async () => {
    await panel.app({ redirectUris: ['https://shop.example/auth/callback'] });
    await expectOne(
      {},
      { check: 'callback', found: /^redirect_uri_mismatch/, remedy: /APP_URL followed by/ },
    );
    await panel.app({ redirectUris: ['http://localhost:3000/auth/callback'] });
    await expectWell();
  });

  it('a scope that is missing, until the app has it', async () => {
    await panel.app({ scopes: ['api', 'refresh_token'] });
    await expectOne({}, { check: 'scopes', found: /^scopes_missing/, remedy: /openid/ });
    await panel.app({ scopes: ['api', 'refresh_token', 'openid'] });
    await expectWell();
  });

  it('an app that is not installed', async () => {
    await panel.app({ installed: false });
    const findings = await examine();
    expect(named(findings, 'callback')?.found).toMatch(/^app_not_installed/);
  });

  it('a certificate that was cleared, until it is there again', async () => {
    const { certificate } = org.app;
    await panel.app({ certificate: null });
    await expectOne(
      {},
      { check: 'integration', found: /^certificate_rejected/, remedy: /upload the certificate/ },
    );
    await panel.app({ certificate });
    await expectWell();
  });

  it('a certificate that is another, or about to end', async () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const lasting = (days: number) => ({
      name: `of ${days} days`,
      pem: selfSignedCertificate({ privateKey, commonName: 'app', now: new Date(), days }),
    });
    const findings = await examine({
      certificates: [
        { ...lasting(300), key: privateKey },
        lasting(10),
        lasting(-1),
        { ...lasting(299), key: readPrivateKey(org.app.privateKey) },
      ],
    });
    expect(named(findings, 'certificate of 300 days')?.state).toBe('ok');
    expect(named(findings, 'certificate of 10 days')).toMatchObject({
      state: 'warning',
      found: expect.stringMatching(/in 9 days$/),
    });
    expect(named(findings, 'certificate of -1 days')).toMatchObject({
      state: 'wrong',
      remedy: expect.stringContaining('--rotate-key'),
    });
    expect(named(findings, 'certificate of 299 days')?.state).toBe('warning');
  });
});

describe('of the login host, doctor names', () => {
  it('one that does not answer, and tries nothing that needs it', async () => {
    const findings = await examine({ salesforce: { loginUrl: new URL('http://127.0.0.1:1') } });
    expect(named(findings, 'login_host')).toMatchObject({
      state: 'wrong',
      remedy: expect.stringContaining('SALESFORCE_LOGIN_URL'),
    });
    expect(statesOf(findings, 'wrong')).toEqual(['login_host']);
    expect(statesOf(findings, 'not_tried')).toContain('client');
    expect(named(findings, 'redis')?.state).toBe('ok');
  });

  it('one that is none', async () => {
    await panel.faults({ path: '/.well-known/', status: 404, body: 'no such page' });
    await expectOne({}, { check: 'login_host', found: /^not_salesforce/, remedy: /well-known/ });
    await panel.faults();
    await expectWell();
  });

  it('a wait that has no end', async () => {
    await panel.faults({ path: '/.well-known/', delayMs: 30_000 });
    const started = performance.now();
    const findings = await examine({ deadlineMs: 300 });
    expect(named(findings, 'login_host')).toMatchObject({
      state: 'wrong',
      found: expect.stringContaining('no answer'),
    });
    expect(performance.now() - started).toBeLessThan(5_000);
  });

  it.each([300, -300])('a clock that is off by %i s, until it is set', async (seconds) => {
    await panel.settings({ clockAheadSeconds: seconds });
    const findings = await examine();
    expect(named(findings, 'clock')).toMatchObject({
      state: 'wrong',
      found: expect.stringMatching(seconds > 0 ? /^(?:299|300|301) s behind/ : /s ahead of/),
      remedy: expect.stringContaining('NTP'),
    });
    await panel.settings({ clockAheadSeconds: 0 });
    await expectWell();
  });
});

describe('of the integration user, doctor names', () => {
  it('one who is not approved, until they are', async () => {
    await panel.app({ permittedUsers: 'admin_approved', approvedUsers: [], approvedProfiles: [] });
    await expectOne(
      {},
      { check: 'integration', found: /^not_approved/, remedy: /permission set or profile/ },
    );
    await panel.app({ approvedUsers: [integrationUser.username] });
    await expectWell();
  });

  it('one who has not approved the app, until that user is pre-authorized', async () => {
    const changes = { salesforce: { integration: jwtBearer('grace@contoso.example') } };
    await expectOne(changes, {
      check: 'integration',
      found: /^consumer_not_approved/,
      remedy: /pre-authorized/,
    });
    await panel.settings({ consent: 'preauthorized' });
    await expectWell(changes);
  });

  it('a wrong audience', async () => {
    await panel.faults({
      path: '/services/oauth2/token',
      status: 400,
      body: { error: 'invalid_grant', error_description: 'audience is invalid' },
    });
    const findings = await examine();
    expect(named(findings, 'integration')).toMatchObject({
      state: 'wrong',
      found: expect.stringMatching(/^audience_rejected/),
      remedy: expect.stringContaining('SALESFORCE_LOGIN_URL'),
    });
    await panel.faults();
    await expectWell();
  });

  it('one of another organization', async () => {
    await expectOne(
      { salesforce: { organizationId: '00D000000000062EAA' } },
      { check: 'integration', found: /^organization_not_allowed/, remedy: /SALESFORCE_ORG_ID/ },
    );
  });

  it('a version that is not offered, with one that is', async () => {
    const changes = (apiVersion: string) => ({ salesforce: { apiVersion } });
    const { remedy } = named(await examine(changes('99.0')), 'api_version') ?? {};
    const [, offered = ''] = /SALESFORCE_API_VERSION to (\d+\.0)/.exec(remedy ?? '') ?? [];
    expect(named(await examine(changes(offered)), 'api_version')?.state).toBe('ok');
  });

  it('rights that are too few, with the field', async () => {
    const secretive = publicQuery({
      cacheSeconds: 60,
      input: z.object({}),
      output: z.object({ cost: z.number() }),
      select: () => soql<{ InternalCost__c: number }>`SELECT InternalCost__c FROM Product2`,
      project: ({ InternalCost__c: cost }) => ({ cost }),
    });
    const changes = { routes: { ...routes, secretive } };
    await expectOne(changes, {
      check: 'rights secretive',
      found: /secretive may not be read: INVALID_FIELD Product2\.InternalCost__c$/,
      remedy: /field-level security/,
    });
  });

  it('rights that are too many, with the objects', async () => {
    await panel.settings({ consent: 'preauthorized' });
    const findings = await examine({ salesforce: { integration: jwtBearer('sam@store.example') } });
    expect(statesOf(findings, 'wrong')).toEqual([]);
    expect(named(findings, 'rights_beyond')).toMatchObject({
      state: 'warning',
      found: expect.stringMatching(/^may write Account, .*Order/),
    });
  });
});

describe('of Redis, doctor names', () => {
  afterEach(async () => {
    await redis.ask('CONFIG', 'SET', 'maxmemory-policy', 'noeviction');
  });

  it('one that does not answer', async () => {
    await expectOne(
      { redis: { url: 'redis://127.0.0.1:1' } },
      { check: 'redis', found: /^ECONNREFUSED$/, remedy: /REDIS_URL/ },
    );
  });

  it('a wrong password', async () => {
    await redis.ask('ACL', 'SETUSER', 'shop', 'on', '>right', '~*', '+@all');
    const url = (password: string) => redis.url.replace('//', `//shop:${password}@`);
    await expectOne(
      { redis: { url: url('pa55word') } },
      { check: 'redis', found: /^WRONGPASS$/, remedy: /password/ },
    );
    await expectWell({ redis: { url: url('right') } });
  });

  it('a certificate that is not trusted, until it need not be', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'redis-tls-'));
    const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')];
    await writeFile(key, org.app.privateKey);
    await writeFile(certificate, org.app.certificate ?? '');
    const secure = await startRedis({ tls: { key, certificate } });
    try {
      const url = secure.tlsUrl ?? '';
      await expectOne(
        { redis: { url } },
        { check: 'redis', found: /SELF_SIGNED/, remedy: /REDIS_TLS_REJECT_UNAUTHORIZED=false/ },
      );
      await expectWell({ redis: { url, rejectUnauthorized: false } });
    } finally {
      await secure.stop();
      await rm(folder, { recursive: true });
    }
  });

  it('an eviction that throws sessions away, as a warning', async () => {
    await redis.ask('CONFIG', 'SET', 'maxmemory-policy', 'allkeys-lru');
    expect(named(await examine(), 'redis_eviction')).toMatchObject({
      state: 'warning',
      found: expect.stringContaining('allkeys-lru'),
      remedy: expect.stringContaining('noeviction'),
    });
  });

  it('one that stands still, within the deadline', async () => {
    redis.freeze();
    try {
      const findings = await examine({ deadlineMs: 800 });
      expect(named(findings, 'redis')?.state).toBe('wrong');
      expect(statesOf(findings, 'not_tried')).toContain('redis_eviction');
    } finally {
      redis.thaw();
    }
  });
});

describe('of Postgres, doctor names', () => {
  async function tamper(statement: string): Promise<void> {
    const client = new pg.Client({ connectionString: replica.url });
    await client.connect();
    try {
      await client.query(statement);
    } finally {
      await client.end();
    }
  }

  it('one that does not answer', async () => {
    await expectOne(
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
      await expectOne(
        { databaseUrl: `postgres://shop:pa55word@127.0.0.1:${port}/shop` },
        { check: 'postgres', found: /^SQLSTATE 28P01$/, remedy: /wrong user or password/ },
      );
    } finally {
      refusing.close();
    }
  });

  it('one without TLS where it is asked for', async () => {
    await expectOne(
      { databaseUrl: `${replica.url}?sslmode=require` },
      { check: 'postgres', found: /SSL/, remedy: /TLS/ },
    );
  });

  it('a table that is not mapped, until it is', async () => {
    await tamper('ALTER TABLE salesforce.orderitem RENAME TO elsewhere');
    const findings = await examine();
    await tamper('ALTER TABLE salesforce.elsewhere RENAME TO orderitem');
    expect(named(findings, 'table orderitem')).toMatchObject({
      state: 'wrong',
      found: expect.stringContaining('orderitem'),
      remedy: expect.stringContaining('add a mapping'),
    });
    expect(statesOf(findings, 'wrong')).toEqual(['table orderitem', 'columns mySpending']);
    await expectWell();
  });

  it('a column that is not mapped, until it is', async () => {
    await tamper('ALTER TABLE salesforce.product2 RENAME family TO elsewhere');
    const findings = await examine();
    await tamper('ALTER TABLE salesforce.product2 RENAME elsewhere TO family');
    expect(statesOf(findings, 'wrong')).toEqual(['columns mySpending']);
    expect(named(findings, 'columns mySpending')).toMatchObject({
      found: expect.stringContaining('family'),
      remedy: expect.stringContaining("object's mapping"),
    });
    await expectWell();
  });
});

describe('npm run doctor', () => {
  const settings = () => ({
    APP_URL: 'http://localhost:3000',
    ...settingsFor({ url: org.url, app: { ...org.app, ...secrets() }, ...supervised }),
    DATABASE_URL: replica.url,
  });
  const secrets = () => ({
    clientSecret: org.app.clientSecret ?? '',
    certificate: org.app.certificate ?? '',
  });
  const supervised = { ended: Promise.resolve(''), stop: async () => {} };

  async function run(env: Record<string, string>, cwd: string, ...args: string[]) {
    const running = startNode(['server/commands/doctor.ts', ...args], env, { cwd });
    const { reason } = await running.exited;
    return { reason, output: running.output() };
  }

  it('says a line for each thing, and knows the certificates that are kept', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'doctor-'));
    try {
      await mkdir(join(folder, 'salesforce/certs'), { recursive: true });
      await writeFile(join(folder, 'salesforce/certs/shop.crt'), secrets().certificate);
      const { reason, output } = await run(settings(), folder);
      expect(output).toMatch(/^ok +login_host +http/m);
      expect(output).toMatch(/^ok +certificate salesforce\/certs\/shop\.crt +its last day is 20/m);
      expect(output).toMatch(/^warning +redis .*Set REDIS_URL/m);
      expect(reason).toBe('exit code 0');
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('says it to programs too, and fails where something is wrong', async () => {
    const env = { ...settings(), SALESFORCE_CLIENT_SECRET: 'pa55word' };
    const { reason, output } = await run(env, tmpdir(), '--json');
    const { ok, checks } = JSON.parse(output);
    expect(ok).toBe(false);
    expect(statesOf(checks, 'wrong')).toEqual(['client']);
    expect(output).not.toContain('pa55word');
    expect(reason).toBe('exit code 1');
  });

  it('lists every wrong setting, and tries nothing with them', async () => {
    const { reason, output } = await run({ PORT: 'pa55word' }, tmpdir());
    for (const name of ['PORT', 'APP_URL', 'SALESFORCE_LOGIN_URL', 'SESSION_SECRET']) {
      expect(output).toMatch(new RegExp(`^WRONG +settings +${name} .*\\.env`, 'm'));
    }
    expect(output).not.toContain('pa55word');
    expect(output).toMatch(/^- +everything else/m);
    expect(reason).toBe('exit code 1');
  });
});
