import type { KeyObject } from 'node:crypto';
import * as openid from 'openid-client';
import { keysOf, type PrivateKeys } from './taken-key.ts';

/** How the server proves to Salesforce that it is the app: by the app's secret, or by a key whose certificate the app has. */
export type ClientAuthentication =
  | { readonly method: 'client_secret_post' | 'client_secret_basic'; readonly secret: string }
  | { readonly method: 'private_key_jwt'; readonly privateKey: PrivateKeys };

/**
 * Seconds for which an assertion may be presented. Salesforce takes three minutes; two leave a minute
 * for clocks that differ, either way.
 */
export const assertionSeconds = 120;

/**
 * The same, as the OAuth library takes it: one after the other to be tried, where there are several keys.
 *
 * @param auth absent where the grant itself proves who calls
 */
export function toOpenidClientAuths(auth: ClientAuthentication | undefined): openid.ClientAuth[] {
  switch (auth?.method) {
    case undefined:
      return [openid.None()];
    case 'client_secret_post':
      return [openid.ClientSecretPost(auth.secret)];
    case 'client_secret_basic':
      return [openid.ClientSecretBasic(auth.secret)];
    case 'private_key_jwt':
      return keysOf(auth.privateKey).map(privateKeyJwt);
  }
}

/**
 * The library addresses its assertion to the issuer; Salesforce wants the token URL.
 *
 * @see https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_oauth_web_server_flow.htm
 */
function privateKeyJwt(privateKey: KeyObject): openid.ClientAuth {
  const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };
  // Node's type names usages that the DOM's, which the library takes, does not know yet.
  const key = privateKey.toCryptoKey(algorithm, false, ['sign']) as CryptoKey;
  return (server, ...request) =>
    openid.PrivateKeyJwt(key, {
      [openid.modifyAssertion]: (_header, claims) => {
        claims.aud = server.token_endpoint;
        claims.exp = Number(claims.iat) + assertionSeconds;
        // A clock a second ahead of Salesforce's would make it an assertion of the future.
        delete claims.nbf;
      },
    })(server, ...request);
}
