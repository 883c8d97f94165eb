import { type CoreOptions, createCore } from './create-core.ts';
import { type Owner, ownerOf } from './session/owner.ts';

/** Grants that are given back side by side. */
const atOnce = 20;

/** What whoever runs the server may do with people's sessions. */
export interface Operations {
  /**
   * Ends all sessions of a user, and what they have approved for their absence, and gives their grant back.
   * @param username as Salesforce has it, in any case
   * @returns how many sessions there were
   */
  endSessionsOf(username: string): Promise<number>;
  /** Ends everybody's sessions. @returns how many there were */
  endEverybodysSessions(): Promise<number>;
}

/**
 * For a command line beside the running servers, on the same Redis and with the same secrets.
 *
 * @throws {TypeError} where sessions are not kept in Redis: each process has its own, out of reach
 * @example
 * const operations = createOperations({ appUrl, salesforce, session: { secrets, redis }, log });
 * await operations.endSessionsOf('ada@northwind.example');
 */
export function createOperations(options: CoreOptions): Operations {
  if (options.session.redis === undefined) {
    throw new TypeError(
      'Sessions that are kept in the memory of a process can only be ended there',
    );
  }
  const { sessions, approvals, signOut } = createCore(options);

  /** Everybody who has a session, or has approved something for when they have none. */
  async function people(): Promise<Owner[]> {
    const found = new Map<string, Owner>();
    for await (const owner of sessions.owners()) found.set(ownerOf(owner), owner);
    for (const owner of (await approvals?.all()) ?? []) found.set(ownerOf(owner), owner);
    return [...found.values()];
  }

  async function usernameOf(owner: Owner): Promise<string | undefined> {
    const [session] = await sessions.list(owner);
    return session?.record.user.username ?? (await approvals?.find(owner))?.username;
  }

  return {
    async endSessionsOf(username) {
      const wanted = username.toLowerCase();
      let ended = 0;
      for (const owner of await people()) {
        if ((await usernameOf(owner))?.toLowerCase() === wanted) {
          ended += await signOut.everywhere(owner);
        }
      }
      return ended;
    },
    async endEverybodysSessions() {
      const everybody = await people();
      let ended = 0;
      // First what is here; giving the grants back may take Salesforce its time.
      for (const owner of everybody) ended += await sessions.endAll(owner);
      for (let next = 0; next < everybody.length; next += atOnce) {
        const some = everybody.slice(next, next + atOnce);
        await Promise.all(some.map((owner) => signOut.everywhere(owner)));
      }
      return ended;
    },
  };
}
