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
  /** Grows with every write: a write that has seen an older one is refused. */
  readonly generation: number;
}

/**
 * Where grants are kept, one for each person. One, because Salesforce allows five grants for a user and
 * app and revokes the oldest: a sixth browser must not sign out the first.
 */
export interface Vault {
  read(owner: string): Promise<StoredGrant | undefined>;
  /**
   * A sign-in: the new grant takes the place of whatever was there.
   * @returns what was there, to be revoked
   */
  replace(owner: string, grant: Grant): Promise<StoredGrant | undefined>;
  /**
   * A refresh: kept only if nothing was written since `generation`.
   * @returns what was kept, or `undefined` when somebody else wrote meanwhile
   */
  update(owner: string, grant: Grant, generation: number): Promise<StoredGrant | undefined>;
  /** @returns whether there was a grant of this generation; a newer one stays */
  remove(owner: string, generation: number): Promise<boolean>;
}
