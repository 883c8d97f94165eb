/** What Salesforce gave the server for one person. Nothing of it ever reaches a browser, a log or a session. */
export interface Grant {
  readonly accessToken: string;
  /** Absent where the app's policy gives none: then the grant ends with its access token. */
  readonly refreshToken: string | undefined;
  /** Where this person's data is. Always an origin that the configuration allows. */
  readonly instanceUrl: string;
  /** Whether Salesforce has ever replaced this grant's refresh token: then an old one must never be sent again. */
  readonly rotates: boolean;
  /**
   * Whether each sign-in has a grant of its own, as in Salesforce. Other providers keep one for a
   * person, where revoking an old token may end the new ones too (RFC 7009 section 2.1).
   */
  readonly ofOneSignIn: boolean;
}

export interface StoredGrant extends Grant {
  /** Another one after every write: a write that has not seen the newest is refused. */
  readonly generation: string;
}

/**
 * What becomes of the wish to refresh a grant.
 * - `begun`: nobody else will until this attempt is over.
 * - `unresolved`: the same, but an earlier attempt never said how it ended: its call may have been made.
 * - `busy`: somebody else's attempt is under way.
 * - `stale`: the grant has been replaced or removed; read it again.
 */
export type AttemptState = 'begun' | 'unresolved' | 'busy' | 'stale';

/**
 * Milliseconds after which an attempt that has not said how it ended has ended: longer than our side of
 * its call may take (6 seconds), and than Salesforce may go on with it when we have hung up.
 */
export const attemptMs = 10_000;

/**
 * Where grants are kept, one for each person. One, because Salesforce allows five grants for a user and
 * app and revokes the oldest: a sixth browser must not sign out the first.
 *
 * Every method is one step: whatever other processes do happens before or after it.
 */
export interface Vault {
  read(owner: string): Promise<StoredGrant | undefined>;
  /**
   * A sign-in: the new grant takes the place of whatever was there. It may be said again where the answer
   * was lost, with the same generation, and answers the same.
   * @param generation a name of its own
   * @returns what was there, to be revoked
   */
  replace(owner: string, grant: Grant, generation?: string): Promise<StoredGrant | undefined>;
  /**
   * Says that a refresh of this generation begins, for all processes to see. The same attempt may
   * begin again, and has its time anew.
   * @param attempt a name of its own
   */
  beginAttempt(owner: string, generation: string, attempt: string): Promise<AttemptState>;
  /** Says that the attempt is over and has changed nothing. */
  endAttempt(owner: string, generation: string, attempt: string): Promise<void>;
  /**
   * A refresh: kept only if nothing was written since `generation`. It ends the attempt.
   * @returns what was kept, or `undefined` when somebody else wrote meanwhile
   */
  update(owner: string, grant: Grant, generation: string): Promise<StoredGrant | undefined>;
  /** @returns whether there was a grant of this generation; a newer one stays */
  remove(owner: string, generation: string): Promise<boolean>;
}
