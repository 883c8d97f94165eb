import { allowsRedirectUri, type ExternalClientApp } from './external-client-app.ts';
import type { OAuthContext } from './oauth-context.ts';
import { type OAuthError, refusals } from './oauth-error.ts';
import type { Parameters } from './parameters.ts';
import { parseScope } from './scopes.ts';

const prompts = ['none', 'login', 'consent', 'select_account'] as const;
type Prompt = (typeof prompts)[number];

/** An authorization request that passed every check. */
export interface AuthorizeRequest {
  readonly app: ExternalClientApp;
  readonly redirectUri: string;
  readonly state: string | undefined;
  readonly scopes: readonly string[];
  readonly challenge: string | undefined;
  readonly nonce: string | undefined;
  readonly loginHint: string | undefined;
  readonly prompts: ReadonlySet<Prompt>;
  /** What an answer without a page must say where a page would be needed. */
  readonly unattendedError: 'login_required' | 'immediate_unsuccessful' | undefined;
}

/** Where answers to this request may go: from here on, errors redirect. */
export interface ReplyAddress {
  readonly app: ExternalClientApp;
  readonly redirectUri: string;
  readonly state: string | undefined;
}

/**
 * The checks whose failure must not redirect: nothing vouches for the address yet (RFC 6749
 * section 4.1.2.1).
 *
 * @throws OAuthError
 */
export function parseReplyAddress(context: OAuthContext, given: Parameters): ReplyAddress {
  const app = context.apps.find(given.get('client_id'));
  if (!app) throw refusals.unknownClient();
  const redirectUri = given.get('redirect_uri');
  if (redirectUri === undefined) throw refusals.missingRedirectUri();
  if (!allowsRedirectUri(app, redirectUri)) throw refusals.wrongRedirectUri();
  return { app, redirectUri, state: given.get('state') };
}

/**
 * The checks whose failure is told to the application.
 *
 * @throws OAuthError
 */
export function parseAuthorizeRequest(given: Parameters, reply: ReplyAddress): AuthorizeRequest {
  const { app } = reply;
  if (!app.installed) throw refusals.notInstalled('OAUTH_EC_APP_NOT_FOUND');
  if (given.get('response_type') === undefined) throw refusals.missingParameter('response_type');
  if (given.get('response_type') !== 'code') throw refusals.unsupportedResponse();
  if ((given.get('response_mode') ?? 'query') !== 'query') throw refusals.unsupportedResponse();
  const challenge = parseChallenge(given, app.requirePkce);
  const asked = parsePrompts(given.get('prompt'));
  return {
    ...reply,
    scopes: parseScope(app, given.get('scope')),
    challenge,
    nonce: given.get('nonce'),
    loginHint: given.get('login_hint'),
    prompts: asked,
    unattendedError: asked.has('none')
      ? 'login_required'
      : given.get('immediate') === 'true'
        ? 'immediate_unsuccessful'
        : undefined,
  };
}

function parseChallenge(given: Parameters, required: boolean): string | undefined {
  const challenge = given.get('code_challenge');
  // Salesforce's CLI leaves the method out and means S256, where RFC 7636 would read `plain` (M).
  const method = given.get('code_challenge_method') ?? 'S256';
  if (challenge === undefined) {
    if (required) throw refusals.missingChallenge();
    return undefined;
  }
  if (method !== 'S256') throw refusals.wrongChallengeMethod();
  if (!/^[\w-]{43}$/.test(challenge)) throw refusals.wrongChallenge();
  return challenge;
}

function parsePrompts(prompt: string | undefined): ReadonlySet<Prompt> {
  const asked = (prompt ?? '').split(/[ +]/).filter(Boolean);
  const known = prompts.filter((name) => asked.includes(name));
  const alone = !asked.includes('none') || asked.length === 1;
  if (known.length !== new Set(asked).size || !alone) throw refusals.wrongPrompt();
  return new Set(known);
}

/** The address that takes a refusal back to the application. */
export function errorRedirect(reply: ReplyAddress, refusal: OAuthError): string {
  return answerRedirect(reply, {
    error: refusal.error,
    error_description: refusal.description,
  });
}

/** The redirect URI with the answer added; a query of its own stays (RFC 6749 section 3.1.2). */
export function answerRedirect(reply: ReplyAddress, answer: Record<string, string>): string {
  const url = new URL(reply.redirectUri);
  for (const [name, value] of Object.entries(answer)) url.searchParams.append(name, value);
  if (reply.state !== undefined) url.searchParams.append('state', reply.state);
  return url.href;
}
