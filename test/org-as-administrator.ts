import { administrator, demoPassword } from './org/pages/demo-users.ts';
import type { Product } from './product.ts';

/** The org's data as its administrator sees and changes them, past the server. */
export interface OrgData {
  /** The rows of a query. */
  query<Row>(soql: string): Promise<readonly Row[]>;
  update(sObject: string, id: string, fields: Readonly<Record<string, unknown>>): Promise<void>;
}

/**
 * Signs the administrator in to the org itself, by a flow that the product does not use.
 *
 * @example const [{ Id }] = await (await orgAsAdministrator(product)).query('SELECT Id FROM Order');
 */
export async function orgAsAdministrator({
  orgUrl,
  panel,
}: Pick<Product, 'orgUrl' | 'panel'>): Promise<OrgData> {
  await panel.settings({ usernamePasswordFlow: true });
  const app = await (await fetch(`${orgUrl}/__org__/app`)).json();
  const token = await fetch(`${orgUrl}/services/oauth2/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'password',
      client_id: app.clientId,
      client_secret: app.clientSecret,
      username: administrator.username,
      password: demoPassword,
    }),
  });
  const { access_token } = await token.json();

  async function send(path: string, init: RequestInit = {}): Promise<Response> {
    const answer = await fetch(`${orgUrl}/services/data/v66.0${path}`, {
      ...init,
      headers: { authorization: `Bearer ${access_token}`, 'content-type': 'application/json' },
      signal: AbortSignal.timeout(10_000),
    });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return answer;
  }

  return {
    query: async (soql) =>
      (await (await send(`/query?q=${encodeURIComponent(soql)}`)).json()).records,
    async update(sObject, id, fields) {
      await send(`/sobjects/${sObject}/${id}`, { method: 'PATCH', body: JSON.stringify(fields) });
    },
  };
}
