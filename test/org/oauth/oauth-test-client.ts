import { createHash, randomBytes } from 'node:crypto';
import type { Org } from '../create-org.ts';
import {
  createFormBrowser,
  expectDeparture,
  type FormBrowser,
  signInByForm,
} from '../form-browser.ts';

export const callback = 'http://localhost:4000/auth/callback';
const verifier = randomBytes(32).toString('base64url');
const challenge = createHash('sha256').update(verifier).digest('base64url');

/** Parameters on top of a right request; undefined takes one out. */
export type Changes = Record<string, string | undefined>;

export function parametersWith(right: Record<string, string>, changes: Changes): URLSearchParams {
  const parameters = new URLSearchParams(right);
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined) parameters.delete(name);
    else parameters.set(name, value);
  }
  return parameters;
}

/** A right authorization request, but for `changes`. */
export function authorizeUrl(org: Org, changes: Changes = {}): string {
  const right = {
    response_type: 'code',
    client_id: org.app.clientId,
    redirect_uri: callback,
    scope: 'api refresh_token openid',
    state: 'the-state',
    nonce: 'the-nonce',
    code_challenge: challenge,
    code_challenge_method: 'S256',
  };
  return `${org.url}/services/oauth2/authorize?${parametersWith(right, changes)}`;
}

export interface JsonAnswer {
  readonly status: number;
  readonly body: Record<string, string>;
}

/** Posts to the token endpoint as the app, but for `changes`. */
export async function postToken(
  org: Org,
  changes: Changes,
  headers: Record<string, string> = {},
): Promise<JsonAnswer> {
  const { clientId, clientSecret } = org.app;
  const right = { client_id: clientId, client_secret: clientSecret };
  const response = await fetch(`${org.url}/services/oauth2/token`, {
    method: 'POST',
    body: parametersWith(right, changes),
    headers,
  });
  return { status: response.status, body: (await response.json()) as Record<string, string> };
}

/** The header of `client_secret_basic` (RFC 6749 section 2.3.1). */
export function basic(clientId: string, secret: string): Record<string, string> {
  const both = [clientId, secret].map(encodeURIComponent).join(':');
  return { authorization: `Basic ${Buffer.from(both).toString('base64')}` };
}

export function exchangeCode(org: Org, code: string, changes: Changes = {}): Promise<JsonAnswer> {
  return postToken(org, {
    grant_type: 'authorization_code',
    code,
    redirect_uri: callback,
    code_verifier: verifier,
    ...changes,
  });
}

export function refresh(org: Org, token: string, changes: Changes = {}): Promise<JsonAnswer> {
  return postToken(org, { grant_type: 'refresh_token', refresh_token: token, ...changes });
}

/** Signs in by the forms and answers the code. */
export async function obtainCode(
  org: Org,
  username: string,
  changes: Changes = {},
  browser: FormBrowser = createFormBrowser(),
): Promise<string> {
  const back = await signInByForm(browser, authorizeUrl(org, changes), { username });
  return back.searchParams.get('code') ?? '';
}

/** Signs in by the forms and answers the tokens; `changes` may name another app, secret included. */
export async function obtainTokens(
  org: Org,
  username = 'ada@northwind.example',
  changes: Changes = {},
): Promise<Record<string, string>> {
  const { client_secret = org.app.clientSecret, ...asked } = changes;
  const { client_id = org.app.clientId } = asked;
  const code = await obtainCode(org, username, asked);
  const { status, body } = await exchangeCode(org, code, { client_id, client_secret });
  if (status !== 200) throw new Error(JSON.stringify(body));
  return body;
}

/** Whether an access token still works. */
export async function isAlive(org: Org, accessToken: string | undefined): Promise<boolean> {
  const response = await fetch(`${org.url}/services/oauth2/userinfo`, {
    headers: { authorization: `Bearer ${accessToken}` },
  });
  return response.status === 200;
}

/** Calls the control panel. */
export async function postPanel(org: Org, part: string, body: unknown): Promise<JsonAnswer> {
  const response = await fetch(`${org.url}/__org__/${part}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: (await response.json()) as Record<string, string> };
}

/**
 * An administrator creates an app that is called back where the storefront is.
 *
 * @returns what an application sends to be taken for it
 */
export async function createApp(
  org: Org,
  settings: object = {},
): Promise<{ client_id: string; client_secret: string }> {
  const given = { name: 'Another', redirectUris: [callback], ...settings };
  const { status, body } = await postPanel(org, 'apps', given);
  if (status !== 200) throw new Error(JSON.stringify(body));
  return { client_id: body.clientId ?? '', client_secret: body.clientSecret ?? '' };
}

/** An administrator changes an app, the storefront's if no other is named. */
export async function changeApp(org: Org, change: object): Promise<void> {
  const { status, body } = await postPanel(org, 'apps', { clientId: org.app.clientId, ...change });
  if (status !== 200) throw new Error(JSON.stringify(body));
}

/** What the redirect back to the app says to an authorization request with `changes`. */
export async function redirectOf(
  org: Org,
  browser: FormBrowser,
  changes: Changes,
): Promise<Record<string, string>> {
  const url = expectDeparture(await browser.open(authorizeUrl(org, changes)));
  if (!url.href.startsWith(callback)) throw new Error(`went to ${url}`);
  return Object.fromEntries(url.searchParams);
}

/** An administrator deactivates a user. */
export function deactivate(org: Org, username: string): void {
  const id = org.data().userByUsername(username)?.id ?? '';
  org.data().tables.User.get(id).IsActive = false;
}
