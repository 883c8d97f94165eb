import { parseArgs } from 'node:util';
import { config as readDotenv } from 'dotenv';
import { pino } from 'pino';
import { routes } from '../api/index.ts';
import { createReplicaAudit, createReplicaSource, type UserAudit } from '../bff/index.ts';
import { readConfig } from '../config.ts';
import { auditReport } from './audit-report.ts';

const usage = `Compares, record by record, what replicated routes let users see with what Salesforce does.

  npm run replica:audit -- --user ada@northwind.example --user sam@store.example
      [--route mySpending]   only what this route reads; without it, all replicated routes
      [--settle 15]          seconds after which what differs is looked at again
      [--json]               the result as JSON

Salesforce is asked as each user, by JWT Bearer: users who have not approved that, and whom no administrator
has pre-authorized, are reported as not comparable. It reads the same settings as the server.
Exit status: 0; 1 where something is let through that Salesforce does not; 2 where that could not be found
out for a table, or for anybody.
`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      user: { type: 'string', multiple: true, default: [] },
      route: { type: 'string', multiple: true },
      settle: { type: 'string', default: '15' },
      json: { type: 'boolean', default: false },
    },
  });
  const settleMs = Number(values.settle) * 1_000;
  if (values.user.length === 0 || !(settleMs >= 0 && settleMs <= 3_600_000))
    throw new TypeError(usage);
  readDotenv({ quiet: true });
  const { salesforce, database, logLevel } = readConfig(process.env);
  const log = pino({ level: logLevel, base: null }, pino.destination({ dest: 2, sync: true }));
  const { actingKey } = salesforce;
  if (database === undefined || actingKey === undefined) {
    throw new TypeError(
      'DATABASE_URL and SALESFORCE_PRIVATE_KEY are needed: the replica is in the one, the other signs for the users',
    );
  }
  const replica = createReplicaSource({ ...database, log });
  try {
    const { audit, routes: all } = createReplicaAudit({
      salesforce: { ...salesforce, actingKey },
      replica,
      routes,
      log,
      settleMs,
      progress: (step) => process.stderr.write(`${step}\n`),
    });
    const users: UserAudit[] = [];
    for (const username of values.user) {
      users.push(await audit(username, values.route ?? all));
    }
    const { text, json, exitCode } = auditReport(users);
    process.stdout.write(values.json ? `${JSON.stringify(json, undefined, 2)}\n` : text);
    process.exitCode = exitCode;
  } finally {
    await replica.close();
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 2;
});
