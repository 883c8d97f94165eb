import { startPostgres } from '../processes/start-postgres.ts';
import { findPostgres } from '../programs/find-postgres.ts';

/** A Postgres that tests of replicated data run on. */
export interface TestDatabase {
  readonly name: string;
  readonly isThere: boolean;
  /** What `startProduct` is given as `replica`. */
  start(): Promise<{
    readonly replica: true | { readonly databaseUrl: string };
    stop(): Promise<void>;
  }>;
}

/** The one that the demo brings, and a real one where there is one. */
export function databases(): readonly TestDatabase[] {
  const programs = findPostgres();
  return [
    {
      name: 'the embedded Postgres',
      isThere: true,
      start: async () => ({ replica: true, stop: async () => undefined }),
    },
    {
      name: 'a real Postgres',
      isThere: programs !== undefined,
      async start() {
        const { url, stop } = await startPostgres(programs ?? '');
        return { replica: { databaseUrl: url }, stop };
      },
    },
  ];
}
