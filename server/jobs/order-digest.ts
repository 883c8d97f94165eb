import { config as readDotenv } from 'dotenv';
import { pino } from 'pino';
import {
  createActing,
  createRedisLink,
  type StandingApproval,
  soql,
  soqlDate,
} from '../bff/index.ts';
import { readConfig } from '../config.ts';

// A background job, as Heroku Scheduler starts one: `node server/jobs/order-digest.ts`. For every user
// who lets the shop act while they are away, the orders of the last seven days, read with that user's own
// rights. It prints what a mail would say.

interface OrderRow {
  readonly OrderNumber: string;
  readonly Status: string;
  readonly EffectiveDate: string;
  readonly TotalAmount: number;
}

const days = 7;

async function main(): Promise<void> {
  readDotenv({ quiet: true });
  const { appUrl, salesforce, session, logLevel } = readConfig(process.env);
  const log = pino({ level: logLevel, base: null }, pino.destination({ dest: 2, sync: true }));
  const { actingKey } = salesforce;
  if (session.redis === undefined || actingKey === undefined) {
    throw new Error(
      'REDIS_URL and SALESFORCE_PRIVATE_KEY are needed: approvals are kept in the one, the other signs for those who gave them',
    );
  }
  const redis = createRedisLink({ ...session.redis, log });
  try {
    const acting = createActing({
      appUrl,
      salesforce: { ...salesforce, actingKey },
      session: { ...session, redis },
      log,
    });
    const since = new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
    for (const approval of await acting.approved()) {
      // One user's trouble is no reason to leave the others out.
      await digest(approval, since).catch((error: unknown) => {
        log.error({ event: 'digest', outcome: 'failed', reason: String(error) });
        process.exitCode = 1;
      });
    }

    async function digest(approval: StandingApproval, since: string): Promise<void> {
      const user = await acting.actAs(approval);
      const orders = await user.query(soql<OrderRow>`
        SELECT OrderNumber, Status, EffectiveDate, TotalAmount
        FROM Order
        WHERE EffectiveDate >= ${soqlDate(since)}
        ORDER BY EffectiveDate DESC`);
      process.stdout.write(`${approval.username}: ${orders.length} orders since ${since}\n`);
      for (const { OrderNumber, Status, EffectiveDate, TotalAmount } of orders) {
        process.stdout.write(
          `  ${EffectiveDate}  ${OrderNumber}  ${Status}  ${TotalAmount.toFixed(2)}\n`,
        );
      }
    }
  } finally {
    redis.close();
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 1;
});
