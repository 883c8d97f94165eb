import { freePort } from '../processes/free-port.ts';
import { startPostgres } from '../processes/start-postgres.ts';
import { findPostgres } from '../programs/find-postgres.ts';
import { startPglite } from './start-pglite.ts';

/** A Postgres that tests of replicated data run on. */
export interface TestDatabase {
  readonly name: string;
  readonly isThere: boolean;
  start(): Promise<{ readonly url: string; stop(): Promise<void> }>;
}

/** The one that the demo brings, and a real one where there is one. */
export function databases(): readonly TestDatabase[] {
  const programs = findPostgres();
  return [
    {
      name: 'the embedded Postgres',
      isThere: true,
      start: async () => startPglite(await freePort()),
    },
    {
      name: 'a real Postgres',
      isThere: programs !== undefined,
      start: () => startPostgres(programs ?? ''),
    },
  ];
}
