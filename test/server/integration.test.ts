import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { wholeLog } from '../lines-since.ts';
import { freePort } from '../processes/free-port.ts';
import { type RunningOrg, startOrg } from '../processes/start-org.ts';
import { type Product, startProduct } from '../product.ts';

const integration = 'integration@store.example';
const jwtBearer = 'token:jwt-bearer';
let org: RunningOrg;
let running: Product[] = [];
beforeAll(async () => {
  org = await startOrg(await freePort());
});
afterAll(() => org?.stop());
afterEach(async () => {
  await Promise.all(running.map((product) => product.stop()));
  // As new, for the next one's server.
  await Promise.all(running.map((product) => product.panel.reset()));
  running = [];
});

async function start(settings: Record<string, string> = {}): Promise<Product> {
  const product = await startProduct({ org, settings });
  running.push(product);
  return product;
}

async function catalogue({ appUrl }: Product) {
  const answer = await fetch(`${appUrl}/api/catalogue`, { headers: { 'X-BFF': '1' } });
  const { code, detail, items } = (await answer.json()) as Record<string, string>;
  return { status: answer.status, code, detail, found: items?.length ?? 0 };
}
const statuses = async (product: Product, requests: number) => {
  const answers = await Promise.all(Array.from({ length: requests }, () => catalogue(product)));
  return new Set(answers.map(({ status }) => status));
};

describe.each([
  ['jwt_bearer', jwtBearer, {}],
  ['client_credentials by post', 'token:client_credentials', { auth: 'client_secret_post' }],
  ['client_credentials by basic', 'token:client_credentials', { auth: 'client_secret_basic' }],
  ['client_credentials by a key', 'token:client_credentials', { auth: 'private_key_jwt' }],
])('the integration user by %s', (_, endpoint, { auth }: { auth?: string }) => {
  const settings = auth && {
    SALESFORCE_INTEGRATION_FLOW: 'client_credentials',
    SALESFORCE_CLIENT_AUTH: auth,
  };

  it('gets one token, and one more for a hundred requests when it is dead', async () => {
    const product = await start({ ...settings });
    const minted = () => product.panel.calls(endpoint);
    expect(await minted()).toBe(0);
    // Nothing is kept of what fails.
    await product.panel.faults({ path: '/query', status: 503 });
    expect(await catalogue(product)).toMatchObject({ status: 503 });
    expect(await minted()).toBe(1);
    await product.panel.faults();
    await product.panel.expire('access');
    expect(await statuses(product, 100)).toEqual(new Set([200]));
    expect(await minted()).toBe(2);
    expect(await statuses(product, 5)).toEqual(new Set([200]));
    expect(await minted()).toBe(2);
    const log = await wholeLog(product);
    for (const secret of await product.panel.secrets()) expect(log).not.toContain(secret);
  });
});

describe('an org that refuses the integration user', () => {
  const jwt = {};
  const credentials = { SALESFORCE_INTEGRATION_FLOW: 'client_credentials' };
  it.each([
    ['has no certificate', jwt, { certificate: null }, {}, 'certificate_rejected'],
    [
      'lets only others in',
      jwt,
      { permittedUsers: 'admin_approved', approvedProfiles: ['Customer'] },
      {},
      'not_approved',
    ],
    ['is not let in from here', jwt, {}, { restrictedUsers: [integration] }, 'ip_restricted'],
    ['is not installed', jwt, { installed: false }, {}, 'app_not_installed'],
    ['has nobody to run as', credentials, { runAsUser: null }, {}, 'no_run_as_user'],
    ['is asked at its login host', credentials, {}, { hostKind: 'login' }, 'my_domain_required'],
    [
      'has the flow switched off',
      credentials,
      { clientCredentialsEnabled: false },
      {},
      'flow_not_enabled',
    ],
  ])('that %s is named so in the log', async (_, settings, app, orgSettings, code) => {
    const product = await start(settings);
    await product.panel.app(app);
    await product.panel.settings(orgSettings);
    expect(await catalogue(product)).toMatchObject({ status: 503, code: 'not_configured' });
    await expect.poll(product.log).toMatch(/"event":"integration_grant".*"remedy":"[A-Z]/);
    const [, logged] = /"event":"integration_grant".*?"code":"(\w+)"/.exec(product.log()) ?? [];
    expect(logged).toBe(code);
  });
});

describe('the integration user', () => {
  it('is tried once more after a 401, never in a loop', async () => {
    const product = await start();
    const body = [{ message: 'Session expired or invalid', errorCode: 'INVALID_SESSION_ID' }];
    await product.panel.faults({ path: '/query', status: 401, body });
    expect(await catalogue(product)).toMatchObject({ status: 503, code: 'salesforce_unavailable' });
    expect(await product.panel.calls('GET /query')).toBe(2);
    expect(await product.panel.calls(jwtBearer)).toBe(2);
    await product.panel.faults();
    expect(await catalogue(product)).toMatchObject({ status: 200 });
  });

  it('is asked for anew as soon as Salesforce is back', async () => {
    const product = await start();
    await product.panel.faults({ path: '/services/oauth2/token', status: 503, body: 'down' });
    expect(await catalogue(product)).toMatchObject({ status: 503, code: 'salesforce_unavailable' });
    await product.panel.faults();
    expect(await catalogue(product)).toMatchObject({ status: 200 });
  });

  it('must be of the organization that the configuration names', async () => {
    const product = await start({ SALESFORCE_ORG_ID: '00D000000000001' });
    expect(await catalogue(product)).toMatchObject({ status: 503, code: 'not_configured' });
    await expect.poll(product.log).toContain('"code":"organization_not_allowed"');
  });

  it('may lack a right: visitors read that the shop does not show this, the log reads what it is', async () => {
    const product = await start();
    const message = "No such column 'InternalCost__c' on entity 'PricebookEntry'.";
    const body = [{ message, errorCode: 'INVALID_FIELD' }];
    await product.panel.faults({ path: '/query', status: 400, body });
    const answer = await catalogue(product);
    expect(answer).toMatchObject({ status: 503, code: 'not_configured' });
    expect(answer.detail).not.toContain('InternalCost__c');
    await expect
      .poll(product.log)
      .toContain("No such column 'InternalCost__c' on entity 'PricebookEntry'");
  });
});
