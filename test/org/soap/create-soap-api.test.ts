import { Connection } from 'jsforce/lib/core.js';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createOrg, type Org } from '../create-org.ts';
import { postPanel } from '../oauth/oauth-test-client.ts';
import { demoPassword } from '../pages/demo-users.ts';

const partner = 'urn:partner.soap.sforce.com';
const ada = 'ada@northwind.example';
let org: Org;

beforeAll(async () => {
  org = await createOrg();
});
afterAll(() => org.close());
beforeEach(() => org.reset());

function envelope(call: string, { namespace = partner, sessionId = '' } = {}): string {
  const header = sessionId && `<SessionHeader><sessionId>${sessionId}</sessionId></SessionHeader>`;
  return `<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/" xmlns="${namespace}"><e:Header>${header}</e:Header><e:Body>${call}</e:Body></e:Envelope>`;
}

function login(username: string, password = demoPassword): string {
  return `<login><username>${username}</username><password>${password}</password></login>`;
}

async function post(body: string, endpoint = 'u/60.0') {
  const response = await fetch(`${org.url}/services/Soap/${endpoint}`, {
    method: 'POST',
    headers: { 'content-type': 'text/xml; charset=UTF-8', soapaction: '""' },
    body,
  });
  const text = await response.text();
  const read = (name: string) => new RegExp(`<${name}>([^<]*)</${name}>`).exec(text)?.[1];
  return { status: response.status, text, read };
}

/** The fault as Salesforce words it: its code and its sentence. */
async function faultOf(body: string, endpoint?: string): Promise<string> {
  const { status, read } = await post(body, endpoint);
  expect(status).toBe(500);
  return `${read('faultcode') ?? ''} ${read('faultstring') ?? ''}`;
}

async function statusOfQuery(sessionId: string | undefined): Promise<number> {
  const authorization = `Bearer ${sessionId ?? ''}`;
  const url = `${org.url}/services/data/v60.0/query?q=SELECT+Id+FROM+Account`;
  return (await fetch(url, { headers: { authorization } })).status;
}

const invalidLogin =
  'sf:INVALID_LOGIN INVALID_LOGIN: Invalid username, password, security token; or user locked out.';

describe('a body that is not read', () => {
  it('is too large, or of an unknown alphabet: a fault, as every refusal', async () => {
    expect(await faultOf(envelope('x'.repeat(70_000)))).toBe(
      'soapenv:Client The request is larger than 64 kB',
    );
    const response = await fetch(`${org.url}/services/Soap/u/60.0`, {
      method: 'POST',
      headers: { 'content-type': 'text/xml; charset=klingon' },
      body: envelope(login(ada)),
    });
    expect(response.status).toBe(500);
    expect(await response.text()).toContain('<faultcode>soapenv:Client</faultcode>');
  });
});

describe('jsforce', () => {
  const connect = () => new Connection({ loginUrl: org.url, logLevel: 'FATAL' });

  it('signs in, queries, signs out, and is somebody unknown after that', async () => {
    const connection = connect();
    const user = await connection.loginBySoap(ada, demoPassword);
    expect(user.id).toBe(org.data().userByUsername(ada)?.id);
    expect(user.organizationId).toBe(org.data().organizationId);
    const { records } = await connection.query('SELECT Name FROM Account');
    expect(records.map(({ Name }) => Name)).toEqual(['Northwind']);
    const session = String(connection.accessToken);
    expect(await statusOfQuery(session)).toBe(200);
    await connection.logout();
    expect(await statusOfQuery(session)).toBe(401);
  });

  it('is counted by the panel', async () => {
    await connect().loginBySoap(ada, demoPassword);
    expect(await (await fetch(`${org.url}/__org__/calls`)).json()).toEqual({ 'POST /Soap': 1 });
  });

  it('is told why it may not', async () => {
    await expect(connect().loginBySoap(ada, 'wrong')).rejects.toThrow(
      'INVALID_LOGIN: Invalid username, password, security token; or user locked out.',
    );
  });
});

describe('login', () => {
  it('tells who one is and where the APIs are, escaped', async () => {
    org.data().tables.User.get(org.data().userByUsername(ada)?.id ?? '').Name = 'A & <B>';
    const { status, text, read } = await post(envelope(login(ada)));
    expect(status).toBe(200);
    const organization = org.data().organizationId.slice(0, 15);
    expect(read('serverUrl')).toBe(`${org.url}/services/Soap/u/60.0/${organization}`);
    expect(read('metadataServerUrl')).toBe(`${org.url}/services/Soap/m/60.0/${organization}`);
    expect(read('userFullName')).toBe('A &amp; &lt;B&gt;');
    expect(read('userName')).toBe(ada);
    expect(text).toContain('<roleId xsi:nil="true"/>');
    const issued = await (await fetch(`${org.url}/__org__/tokens`)).json();
    expect(issued.accessTokens).toContain(read('sessionId'));
  });

  it('answers at the address with the organization, and in the enterprise namespace', async () => {
    const call = envelope(login(ada), { namespace: 'urn:enterprise.soap.sforce.com' });
    const { status, text, read } = await post(call, 'c/60.0/00D000000000001');
    expect(status).toBe(200);
    expect(text).toContain('xmlns="urn:enterprise.soap.sforce.com"');
    expect(await statusOfQuery(read('sessionId'))).toBe(200);
  });

  it.each([
    ['a wrong password', login(ada, `${demoPassword}x`)],
    ['nobody', login('nobody@store.example')],
    ['no password', `<login><username>${ada}</username></login>`],
    [
      'two usernames',
      login(ada).replace('<username>', '<username>sam@store.example</username><username>'),
    ],
    ['names of another namespace', login(ada).replace('<username>', '<username xmlns="urn:x">')],
  ])('refuses %s', async (_, call) => {
    expect(await faultOf(envelope(call))).toBe(invalidLogin);
  });

  it('refuses an inactive user in the same words', async () => {
    org.data().tables.User.get(org.data().userByUsername(ada)?.id ?? '').IsActive = false;
    expect(await faultOf(envelope(login(ada)))).toBe(invalidLogin);
  });

  it('says in the detail what kind of fault it is', async () => {
    const { text } = await post(envelope(login(ada, 'wrong')));
    expect(text).toContain(
      '<detail><sf:LoginFault xsi:type="sf:LoginFault"><sf:exceptionCode>INVALID_LOGIN</sf:exceptionCode>',
    );
    expect(text).toContain('xmlns:sf="urn:fault.partner.soap.sforce.com"');
  });

  it('is not available from version 65.0 on', async () => {
    expect(await faultOf(envelope(login(ada)), 'u/65.0')).toBe(
      'sf:INVALID_OPERATION INVALID_OPERATION: The SOAP Login operation is not available in the API version specified (65.0). Refer to the documentation for supported versions.',
    );
  });

  it('can be switched off, as it is in new orgs', async () => {
    await postPanel(org, 'settings', { soapLogin: false });
    expect(await faultOf(envelope(login(ada)))).toContain(
      'INVALID_OPERATION: SOAP API login() is disabled by default in this org.',
    );
  });
});

describe('the other calls', () => {
  it('know the session of the header', async () => {
    const sessionId = (await post(envelope(login(ada)))).read('sessionId');
    const info = await post(envelope('<getUserInfo/>', { sessionId: sessionId ?? '' }));
    expect([info.status, info.read('userName')]).toEqual([200, ada]);
    expect(Number(info.read('sessionSecondsValid'))).toBeGreaterThan(7000);
  });

  it('list the tabs of whoever asks', async () => {
    const sessionId = (await post(envelope(login(ada)))).read('sessionId') ?? '';
    const { text } = await post(envelope('<describeTabs/>', { sessionId }));
    const tabs = [...text.matchAll(/<sobjectName>(\w+)<\/sobjectName>/g)].map(([, name]) => name);
    expect(tabs).toContain('Order');
    expect(tabs).not.toContain('Opportunity');
  });

  it.each(['<logout/>', '<getUserInfo/>', '<describeTabs/>'])(
    '%s wants a session',
    async (call) => {
      const illegal =
        'sf:INVALID_SESSION_ID INVALID_SESSION_ID: Invalid Session ID found in SessionHeader: Illegal Session';
      expect(await faultOf(envelope(call))).toBe(illegal);
      expect(await faultOf(envelope(call, { sessionId: '00Dx!nothing' }))).toBe(illegal);
    },
  );

  it('are refused in the words for operations that are not in the WSDL', async () => {
    expect(await faultOf(envelope('<emptyRecycleBin/>'))).toBe(
      `soapenv:Client No operation available for request {${partner}}emptyRecycleBin, please check the WSDL for the service.`,
    );
    expect(await faultOf(envelope(login(ada)), 'c/60.0')).toContain(
      `No operation available for request {${partner}}login`,
    );
  });
});

describe('what is no call', () => {
  it.each([
    ['nothing', ''],
    ['JSON', '{}'],
    ['a document type', `<!DOCTYPE x>${envelope(login(ada))}`],
    ['another envelope', envelope(login(ada)).replaceAll('soap/envelope', 'soap/other')],
    ['an empty body', envelope('')],
    ['two operations', envelope(login(ada) + login(ada))],
  ])('is a fault of the client: %s', async (_, body) => {
    expect(await faultOf(body)).toMatch(/^soapenv:Client \S/);
  });

  it.each(['u/66', 'u/12.0', 'u/99.0'])('is refused at %s', async (endpoint) => {
    expect(await faultOf(envelope(login(ada)), endpoint)).toBe(
      'sf:UNSUPPORTED_API_VERSION UNSUPPORTED_API_VERSION: Invalid Api version specified on URL',
    );
  });

  it('is not found at other addresses', async () => {
    expect((await post(envelope(login(ada)), 'x/60.0')).status).toBe(404);
  });
});
