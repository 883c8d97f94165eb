import { timingSafeEqual } from 'node:crypto';
import type { Request } from 'express';
import type { ExternalClientApp } from './external-client-app.ts';
import { knownApp } from './known-app.ts';
import type { OAuthContext } from './oauth-context.ts';
import { refusals } from './oauth-error.ts';
import { orgUrl } from './org-url.ts';
import type { Parameters } from './parameters.ts';
import { isMeantFor, isSignedWith, isTimely, unverifiedClaims } from './signed-assertion.ts';

interface Credentials {
  readonly clientId: string;
  readonly secret: string | undefined;
}

/**
 * Finds out which app calls, and that it is that app. Id and secret in the body win over the
 * header (D).
 *
 * @param requiresSecret whether an app that sends no secret at all is refused
 * @throws OAuthError `invalid_client_id`, `app_not_found`, `invalid_client`
 */
export async function authenticateClient(
  context: OAuthContext,
  req: Request,
  given: Parameters,
  requiresSecret: (app: ExternalClientApp) => boolean = () => true,
): Promise<ExternalClientApp> {
  const assertion = given.get('client_assertion');
  if (assertion !== undefined && !sendsSecret(req, given)) {
    return authenticateByAssertion(context, req, given, assertion);
  }
  const { clientId, secret } = credentialsOf(req, given);
  const app = knownApp(context, clientId);
  if (secret === undefined && !requiresSecret(app)) return app;
  const isRight = secret !== undefined && sameText(secret, app.clientSecret);
  if (!isRight) throw refusals.wrongSecret();
  return app;
}

function credentialsOf(req: Request, given: Parameters): Credentials {
  const clientId = given.get('client_id');
  const secret = given.get('client_secret');
  const basic = parseBasic(req.headers.authorization);
  if (clientId !== undefined && secret !== undefined) return { clientId, secret };
  if (basic && (clientId === undefined || clientId === basic.clientId)) return basic;
  return { clientId: clientId ?? '', secret };
}

/** The assertion counts only where no secret is sent (D). */
function sendsSecret(req: Request, given: Parameters): boolean {
  return given.has('client_secret') || parseBasic(req.headers.authorization) !== undefined;
}

const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/** `private_key_jwt`: iss and sub the client id, aud the token URL, 5 minutes at most (D). */
async function authenticateByAssertion(
  context: OAuthContext,
  req: Request,
  given: Parameters,
  assertion: string,
): Promise<ExternalClientApp> {
  const claims = unverifiedClaims(assertion);
  // Which words Salesforce has for each of these is not known (U): a certificate that was cleared
  // or replaced is told as a wrong secret is.
  if (given.get('client_assertion_type') !== assertionType || !claims) throw refusals.wrongSecret();
  const app = knownApp(context, claims.iss);
  if ((given.get('client_id') ?? claims.iss) !== claims.iss) throw refusals.unknownClient();
  // Introspection is called with the same audience: the token URL is the server's name (D).
  const isRight =
    claims.sub === app.clientId &&
    isMeantFor(claims, [`${orgUrl(req)}/services/oauth2/token`]) &&
    isTimely(claims, context.clock) &&
    (await isSignedWith(app.certificate, assertion));
  if (!isRight) throw refusals.wrongSecret();
  return app;
}

/** RFC 6749 section 2.3.1: both halves are form-encoded before they are joined. */
function parseBasic(header: string | undefined): Credentials | undefined {
  const [, encoded] = /^Basic ([A-Za-z0-9+/]+=*)$/i.exec(header ?? '') ?? [];
  if (encoded === undefined) return undefined;
  const [id, ...rest] = Buffer.from(encoded, 'base64').toString().split(':');
  if (id === undefined || rest.length === 0) return undefined;
  try {
    return { clientId: formDecode(id), secret: formDecode(rest.join(':')) };
  } catch {
    return undefined;
  }
}

function formDecode(text: string): string {
  return decodeURIComponent(text.replaceAll('+', ' '));
}

function sameText(a: string, b: string | null): boolean {
  if (b === null) return false;
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
