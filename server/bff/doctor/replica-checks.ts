import { Problem } from '../problem.ts';
import { anyValue, noValues } from '../queries/any-value.ts';
import { type SqlStatement, sql, sqlName } from '../queries/sql.ts';
import type { ReplicaQuery } from '../routes/replica-query.ts';
import { inOrder } from '../routes/replica-table.ts';
import type { Routes } from '../routes/route.ts';
import type { ReplicaSource } from '../sources/replica.ts';
import { type Check, notTried, type Outcome, ok, warning, wrong } from './check.ts';

/** Whether Postgres answers, and has every table and column that routes over replicated data read. */
export function replicaChecks(
  replica: ReplicaSource | undefined,
  routes: Routes,
): readonly Check[] {
  const queries = Object.entries(routes).flatMap(([name, route]) =>
    route.kind === 'replicaQuery' ? [{ name, route }] : [],
  );
  if (queries.length === 0) return [];
  if (replica === undefined) {
    return [
      {
        name: 'postgres',
        run: async () =>
          warning(
            `there is none: ${queries.map(({ name }) => name).join(', ')} answers not_configured`,
            'Set DATABASE_URL to the database that Heroku Connect writes to.',
          ),
      },
    ];
  }
  const tables = inOrder([...new Set(queries.flatMap(({ route }) => route.tables))]);
  const asked = async (
    statement: SqlStatement,
    say: (rows: readonly unknown[]) => Outcome,
  ): Promise<Outcome> => {
    try {
      return say(await replica.query(statement));
    } catch (error) {
      return explain(error);
    }
  };
  return [
    { name: 'postgres', run: () => asked(sql`SELECT 1`.statement(), () => ok('answers')) },
    ...tables.map(({ name }) => ({
      name: `table ${name}`,
      needs: ['postgres'],
      run: () => asked(newestOf(name), ([row]) => freshness(row)),
    })),
    ...queries.map(({ name, route }) => ({
      name: `columns ${name}`,
      needs: ['postgres'],
      run: async () => {
        const plan = planOf(route);
        return plan === undefined
          ? notTried('not tried: its query cannot be written without an input')
          : asked(plan, () => ok('what it reads is mapped'));
      },
    })),
  ];
}

/** Heroku Connect keeps an index on this column, by which it copies what has changed. */
const newestOf = (table: string): SqlStatement =>
  sql`SELECT systemmodstamp::text AS newest FROM salesforce.${sqlName(table)}
    WHERE sfid IS NOT NULL ORDER BY systemmodstamp DESC NULLS LAST LIMIT 1`.statement();

function freshness(row: unknown): Outcome {
  const { newest } = (row ?? {}) as { readonly newest?: string | null };
  return newest
    ? ok(`its newest row is of ${newest} (UTC)`)
    : warning(
        'is mapped, and empty',
        'Look at the mapping in Heroku Connect: is it still copying?',
      );
}

/** Postgres reads the whole query, and executes none of it; what is compared is unknown. */
function planOf(route: ReplicaQuery): SqlStatement | undefined {
  for (const given of [anyValue, noValues]) {
    try {
      const { text, values } = route.select(given, given as never);
      return { text: `EXPLAIN ${text}`, values: values.map(() => null) };
    } catch {
      // The other may do.
    }
  }
  return undefined;
}

/** What was wrong, as the source tells its log: a SQLSTATE, a code of the network's, names of tables. */
function explain(error: unknown): Outcome {
  const cause = error instanceof Problem ? error.cause : error;
  const reason = cause instanceof Error ? cause.message : 'unknown';
  const [, remedy] = remedies.find(([said]) => said.test(reason)) ?? [];
  return wrong(reason, remedy ?? 'See the log of Postgres.');
}

/** @see https://www.postgresql.org/docs/current/errcodes-appendix.html */
const remedies: readonly (readonly [RegExp, string])[] = [
  [
    /^SQLSTATE 28/,
    'DATABASE_URL has the wrong user or password: take it anew from where the database is run (heroku pg:credentials:url).',
  ],
  [/^SQLSTATE 3D/, 'DATABASE_URL names a database that is not there.'],
  [/^SQLSTATE 53/, 'Postgres has no connection left: lower DATABASE_CONNECTIONS, or end others.'],
  [
    /^SQLSTATE (?:3F000|42P01)/,
    'Heroku Connect does not bring this table: add a mapping for the object, and wait until it has copied it.',
  ],
  [/^SQLSTATE 42703/, "Add the field of this column to the object's mapping in Heroku Connect."],
  [
    /^SQLSTATE 42501/,
    'The database user may not read this: GRANT USAGE ON SCHEMA salesforce and SELECT on its tables.',
  ],
  [
    /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ALTNAME/,
    "Postgres' certificate is not one that Node trusts. On Heroku Postgres, where they are self-signed: DATABASE_TLS_REJECT_UNAUTHORIZED=false.",
  ],
  [
    /does not support SSL/i,
    'Postgres speaks no TLS there, and the server insists on it anywhere but on this machine: switch it on, and on this machine leave sslmode out of DATABASE_URL.',
  ],
  [
    /.*/,
    'Postgres does not answer at DATABASE_URL: compare the host and the port, and look whether it runs.',
  ],
];
