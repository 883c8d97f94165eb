/** Every secret value handed out, whether or not it still works: what must never leak. */
export interface IssuedSecrets {
  readonly accessTokens: string[];
  readonly refreshTokens: string[];
  readonly codes: string[];
}

export function noSecrets(): IssuedSecrets {
  return { accessTokens: [], refreshTokens: [], codes: [] };
}
