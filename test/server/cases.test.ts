import { createPrivateKey, randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { CookieJar } from '../cookie-jar.ts';
import { type Product, startProduct } from '../product.ts';
import { signIn } from '../sign-in.ts';

const users = [
  'ada@northwind.example',
  'alan@northwind.example',
  'grace@contoso.example',
  'sam@store.example',
  'mia@store.example',
] as const;
type Username = (typeof users)[number];

let product: Product;
const jars = new Map<Username, CookieJar>();

beforeAll(async () => {
  product = await startProduct();
  for (const username of users) {
    const jar = new CookieJar();
    await signIn(jar, product.appUrl, username);
    jars.set(username, jar);
  }
});
afterEach(() => product.panel.faults());
afterAll(() => product.stop());

const ada = 'ada@northwind.example';
const grace = 'grace@contoso.example';
const jarOf = (username: Username): CookieJar => jars.get(username) ?? new CookieJar();

async function ask(
  jar: CookieJar,
  method: string,
  path: string,
  body?: string,
  headers: Record<string, string> = { 'X-BFF': '1', 'Content-Type': 'application/json' },
) {
  const answer = await jar.request(new URL(path, product.appUrl), {
    method,
    headers,
    ...(body === undefined ? {} : { body }),
  });
  return { ...answer, json: JSON.parse(answer.body) };
}

const open = (input: unknown, as: Username = ada) =>
  ask(jarOf(as), 'POST', '/api/openCase', JSON.stringify(input));

interface Case {
  readonly id: string;
  readonly number: string;
  readonly subject: string | null;
  readonly status: string;
  readonly openedAt: string;
  readonly order: { readonly id: string; readonly number: string } | null;
}

/** All pages of them. */
async function casesOf(username: Username): Promise<readonly Case[]> {
  const found: Case[] = [];
  let after = '';
  do {
    const { status, json } = await ask(jarOf(username), 'GET', `/api/myCases${after}`);
    expect(status).toBe(200);
    found.push(...json.items);
    after = json.next === null ? '' : `?after=${encodeURIComponent(json.next)}`;
  } while (after !== '');
  return found;
}

/** What a query finds in the org itself, with a token of that user's that the product knows nothing of. */
async function inOrg<Row>(username: Username, soql: string): Promise<readonly Row[]> {
  const app = await (await fetch(`${product.orgUrl}/__org__/app`)).json();
  const assertion = await new SignJWT({ iss: app.clientId, sub: username, aud: product.orgUrl })
    .setProtectedHeader({ alg: 'RS256' })
    .setExpirationTime('3m')
    .sign(createPrivateKey(app.privateKey));
  const token = await fetch(`${product.orgUrl}/services/oauth2/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
      assertion,
    }),
  });
  const { access_token } = await token.json();
  const answer = await fetch(
    `${product.orgUrl}/services/data/v66.0/query?q=${encodeURIComponent(soql)}`,
    { headers: { authorization: `Bearer ${access_token}` } },
  );
  const { done, records } = await answer.json();
  expect(done).toBe(true);
  return records;
}

interface CaseRow {
  readonly Id: string;
  readonly CaseNumber: string;
  readonly Subject: string | null;
  readonly Status: string;
  readonly CreatedDate: string;
  readonly Order__r: { readonly Id: string; readonly OrderNumber: string } | null;
}

const description = 'All came but the kettle.';

describe('GET /api/myCases', () => {
  it.each(users)(
    'answers %s with what the org shares with them, record by record',
    async (username) => {
      const rows = await inOrg<CaseRow>(
        username,
        `SELECT Id, CaseNumber, Subject, Status, CreatedDate, Order__r.Id, Order__r.OrderNumber
       FROM Case ORDER BY CreatedDate DESC, Id DESC`,
      );
      expect(rows.length).toBeGreaterThan(0);
      expect(await casesOf(username)).toEqual(
        rows.map((row) => ({
          id: row.Id,
          number: row.CaseNumber,
          subject: row.Subject,
          status: row.Status,
          openedAt: row.CreatedDate.replace('+0000', 'Z'),
          order: row.Order__r && { id: row.Order__r.Id, number: row.Order__r.OrderNumber },
        })),
      );
    },
  );

  it('shows customers of one account nothing of the other’s', async () => {
    const hers = new Set((await casesOf(grace)).map(({ id }) => id));
    expect((await casesOf(ada)).filter(({ id }) => hers.has(id))).toEqual([]);
  });

  it('reads page by page, nothing twice, also as one is opened meanwhile', async () => {
    const mia = 'mia@store.example';
    const before = await casesOf(mia);
    const first = (await ask(jarOf(mia), 'GET', '/api/myCases')).json;
    expect(first.items).toHaveLength(20);
    await open({ subject: 'Meanwhile', description });
    const { json } = await ask(
      jarOf(mia),
      'GET',
      `/api/myCases?after=${encodeURIComponent(first.next)}`,
    );
    expect(json.items).toEqual(before.slice(20, 40));
  });

  it.each([
    ['after=nonsense', 'after'],
    [`after=${Buffer.from('{"openedAt":"x","id":"y"}').toString('base64url')}`, 'after.openedAt'],
    [`after=${'A'.repeat(600)}`, 'after'],
    ['status=New', 'status'],
    ['after=a&after=b', 'after'],
  ])('refuses %s', async (query, field) => {
    const { status, json } = await ask(jarOf(ada), 'GET', `/api/myCases?${query}`);
    expect(status).toBe(422);
    expect(json.errors[0].field).toBe(field);
  });

  it('is nobody’s without a session, and no command', async () => {
    const nobody = await ask(new CookieJar(), 'GET', '/api/myCases');
    expect([nobody.status, nobody.json.code]).toEqual([401, 'not_signed_in']);
    const posted = await ask(jarOf(ada), 'POST', '/api/myCases', '{}');
    expect([posted.status, posted.headers.get('allow')]).toEqual([405, 'GET']);
  });
});

describe('POST /api/openCase', () => {
  it('opens a case of one’s own about one’s own order, and says what to read again', async () => {
    const { json: orders } = await ask(jarOf(ada), 'GET', '/api/myOrders');
    const order = orders.items[0];
    const subject = 'One line is missing';
    const { status, json, headers } = await open({ subject, description, orderId: order.id });
    expect(status).toBe(200);
    expect(headers.get('x-bff-refreshes')).toBe('myCases');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(Object.keys(json).sort()).toEqual(['id', 'number']);
    const [first] = await casesOf(ada);
    expect(first).toMatchObject({
      ...json,
      subject,
      status: 'New',
      order: { id: order.id, number: order.number },
    });
    const rows = await inOrg(
      ada,
      `SELECT Description, Origin, Contact.Email FROM Case WHERE Id = '${json.id}'`,
    );
    expect(rows).toMatchObject([
      { Description: description, Origin: 'Web', Contact: { Email: ada } },
    ]);
  });

  it('is seen by colleagues and whoever serves them, and by no other customer', async () => {
    const { json } = await open({ subject: 'Who sees this?', description });
    for (const username of users) {
      const [sees] = await inOrg(username, `SELECT Id FROM Case WHERE Id = '${json.id}'`);
      const found = (await casesOf(username)).some(({ id }) => id === json.id);
      expect([username, found]).toEqual([username, sees !== undefined]);
    }
    expect((await casesOf(grace)).some(({ id }) => id === json.id)).toBe(false);
  });

  it('costs one call of Salesforce’s API, two about an order', async () => {
    const { json: orders } = await ask(jarOf(ada), 'GET', '/api/myOrders');
    const counted = async (input: object) => {
      const before = await product.panel.allCalls();
      expect((await open({ subject: 'Counted', description, ...input })).status).toBe(200);
      return (await product.panel.allCalls()) - before;
    };
    expect(await counted({})).toBe(1);
    expect(await counted({ orderId: orders.items[0].id })).toBe(2);
  });

  it('knows an order by its id of 15 characters, too', async () => {
    const { json: orders } = await ask(jarOf(ada), 'GET', '/api/myOrders');
    const { id } = orders.items[0];
    const answer = await open({ subject: 'Short', description, orderId: id.slice(0, 15) });
    expect(answer.status).toBe(200);
    expect((await casesOf(ada))[0]?.order?.id).toBe(id);
  });

  it.each([
    ['another’s', async () => (await ask(jarOf(grace), 'GET', '/api/myOrders')).json.items[0].id],
    ['none', async () => '801000000000000AAA'],
    ['something else', async () => (await casesOf(ada))[0]?.id],
  ])('refuses an order that is %s, all in the same words', async (_, id) => {
    const before = (await casesOf(ada)).length;
    const { status, json, headers } = await open({
      subject: 'Not mine',
      description,
      orderId: await id(),
    });
    expect(status).toBe(422);
    expect(json).toMatchObject({
      code: 'invalid_input',
      detail: 'There is no such order.',
      errors: [{ field: 'orderId', message: 'is not one of your orders' }],
    });
    expect(headers.has('x-bff-refreshes')).toBe(false);
    expect(await casesOf(ada)).toHaveLength(before);
  });

  it('trims what is typed, and takes it at its longest, whatever it says', async () => {
    const nasty = `'; DELETE FROM Case; -- \\' OR Name != '' {!x} <script>alert(1)</script> ${'é'.repeat(100)}`;
    const { status, json } = await open({
      subject: `  ${nasty.slice(0, 255)}  `,
      description: `${'x'.repeat(31_999)}😀`.slice(0, 31_998),
    });
    expect(status).toBe(200);
    expect((await casesOf(ada)).find(({ id }) => id === json.id)?.subject).toBe(
      nasty.slice(0, 255).trim(),
    );
  });

  const subject = 'A subject';
  it.each<[string, unknown, string, string]>([
    [
      'no subject',
      { description },
      'subject',
      'Invalid input: expected string, received undefined',
    ],
    ['no description', { subject }, 'description', 'Invalid input'],
    ['an empty subject', { subject: '', description }, 'subject', 'is required'],
    ['a blank one', { subject: ' \n\t ', description }, 'subject', 'is required'],
    [
      'a long subject',
      { subject: 'x'.repeat(256), description },
      'subject',
      'must have 255 characters or fewer',
    ],
    [
      'a long description',
      { subject, description: 'x'.repeat(32_001) },
      'description',
      'must have 32,000 characters or fewer',
    ],
    ['a number', { subject: 7, description }, 'subject', 'expected string, received number'],
    ['null', { subject: null, description }, 'subject', 'expected string, received null'],
    ['an object', { subject: { $ne: '' }, description }, 'subject', 'expected string'],
    ['an id that is none', { subject, description, orderId: "' OR Id != '" }, 'orderId', ''],
    ['a short request id', { subject, description, requestId: 'x' }, 'requestId', 'Too small'],
    ['an unknown key', { subject, description, OwnerId: '005A' }, 'OwnerId', 'is not known here'],
    [
      'a field of Salesforce’s',
      { subject, description, InternalComments__c: 'x' },
      'InternalComments__c',
      'is not known here',
    ],
    ['a reference', { subject: 'a @{case.id} b', description }, 'subject', 'must not contain "@{"'],
    ['another', { subject, description: '@{x}' }, 'description', 'must not contain "@{"'],
  ])('refuses %s, and names the field', async (_, input, field, message) => {
    const calls = await product.panel.allCalls();
    const { status, json } = await open(input);
    expect([status, json.code]).toEqual([422, 'invalid_input']);
    expect(json.errors).toHaveLength(1);
    expect(json.errors[0].field).toBe(field);
    expect(json.errors[0].message).toContain(message);
    expect(await product.panel.allCalls()).toBe(calls);
  });

  it('names all that is wrong at once', async () => {
    const { json } = await open({ subject: '', description: '', extra: 1 });
    expect(json.errors.map(({ field }: { field: string }) => field)).toEqual([
      'subject',
      'description',
      'extra',
    ]);
  });

  it.each([
    ['no JSON', '{"subject":', 422],
    ['a list', '[]', 422],
    ['a word', '"subject"', 422],
    ['nothing', '', 422],
    ['far too much', JSON.stringify({ subject, description: 'x'.repeat(500_000) }), 413],
    ['a polluted prototype', `{"subject":"s","description":"d","__proto__":{"orderId":1}}`, 422],
  ])('refuses a body of %s', async (_, body, status) => {
    const answer = await ask(jarOf(ada), 'POST', '/api/openCase', body);
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
  });

  it('refuses what no page of ours has sent, a form, and a GET', async () => {
    const body = JSON.stringify({ subject, description });
    const bare = await ask(jarOf(ada), 'POST', '/api/openCase', body, {
      'Content-Type': 'application/json',
    });
    expect([bare.status, bare.json.code]).toEqual([403, 'csrf_rejected']);
    const form = await ask(jarOf(ada), 'POST', '/api/openCase', `subject=s&description=d`, {
      'X-BFF': '1',
      'Content-Type': 'application/x-www-form-urlencoded',
    });
    expect([form.status, form.json.code]).toEqual([422, 'invalid_input']);
    const got = await ask(jarOf(ada), 'GET', '/api/openCase?subject=s&description=d');
    expect([got.status, got.headers.get('allow')]).toEqual([405, 'POST']);
  });

  it('is nobody’s without a session', async () => {
    const { status, json } = await ask(
      new CookieJar(),
      'POST',
      '/api/openCase',
      JSON.stringify({ subject, description }),
    );
    expect([status, json.code]).toEqual([401, 'not_signed_in']);
  });

  it('is not tried twice where no answer comes: it may be open', async () => {
    const before = (await casesOf(ada)).length;
    await product.panel.faults({ path: '/composite', method: 'POST', times: 1, drop: 'after' });
    const { status, json, headers } = await open({ subject: 'Cut off', description });
    expect([status, json.code]).toEqual([503, 'salesforce_unavailable']);
    expect(headers.get('x-bff-refreshes')).toBe('myCases');
    expect(await casesOf(ada)).toHaveLength(before + 1);
  });

  describe('with the same requestId', () => {
    const composite = { path: '/composite', method: 'POST', times: 1 };
    const request = () => ({ subject: 'Once', description, requestId: randomUUID() });

    it('twice is one case, which both answers are about', async () => {
      const before = (await casesOf(ada)).length;
      const input = request();
      const [first, second] = [await open(input), await open(input)];
      expect([first.status, second.status]).toEqual([200, 200]);
      expect(second.json).toEqual(first.json);
      expect(second.headers.get('x-bff-refreshes')).toBe('myCases');
      expect(await casesOf(ada)).toHaveLength(before + 1);
    });

    it('five times at once is one case', async () => {
      const before = (await casesOf(ada)).length;
      const input = request();
      const answers = await Promise.all(Array.from({ length: 5 }, () => open(input)));
      expect(answers.map(({ status }) => status)).toEqual(Array(5).fill(200));
      expect(new Set(answers.map(({ json }) => json.id)).size).toBe(1);
      expect(await casesOf(ada)).toHaveLength(before + 1);
    });

    it('of two people is a case of each’s own', async () => {
      const input = request();
      const [adas, graces] = [await open(input), await open(input, grace)];
      expect([adas.status, graces.status]).toEqual([200, 200]);
      expect(graces.json.id).not.toBe(adas.json.id);
    });

    it.each([
      ['before it reaches the org', 503, [{ ...composite, drop: 'before' }]],
      ['before the org is heard', 200, [{ ...composite, drop: 'after' }]],
      ['for good, once it is open', 503, [{ ...composite, times: 10, drop: 'after' }]],
    ])('is one case when it was cut off %s', async (_, status, faults) => {
      const before = (await casesOf(ada)).length;
      const input = request();
      await product.panel.faults(...faults);
      expect((await open(input)).status).toBe(status);
      await product.panel.faults();
      expect((await open(input)).status).toBe(200);
      expect(await casesOf(ada)).toHaveLength(before + 1);
    });

    it('asks Salesforce once where nothing goes wrong', async () => {
      const calls = await product.panel.allCalls();
      expect((await open(request())).status).toBe(200);
      expect(await product.panel.allCalls()).toBe(calls + 1);
    });
  });

  it('goes on with a new token where the old one is over, once', async () => {
    const before = (await casesOf(ada)).length;
    await product.panel.expire('access');
    expect((await open({ subject: 'Renewed', description })).status).toBe(200);
    expect(await casesOf(ada)).toHaveLength(before + 1);
  });

  it('ends the session where Salesforce has ended the grant', async () => {
    await product.panel.expire('access');
    await product.panel.expire('refresh');
    const { status, json } = await open({ subject: 'Too late', description });
    expect([status, json.code]).toEqual([401, 'session_expired']);
    expect((await ask(jarOf(ada), 'GET', '/auth/session')).json).toEqual({ user: null });
  });
});
