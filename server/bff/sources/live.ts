import type { Dispatcher } from 'undici';
import { createRestConnection } from '../salesforce/rest-connection.ts';
import type { Grants } from '../session/grants.ts';
import { ownerOf } from '../session/owner.ts';
import type { Soql } from '../soql.ts';
import type { User } from '../user.ts';
import { withOneRenewal } from './with-one-renewal.ts';

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

/** Asks Salesforce with the user's own token. */
export function createLiveSource({ grants, ...connecting }: LiveSourceOptions): LiveSource {
  return {
    async query(soql, user, signal) {
      const owner = ownerOf(user);
      return withOneRenewal(
        await grants.current(owner),
        (refused) => grants.renew(owner, refused),
        (grant) => createRestConnection(grant, { ...connecting, signal }).query(soql),
      );
    },
  };
}
