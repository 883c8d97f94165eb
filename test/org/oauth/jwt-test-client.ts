import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { type JWTPayload, SignJWT } from 'jose';
import { selfSignedCertificate } from '../../../server/setup/self-signed-certificate.ts';
import type { Org } from '../create-org.ts';
import { type Changes, type JsonAnswer, postToken } from './oauth-test-client.ts';

export const integration = 'integration@store.example';

/** Seconds since 1970. */
export const seconds = (): number => Math.floor(Date.now() / 1000);

/** A key and its certificate, as an application brings them along. */
export function createKey(): { privateKey: KeyObject; certificate: string } {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const certificate = selfSignedCertificate({ privateKey, commonName: 'x', now: new Date() });
  return { privateKey, certificate };
}

function signJwt(
  org: Org,
  claims: JWTPayload,
  key: KeyObject = createPrivateKey(org.app.privateKey),
): Promise<string> {
  return new SignJWT(claims).setProtectedHeader({ alg: 'RS256' }).sign(key);
}

/** JWT Bearer for the integration user, but for `changes` to the claims. */
export async function byJwt(
  org: Org,
  changes: JWTPayload = {},
  key?: KeyObject,
): Promise<JsonAnswer> {
  const right = { iss: org.app.clientId, sub: integration, aud: org.url, exp: seconds() + 180 };
  return postToken(org, {
    grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
    assertion: await signJwt(org, { ...right, ...changes }, key),
    client_id: undefined,
    client_secret: undefined,
  });
}

/** What authenticates the app by `private_key_jwt`, but for `changes` to the claims. */
export async function clientAssertion(
  org: Org,
  changes: JWTPayload = {},
  key?: KeyObject,
): Promise<Changes> {
  const { clientId } = org.app;
  const aud = `${org.url}/services/oauth2/token`;
  const claims = { iss: clientId, sub: clientId, aud, exp: seconds() + 180, ...changes };
  return {
    client_secret: undefined,
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: await signJwt(org, claims, key),
  };
}
