import { setTimeout as delay } from 'node:timers/promises';
import type { CoreOptions } from './create-core.ts';
import type { Logger } from './logger.ts';
import { Problem } from './problem.ts';
import type { ReplicaQuery } from './routes/replica-query.ts';
import { everyVisibleId, type ReplicaTable } from './routes/replica-table.ts';
import type { Routes } from './routes/route.ts';
import type { KnownUser } from './routes/user-facts.ts';
import { createApiUsage } from './salesforce/api-usage.ts';
import { createMintByJwt } from './salesforce/mint-by-jwt.ts';
import { OAuthFailure } from './salesforce/oauth-failure.ts';
import { explainRefusal } from './salesforce/refusals.ts';
import type { PrivateKeys } from './salesforce/taken-key.ts';
import { createSalesforceAgent } from './salesforce/transport.ts';
import { type AbsentView, openAbsentView } from './sources/absent-view.ts';
import { compareRecords, type Differences, lastingDifferences } from './sources/compare-records.ts';
import type { ReplicaSource } from './sources/replica.ts';

export interface ReplicaAuditOptions {
  readonly salesforce: CoreOptions['salesforce'] & {
    /** Signs for the users: the app's certificate in Salesforce is its other half. */
    readonly actingKey: PrivateKeys;
  };
  readonly replica: ReplicaSource;
  readonly routes: Routes;
  readonly log: Logger;
  /** Told what is being done, for whoever waits. */
  readonly progress?: (step: string) => void;
  /** How long what has just changed may take to be in both, in milliseconds. Default 15,000. */
  readonly settleMs?: number;
}

/** What one user may see of one table, or why that could not be found out. */
export type TableAudit =
  | (Differences & {
      readonly table: string;
      /** How many records Salesforce lets the user see. */
      readonly inSalesforce: number;
      /** How many the replica does. */
      readonly inReplica: number;
    })
  | { readonly table: string; readonly failed: string };

/** What came of asking for one user. */
export type UserAudit =
  | { readonly username: string; readonly tables: readonly TableAudit[] }
  | { readonly username: string; readonly notComparable: string };

export interface ReplicaAudit {
  /** The routes that read replicated data. */
  readonly routes: readonly string[];
  /**
   * Asks Salesforce as this user, and the replica for this user, for every record of the tables that these
   * routes read. What goes wrong on the way is part of the answer.
   * @throws {TypeError} for a name of no such route
   */
  audit(username: string, routes: readonly string[]): Promise<UserAudit>;
}

/** Records of one table and user that are compared; beyond, memory would have no end. */
const mostRecords = 100_000;

/**
 * Compares what the predicates of replicated tables let through with what Salesforce does, for users who
 * have approved that the server acts for them, or whom an administrator has pre-authorized.
 *
 * What differs is looked at again a little later: a record that was on its way when it was first asked
 * for is no difference.
 *
 * @example
 * const { audit, routes } = createReplicaAudit({ salesforce, replica, routes, log });
 * const result = await audit('ada@northwind.example', routes);
 */
export function createReplicaAudit(options: ReplicaAuditOptions): ReplicaAudit {
  const { salesforce, replica, log, progress = () => undefined, settleMs = 15_000 } = options;
  const queries = new Map(
    Object.entries(options.routes).flatMap(([name, route]) =>
      route.kind === 'replicaQuery' ? [[name, route] as const] : [],
    ),
  );
  const opening = {
    mint: createMintByJwt({ ...salesforce, privateKey: salesforce.actingKey }),
    apiVersion: salesforce.apiVersion,
    dispatcher: createSalesforceAgent(salesforce.clientCertificate),
    usage: createApiUsage({ limitShare: 100, log }),
  };

  async function compare(table: ReplicaTable<never>, view: AbsentView, viewer: KnownUser) {
    const there = (await view.everything(table.inSalesforce, mostRecords)).flatMap(idOf);
    // Which facts its predicate takes, the table's own type has said.
    const statement = everyVisibleId(table, viewer as never, mostRecords + 1);
    const rows = (await replica.query(statement)) as readonly { readonly sfid: string }[];
    if (rows.length > mostRecords) {
      throw new RangeError(`more than ${mostRecords} records are not compared`);
    }
    const here = rows.map(({ sfid }) => sfid);
    return {
      inSalesforce: new Set(there).size,
      inReplica: here.length,
      ...compareRecords(there, here),
    };
  }

  async function auditTable(
    table: ReplicaTable<never>,
    view: AbsentView,
    viewer: KnownUser,
  ): Promise<TableAudit> {
    const { name } = table;
    progress(`${viewer.username}: ${name}`);
    try {
      const first = await compare(table, view, viewer);
      const found = first.leaks.length + first.gaps.length;
      if (found === 0) return { table: name, ...first };
      progress(`${viewer.username}: ${name}: ${found} differences, looking again`);
      await delay(settleMs);
      const second = await compare(table, view, viewer);
      return { table: name, ...second, ...lastingDifferences(first, second) };
    } catch (error) {
      log.error({ event: 'replica_audit', table: name, reason: String(error) });
      return { table: name, failed: wordsOf(error) };
    }
  }

  return {
    routes: [...queries.keys()],
    async audit(username, names) {
      const chosen = names.map((name) => requireQuery(queries, name));
      progress(`${username}: asking Salesforce for a token`);
      let view: AbsentView;
      try {
        view = await openAbsentView(username, opening);
      } catch (error) {
        return { username, notComparable: wordsOf(error) };
      }
      const tables: TableAudit[] = [];
      for (const [facts, own] of tablesByFacts(chosen)) {
        const known = facts.answer(await view.everything(facts.select(view.user), 1));
        const viewer = { ...(known as object), ...view.user };
        for (const table of own) tables.push(await auditTable(table, view, viewer));
      }
      return { username, tables };
    },
  };
}

function requireQuery(queries: ReadonlyMap<string, ReplicaQuery>, name: string): ReplicaQuery {
  const query = queries.get(name);
  if (query !== undefined) return query;
  const all = [...queries.keys()].join(', ');
  throw new TypeError(`${name} is no route over replicated data: ${all}`);
}

/** Every table that queries read, each once, by what its predicate has to know of a user. */
function tablesByFacts(queries: readonly ReplicaQuery[]) {
  const tables = new Map<ReplicaQuery['facts'], Set<ReplicaTable<never>>>();
  for (const { facts, tables: own } of queries) {
    tables.set(facts, new Set([...(tables.get(facts) ?? []), ...own]));
  }
  return tables;
}

/** The first value of a row: an id, or null where a lookup leads to nothing that the user may see. */
function idOf(row: unknown): string | [] {
  const [, id] = Object.entries(row as object).find(([name]) => name !== 'attributes') ?? [];
  return typeof id === 'string' ? id : [];
}

/** Why something could not be found out, for an operator. */
function wordsOf(error: unknown): string {
  if (error instanceof OAuthFailure) return explainRefusal(error, 'integration').operator;
  if (error instanceof Problem) return `${error.code}: ${error.detail}`;
  return error instanceof Error ? error.message : String(error);
}
