import { type IssuedSecrets, noSecrets } from './issued-secrets.ts';
import { keepNewest } from './keep-newest.ts';
import { newAccessToken, newCode, newRefreshToken } from './token-values.ts';

/** What one approval by one user of one app gave: the family of its tokens. */
export interface Grant {
  readonly userId: string;
  readonly clientId: string;
  readonly scopes: readonly string[];
  /** Seconds: when the user signed in to the org for it. */
  readonly authTime: number;
  /** The one refresh token that works, null where the scope gave none. */
  refreshToken: RefreshToken | null;
  revoked: boolean;
}

export interface RefreshToken {
  readonly value: string;
  readonly issuedAt: number;
  expiresAt: number | null;
}

export interface AccessToken {
  readonly value: string;
  readonly grant: Grant;
  readonly issuedAt: number;
  expiresAt: number;
}

/** What a code stands for until it is exchanged, and the grant it gave afterwards. */
export interface Code {
  readonly value: string;
  readonly userId: string;
  readonly clientId: string;
  readonly redirectUri: string;
  readonly scopes: readonly string[];
  readonly challenge: string | undefined;
  readonly nonce: string | undefined;
  readonly authTime: number;
  readonly expiresAt: number;
  redeemedAs: Grant | null;
}

/** Lifetimes, read anew for every token so that a changed setting counts from then on. */
export interface Lifetimes {
  readonly codeSeconds: number;
  readonly accessTokenSeconds: number;
  readonly refreshTokenSeconds: number | null;
}

/** A sixth grant of one user to one app revokes the oldest (D). */
const grantsPerUserAndApp = 5;

const codesKept = 1000;
const accessTokensKept = 10_000;

/** Codes, grants and their tokens, in memory; all times in milliseconds. */
export function createGrantStore(options: {
  organizationId: () => string;
  lifetimes: (clientId: string) => Lifetimes;
  clock: () => number;
}) {
  const { organizationId, lifetimes, clock } = options;
  const codes = new Map<string, Code>();
  const accessTokens = new Map<string, AccessToken>();
  /** Every refresh token of a living grant, the spent ones too: their reuse must be recognised. */
  const refreshTokens = new Map<string, Grant>();
  /** Those with a refresh token: the others end with their access token. */
  let grants: Grant[] = [];
  let issued = noSecrets();

  const isLive = (token: { expiresAt: number | null }) =>
    token.expiresAt === null || token.expiresAt > clock();

  function revoke(grant: Grant): void {
    grant.revoked = true;
    grants = grants.filter((other) => other !== grant);
    for (const token of accessTokens.values()) {
      if (token.grant === grant) accessTokens.delete(token.value);
    }
    for (const [value, of] of refreshTokens) if (of === grant) refreshTokens.delete(value);
  }

  function issueRefreshToken(grant: Grant): RefreshToken {
    const { refreshTokenSeconds } = lifetimes(grant.clientId);
    const expiresAt = refreshTokenSeconds === null ? null : clock() + refreshTokenSeconds * 1000;
    const token = { value: newRefreshToken(), issuedAt: clock(), expiresAt };
    grant.refreshToken = token;
    refreshTokens.set(token.value, grant);
    issued.refreshTokens.push(token.value);
    return token;
  }

  return {
    issueCode(code: Omit<Code, 'value' | 'expiresAt' | 'redeemedAs'>): string {
      const value = newCode();
      const expiresAt = clock() + lifetimes(code.clientId).codeSeconds * 1000;
      codes.set(value, { ...code, value, expiresAt, redeemedAs: null });
      keepNewest(codes, codesKept);
      issued.codes.push(value);
      return value;
    },

    /**
     * The code if this app may still exchange it. One that was exchanged already takes the tokens
     * it gave with it: somebody else has it (RFC 6749 section 4.1.2; U for Salesforce).
     */
    usableCode(value: string, clientId: string): Code | undefined {
      const code = codes.get(value);
      if (code?.clientId !== clientId) return undefined;
      if (code.redeemedAs) revoke(code.redeemedAs);
      return !code.redeemedAs && isLive(code) ? code : undefined;
    },

    createGrant(of: Omit<Grant, 'refreshToken' | 'revoked'>): Grant {
      const grant: Grant = { ...of, refreshToken: null, revoked: false };
      if (grant.scopes.includes('refresh_token')) {
        const earlier = grants.filter(
          (g) => g.userId === of.userId && g.clientId === of.clientId && g.refreshToken,
        );
        for (const oldest of earlier.slice(
          0,
          Math.max(0, earlier.length + 1 - grantsPerUserAndApp),
        ))
          revoke(oldest);
        issueRefreshToken(grant);
        grants.push(grant);
      }
      return grant;
    },

    issueAccessToken(grant: Grant): AccessToken {
      const token = {
        value: newAccessToken(organizationId()),
        grant,
        issuedAt: clock(),
        expiresAt: clock() + lifetimes(grant.clientId).accessTokenSeconds * 1000,
      };
      accessTokens.set(token.value, token);
      keepNewest(accessTokens, accessTokensKept);
      issued.accessTokens.push(token.value);
      return token;
    },

    rotate: issueRefreshToken,

    /**
     * The grant of a refresh token that works, for this app if one is named. A spent one, used
     * again, revokes its family: the current refresh token and all its access tokens (D).
     */
    grantOfRefreshToken(value: string, clientId?: string): Grant | undefined {
      const grant = refreshTokens.get(value);
      if (!grant || grant.revoked || !grant.refreshToken) return undefined;
      if (clientId !== undefined && grant.clientId !== clientId) return undefined;
      if (grant.refreshToken.value !== value) {
        revoke(grant);
        return undefined;
      }
      return isLive(grant.refreshToken) ? grant : undefined;
    },

    /** The grant of a refresh token that works, without the consequences of using it. */
    peekRefreshToken(value: string): Grant | undefined {
      const grant = refreshTokens.get(value);
      const current = grant?.refreshToken;
      return !grant?.revoked && current?.value === value && isLive(current) ? grant : undefined;
    },

    accessToken(value: string): AccessToken | undefined {
      const token = accessTokens.get(value);
      return token && isLive(token) ? token : undefined;
    },

    revoke,
    revokeAccessToken: (token: AccessToken) => void accessTokens.delete(token.value),

    /** Lets tokens die as by their age; returns how many. */
    expire(kind: 'access' | 'refresh', userId?: string): number {
      const tokens =
        kind === 'access'
          ? [...accessTokens.values()].filter((t) => !userId || t.grant.userId === userId)
          : grants
              .filter((g) => !userId || g.userId === userId)
              .flatMap((g) => g.refreshToken ?? []);
      const living = tokens.filter(isLive);
      for (const token of living) token.expiresAt = clock();
      return living.length;
    },

    issued: (): IssuedSecrets => issued,

    reset(): void {
      codes.clear();
      accessTokens.clear();
      refreshTokens.clear();
      grants = [];
      issued = noSecrets();
    },
  };
}

export type GrantStore = ReturnType<typeof createGrantStore>;
