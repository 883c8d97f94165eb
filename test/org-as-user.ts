import { createPrivateKey } from 'node:crypto';
import { SignJWT } from 'jose';
import { panelOf } from './panel.ts';

export type Row = Readonly<Record<string, unknown>>;

/** The embedded org as one of its users asks it, without the server between. */
export interface OrgAsUser {
  /** Every row; throws what Salesforce answers where it refuses. */
  query(soql: string): Promise<readonly Row[]>;
  /** @returns the new record's id */
  create(object: string, fields: object): Promise<string>;
  update(object: string, id: string, fields: object): Promise<void>;
  delete(object: string, id: string): Promise<void>;
}

const version = '/services/data/v66.0';

/**
 * Asks by JWT Bearer: the user must have signed in to the storefront before, which approves it.
 *
 * @example const orders = await (await orgAs(product.orgUrl, 'ada@northwind.example')).query('SELECT Id FROM Order');
 */
export async function orgAs(orgUrl: string, username: string): Promise<OrgAsUser> {
  const token = await tokenOf(orgUrl, username);
  return restOf(orgUrl, { Authorization: `Bearer ${token}` });
}

function restOf(orgUrl: string, headers: Record<string, string>): OrgAsUser {
  async function send(method: string, path: string, body?: object): Promise<unknown> {
    const answer = await fetch(`${orgUrl}${path}`, {
      method,
      headers: { 'Content-Type': 'application/json', ...headers },
      ...(body && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(10_000),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(text);
    return text === '' ? undefined : JSON.parse(text);
  }
  return {
    async query(soql) {
      const rows: Row[] = [];
      let next: string | undefined = `${version}/query?q=${encodeURIComponent(soql)}`;
      while (next !== undefined) {
        // Salesforce's own shape.
        const page = (await send('GET', next)) as { records: Row[]; nextRecordsUrl?: string };
        rows.push(...page.records);
        next = page.nextRecordsUrl;
      }
      return rows;
    },
    create: async (object, fields) =>
      ((await send('POST', `${version}/sobjects/${object}`, fields)) as { id: string }).id,
    update: async (object, id, fields) =>
      void (await send('PATCH', `${version}/sobjects/${object}/${id}`, fields)),
    delete: async (object, id) =>
      void (await send('DELETE', `${version}/sobjects/${object}/${id}`)),
  };
}

async function tokenOf(orgUrl: string, username: string): Promise<string> {
  const { clientId, privateKey } = await panelOf(orgUrl).storefront();
  const assertion = await new SignJWT({ iss: clientId, sub: username, aud: orgUrl })
    .setProtectedHeader({ alg: 'RS256' })
    .setExpirationTime('3m')
    .sign(createPrivateKey(privateKey));
  const answer = await fetch(`${orgUrl}/services/oauth2/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
      assertion,
    }),
    signal: AbortSignal.timeout(10_000),
  });
  if (!answer.ok) throw new Error(await answer.text());
  return ((await answer.json()) as { access_token: string }).access_token;
}
