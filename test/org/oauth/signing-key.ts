import { exportJWK, generateKeyPair, type JSONWebKeySet, type JWTPayload, SignJWT } from 'jose';

/** The org's own key, with which it signs ID tokens. */
export interface SigningKey {
  readonly publicKeys: JSONWebKeySet;
  readonly publicKey: CryptoKey;
  sign(claims: JWTPayload): Promise<string>;
}

/** RS256, the only algorithm in Salesforce's discovery document (P). */
export async function createSigningKey(): Promise<SigningKey> {
  const { publicKey, privateKey } = await generateKeyPair('RS256');
  // Salesforce names its keys by numbers (P).
  const kid = '256';
  const jwk = { ...(await exportJWK(publicKey)), kid, alg: 'RS256', use: 'sig' };
  return {
    publicKeys: { keys: [jwk] },
    publicKey,
    sign: (claims) =>
      new SignJWT(claims).setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid }).sign(privateKey),
  };
}
