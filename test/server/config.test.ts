import { generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readConfig } from '../../server/config.ts';
import { settings } from '../../server/settings.ts';

const complete = {
  APP_URL: 'http://localhost:3000',
  SALESFORCE_LOGIN_URL: 'https://login.salesforce.com',
  SALESFORCE_CLIENT_ID: 'id',
  SALESFORCE_CLIENT_SECRET: 'a secret of the app',
  SESSION_SECRET: 'x'.repeat(32),
};
const complaint = (changes: Record<string, string>): string => {
  try {
    readConfig({ ...complete, ...changes });
  } catch (error) {
    return error instanceof Error ? error.message : '';
  }
  return '';
};

describe('readConfig', () => {
  it('fills in what may be left out', () => {
    expect(readConfig({ ...complete, UNRELATED: 'x' })).toMatchObject({
      port: 3000,
      trustProxy: 0,
      salesforce: {
        clientAuthentication: { method: 'client_secret_post', secret: 'a secret of the app' },
        integration: undefined,
        apiVersion: '66.0',
        signOut: true,
        limitShare: 90,
      },
      publicCallsPerHour: 1_000,
      database: undefined,
      session: { idleMinutes: 30, maxHours: 12 },
    });
  });

  it('lists everything that is missing in one message', () => {
    expect(() => readConfig({})).toThrow(
      /APP_URL.*SALESFORCE_CLIENT_ID.*SALESFORCE_CLIENT_SECRET.*SALESFORCE_LOGIN_URL.*SESSION_SECRET/s,
    );
  });

  it('takes an empty setting for a missing one', () => {
    expect(complaint({ SALESFORCE_CLIENT_ID: '' })).toContain('SALESFORCE_CLIENT_ID is missing');
  });

  it.each([
    ['PORT', '0'],
    ['PORT', '80x'],
    ['APP_URL', 'shop.example'],
    ['APP_URL', 'http://shop.example'],
    ['APP_URL', 'https://shop.example/path'],
    ['APP_URL', 'ftp://localhost'],
    ['HEROKU_APP_DEFAULT_DOMAIN_NAME', 'shop.example/path'],
    ['SALESFORCE_LOGIN_URL', 'http://login.salesforce.com'],
    ['SALESFORCE_LOGIN_URL', 'https://user:pass@login.salesforce.com'],
    ['SALESFORCE_CLIENT_AUTH', 'none'],
    ['SALESFORCE_PRIVATE_KEY', 'not a key at all'],
    ['SALESFORCE_INTEGRATION_FLOW', 'password'],
    ['SALESFORCE_ORG_ID', '005000000000001'],
    ['SALESFORCE_API_VERSION', 'v66'],
    ['SESSION_SECRET', 'too short'],
    ['SESSION_SECRET', `${'x'.repeat(32)},short`],
    ['SESSION_IDLE_MINUTES', '-1'],
    ['SESSION_STORE', 'disk'],
    ['SIGN_OUT_OF_SALESFORCE', 'yes'],
    ['SALESFORCE_LIMIT_SHARE', '0'],
    ['SALESFORCE_LIMIT_SHARE', '101'],
    ['PUBLIC_CALLS_PER_HOUR', '0'],
    ['PUBLIC_CALLS_PER_HOUR', '10.5'],
    ['DATABASE_URL', 'mysql://db.shop.example/shop'],
    ['DATABASE_URL', 'postgres:///shop'],
    ['DATABASE_URL', 'postgres://db.shop.example/'],
    ['DATABASE_URL', 'postgres://db.shop.example/shop?sslmode=disable'],
    ['DATABASE_URL', 'postgres://db.shop.example/shop?sslmode=require&ssl=0'],
    ['DATABASE_TLS_REJECT_UNAUTHORIZED', 'sometimes'],
    ['DATABASE_CONNECTIONS', '1'],
    ['DATABASE_CONNECTIONS', '101'],
    ['TRUST_PROXY', 'true'],
    ['LOG_LEVEL', 'loud'],
  ])('refuses %s=%s by name and rule, never by value', (name, value) => {
    const message = complaint({ [name]: value });
    expect(message).toContain(`- ${name} `);
    if (value.length > 5) expect(message).not.toContain(value);
  });

  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const SALESFORCE_PRIVATE_KEY = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

  it('takes a private key in the place of the secret', () => {
    const { SALESFORCE_CLIENT_SECRET: _, ...withoutSecret } = complete;
    const { salesforce } = readConfig({
      ...withoutSecret,
      SALESFORCE_CLIENT_AUTH: 'private_key_jwt',
      SALESFORCE_PRIVATE_KEY,
    });
    expect(salesforce.clientAuthentication.method).toBe('private_key_jwt');
  });

  it('reads each integration flow', () => {
    const jwt = readConfig({
      ...complete,
      SALESFORCE_PRIVATE_KEY,
      SALESFORCE_INTEGRATION_FLOW: 'jwt_bearer',
      SALESFORCE_INTEGRATION_USERNAME: 'integration@shop.example',
    });
    expect(jwt.salesforce.integration).toMatchObject({
      flow: 'jwt_bearer',
      username: 'integration@shop.example',
    });
    const credentials = readConfig({
      ...complete,
      SALESFORCE_LOGIN_URL: 'https://shop.my.salesforce.com',
      SALESFORCE_INTEGRATION_FLOW: 'client_credentials',
    });
    expect(credentials.salesforce.integration).toEqual({ flow: 'client_credentials' });
  });

  it.each([
    [{ SALESFORCE_CLIENT_SECRET: '' }, 'SALESFORCE_CLIENT_SECRET is missing'],
    [{ SALESFORCE_CLIENT_AUTH: 'private_key_jwt' }, 'SALESFORCE_PRIVATE_KEY is missing'],
    [{ SALESFORCE_INTEGRATION_FLOW: 'jwt_bearer' }, 'SALESFORCE_PRIVATE_KEY is missing'],
    [{ SALESFORCE_INTEGRATION_FLOW: 'jwt_bearer' }, 'SALESFORCE_INTEGRATION_USERNAME is missing'],
  ])('asks for what %o needs', (changes, expected) => {
    expect(complaint(changes)).toContain(`- ${expected}`);
  });

  it.each(['https://login.salesforce.com', 'https://test.salesforce.com'])(
    'refuses client credentials at %s, where Salesforce has them for nobody, and says why',
    (loginUrl) => {
      const changes = { SALESFORCE_INTEGRATION_FLOW: 'client_credentials' };
      expect(complaint({ ...changes, SALESFORCE_LOGIN_URL: loginUrl })).toMatch(
        /- SALESFORCE_LOGIN_URL must be the org's My Domain: .*no login or test host/,
      );
    },
  );

  it('trusts one proxy where the app is reached by https', () => {
    const https = { ...complete, APP_URL: 'https://shop.example', SESSION_STORE: 'memory' };
    expect(readConfig(https).trustProxy).toBe(1);
    expect(readConfig({ ...https, TRUST_PROXY: '2' }).trustProxy).toBe(2);
  });

  describe('as a Heroku app that knows its own name', () => {
    const { APP_URL: _, ...withoutOrigin } = { ...complete, SESSION_STORE: 'memory' };
    const named = {
      ...withoutOrigin,
      HEROKU_APP_DEFAULT_DOMAIN_NAME: 'shop-pr-7-0123456789ab.herokuapp.com',
    };

    it('is reached there, by https', () => {
      const { appUrl, trustProxy } = readConfig(named);
      expect(appUrl.origin).toBe('https://shop-pr-7-0123456789ab.herokuapp.com');
      expect(trustProxy).toBe(1);
    });

    it('is reached where APP_URL says, if that is set', () => {
      expect(readConfig({ ...named, APP_URL: 'https://shop.example' }).appUrl.host).toBe(
        'shop.example',
      );
      expect(readConfig({ ...named, APP_URL: '' }).appUrl.host).toMatch(/herokuapp\.com$/);
    });

    it('needs all that production needs', () => {
      expect(() => readConfig({ ...named, SESSION_STORE: '' })).toThrow('REDIS_URL is missing');
    });
  });

  it('keeps sessions in memory in production only where that is said', () => {
    expect(complaint({ APP_URL: 'https://shop.example' })).toContain('SESSION_STORE');
    expect(complaint({ APP_URL: 'https://shop.example', SESSION_STORE: 'memory' })).toBe('');
  });

  it.each(['', '?sslmode=require', '?sslmode=verify-full'])(
    'takes the database as Heroku writes it, with "%s"',
    (parameters) => {
      const url = `postgres://u:p@ec2-1-2-3-4.compute-1.amazonaws.com:5432/d1${parameters}`;
      const { database } = readConfig({
        ...{ ...complete, DATABASE_URL: url, DATABASE_TLS_REJECT_UNAUTHORIZED: 'false' },
      });
      expect(database).toEqual({ url, rejectUnauthorized: false, connections: 8 });
      const fewer = { ...complete, DATABASE_URL: url, DATABASE_CONNECTIONS: '4' };
      expect(readConfig(fewer).database).toEqual({
        ...{ url, rejectUnauthorized: true, connections: 4 },
      });
    },
  );

  it('takes several secrets', () => {
    const secrets = [`${'a'.repeat(32)}`, 'b'.repeat(32)];
    expect(readConfig({ ...complete, SESSION_SECRET: secrets.join(', ') }).session.secrets).toEqual(
      secrets,
    );
  });

  it('says where what is measured goes, and by default nowhere', () => {
    const endpoint = { OTEL_EXPORTER_OTLP_ENDPOINT: 'https://collector.example:4318/' };
    const said = {
      endpoint: 'https://collector.example:4318',
      headers: {},
      serviceName: 'lwc-bff',
    };
    expect(readConfig({ ...complete, OTEL_SERVICE_NAME: 'shop' }).telemetry).toBeUndefined();
    expect(readConfig({ ...complete, ...endpoint }).telemetry).toEqual(said);
    const more = {
      OTEL_EXPORTER_OTLP_HEADERS: ' X-Key = a%2Cb , Authorization=Basic%20YWJj== ,other=c d',
      OTEL_SERVICE_NAME: 'shop',
    };
    expect(readConfig({ ...complete, ...endpoint, ...more }).telemetry).toEqual({
      ...said,
      serviceName: 'shop',
      headers: { 'X-Key': 'a,b', Authorization: 'Basic YWJj==', other: 'c d' },
    });
  });

  it.each([
    ['collector.example:4318', /must be a URL/],
    ['grpc://collector.example:4317', /must be a URL/],
    ['https://name:hunter2@collector.example', /without credentials/],
    ['https://collector.example/?key=hunter2', /without credentials, query/],
  ])('takes no collector at %s', (endpoint, rule) => {
    const said = complaint({ OTEL_EXPORTER_OTLP_ENDPOINT: endpoint });
    expect(said).toMatch(/OTEL_EXPORTER_OTLP_ENDPOINT must/);
    expect(said).toMatch(rule);
    expect(said).not.toContain('hunter2');
  });

  it.each([
    ['http://collector.example:4318', false],
    ['http://127.0.0.1:4318', true],
    ['http://localhost:4318', true],
    ['https://collector.example:4318', true],
  ])('shows a key to a collector at %s: %s', (endpoint, isTaken) => {
    const given = { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint };
    expect(readConfig({ ...complete, ...given }).telemetry).toMatchObject({ endpoint });
    const withKey = { ...given, OTEL_EXPORTER_OTLP_HEADERS: 'x-key=hunter2' };
    if (isTaken) {
      expect(readConfig({ ...complete, ...withKey }).telemetry).toMatchObject({ endpoint });
      return;
    }
    const said = complaint(withKey);
    expect(said).toMatch(/OTEL_EXPORTER_OTLP_ENDPOINT must be https/);
    expect(said).not.toContain('hunter2');
  });

  it.each(['hunter2', '=hunter2', 'a b=hunter2', 'a=', 'a=hunter2%0d%0ab: c', 'a=%zz', 'a=1,,b=2'])(
    'takes no headers %j, and does not repeat them',
    (headers) => {
      const said = complaint({ OTEL_EXPORTER_OTLP_HEADERS: headers });
      expect(said).toMatch(/OTEL_EXPORTER_OTLP_HEADERS must be name=value/);
      expect(said).not.toContain('hunter2');
    },
  );

  it('is frozen', () => {
    const config = readConfig(complete);
    expect(Object.isFrozen(config) && Object.isFrozen(config.salesforce)).toBe(true);
  });

  it('has every setting in .env.example, and nothing else there', () => {
    const example = readFileSync(new URL('../../.env.example', import.meta.url), 'utf8');
    const listed = [...example.matchAll(/^#?\s?([A-Z][A-Z_]+)=/gm)].map(([, name]) => name);
    expect(listed.toSorted()).toEqual(Object.keys(settings.shape).toSorted());
  });
});
