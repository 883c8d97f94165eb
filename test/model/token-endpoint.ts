import { OAuthFailure } from '../../server/bff/salesforce/oauth-failure.ts';

/** Salesforce's side of one grant, as far as refreshing goes. */
export interface TokenEndpoint {
  readonly first: { readonly accessToken: string; readonly refreshToken: string };
  /** A refresh arrives; another of the same token is refused until it is done. */
  arrive(refreshToken: string): void;
  /** It is done. @throws {OAuthFailure} */
  execute(refreshToken: string): { readonly accessToken: string; readonly refreshToken: string };
  isAlive(refreshToken: string): boolean;
  /** Ends the grant, by whichever of its tokens. */
  revoke(refreshToken: string): void;
  /** Whether the API takes an access token. */
  takes(accessToken: string): boolean;
  readonly current: string;
  readonly isRevoked: boolean;
  readonly arrivals: number;
  readonly replays: number;
}

/**
 * @param rotates whether every refresh gives a new refresh token; a spent one that is used again revokes everything
 */
export function createTokenEndpoint(rotates: boolean): TokenEndpoint {
  let issued = 0;
  let arrivals = 0;
  let replays = 0;
  let isRevoked = false;
  const inProcess = new Set<string>();
  const next = () => ({ accessToken: `access ${issued}`, refreshToken: `refresh ${issued}` });
  const first = next();
  let current = first;
  const refused = (description: string) =>
    new OAuthFailure('refused', 'invalid_grant', description, undefined);

  return {
    first,
    arrive(refreshToken) {
      arrivals += 1;
      if (inProcess.has(refreshToken)) throw refused('token request is already being processed');
      inProcess.add(refreshToken);
    },
    execute(refreshToken) {
      inProcess.delete(refreshToken);
      if (refreshToken !== current.refreshToken) {
        replays += 1;
        isRevoked = true;
      }
      if (isRevoked) throw refused('expired access/refresh token');
      issued += 1;
      current = rotates ? next() : { ...next(), refreshToken };
      return current;
    },
    isAlive: (refreshToken) => !isRevoked && refreshToken === current.refreshToken,
    revoke() {
      isRevoked = true;
    },
    // The first access token is the one that has died.
    takes: (accessToken) =>
      !isRevoked && accessToken === current.accessToken && accessToken !== first.accessToken,
    get current() {
      return current.refreshToken;
    },
    get isRevoked() {
      return isRevoked;
    },
    get arrivals() {
      return arrivals;
    },
    get replays() {
      return replays;
    },
  };
}
