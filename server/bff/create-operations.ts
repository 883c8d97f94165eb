import { type CoreOptions, createCore } from './create-core.ts';

/** What whoever runs the server may do with people's sessions. */
export interface Operations {
  /**
   * Ends all sessions of a user and gives their grant back.
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
  const { sessions, signOut } = createCore(options);
  return {
    async endSessionsOf(username) {
      const wanted = username.toLowerCase();
      let ended = 0;
      for await (const owner of sessions.owners()) {
        const [session] = await sessions.list(owner);
        if (session?.record.user.username.toLowerCase() === wanted) {
          ended += await signOut.everywhere(owner);
        }
      }
      return ended;
    },
    async endEverybodysSessions() {
      let ended = 0;
      for await (const owner of sessions.owners()) ended += await signOut.everywhere(owner);
      return ended;
    },
  };
}
