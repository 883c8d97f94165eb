import type { Dispatcher } from 'undici';
import { createRestConnection, type RestConnection } from '../salesforce/rest-connection.ts';
import { isNotForRest, isSessionInvalid, translateError } from '../salesforce/translate-error.ts';
import type { Grants } from '../session/grants.ts';
import { ownerOf } from '../session/owner.ts';
import type { StoredGrant } from '../session/vault.ts';
import type { Soql } from '../soql.ts';
import type { User } from '../user.ts';

/** Salesforce as one user sees it: sharing and field-level security are Salesforce's own. */
export interface LiveSource {
  /** @param signal ends the query: the request has run out of time, or nobody waits for it any more */
  query(soql: Soql, user: User, signal: AbortSignal): Promise<readonly unknown[]>;
}

export interface LiveSourceOptions {
  readonly grants: Grants;
  readonly apiVersion: string;
  readonly dispatcher: Dispatcher;
}

/**
 * Asks Salesforce with the user's own token; a 401 leads to one renewal and one more try, never a loop.
 */
export function createLiveSource({ grants, ...connecting }: LiveSourceOptions): LiveSource {
  async function asUser<T>(
    user: User,
    signal: AbortSignal,
    call: (api: RestConnection) => Promise<T>,
  ): Promise<T> {
    const owner = ownerOf(user);
    const using = (grant: StoredGrant) =>
      call(createRestConnection(grant, { ...connecting, signal }));
    const grant = await grants.current(owner);
    try {
      return await using(grant).catch(async (error: unknown) => {
        if (!isSessionInvalid(error) || isNotForRest(error)) throw error;
        return await using(await grants.renew(owner, grant));
      });
    } catch (error) {
      throw translateError(error);
    }
  }

  return { query: (soql, user, signal) => asUser(user, signal, (api) => api.query(soql)) };
}
