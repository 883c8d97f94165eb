import type { KeyObject } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { CoreOptions } from './create-core.ts';
import type { Logger } from './logger.ts';
import { Problem } from './problem.ts';
import { type Soql, soql } from './queries/soql.ts';
import type { ReplicaQuery } from './routes/replica-query.ts';
import { everyVisibleId, type ReplicaTable } from './routes/replica-table.ts';
import type { Routes } from './routes/route.ts';
import type { KnownUser } from './routes/user-facts.ts';
import { createApiUsage } from './salesforce/api-usage.ts';
import { createAuthorizationServer } from './salesforce/authorization-server.ts';
import {
  createMintIntegrationGrant,
  type IntegrationGrant,
} from './salesforce/mint-integration-grant.ts';
import { OAuthFailure } from './salesforce/oauth-failure.ts';
import { explainRefusal } from './salesforce/refusals.ts';
import { createRestConnection } from './salesforce/rest-connection.ts';
import { translateError } from './salesforce/translate-error.ts';
import { createSalesforceAgent } from './salesforce/transport.ts';
import { compareRecords, type Differences, lastingDifferences } from './sources/compare-records.ts';
import type { ReplicaSource } from './sources/replica.ts';

export interface ReplicaAuditOptions {
  readonly salesforce: CoreOptions['salesforce'] & {
    /** Signs for the users: the app's certificate in Salesforce is its other half. */
    readonly actingKey: KeyObject;
  };
  readonly replica: ReplicaSource;
  readonly routes: Routes;
  readonly log: Logger;
  /** Told what is being done, for whoever waits. */
  readonly progress?: (step: string) => void;
  /** How long what has just changed may take to be in both, in milliseconds. Default 15,000. */
  readonly settleMs?: number;
}

/** What one user may see of one table. */
export interface TableAudit extends Differences {
  readonly table: string;
  /** How many records Salesforce lets the user see. */
  readonly inSalesforce: number;
  /** How many the replica does. */
  readonly inReplica: number;
}

/** What came of asking for one user. */
export type UserAudit =
  | { readonly username: string; readonly tables: readonly TableAudit[] }
  | { readonly username: string; readonly notComparable: string };

export interface ReplicaAudit {
  /** The routes that read replicated data. */
  readonly routes: readonly string[];
  /**
   * Asks Salesforce as this user, and the replica for this user, for every record of the tables that these
   * routes read.
   * @throws {Problem} `replica_unavailable`, `not_configured`, `salesforce_unavailable`
   */
  audit(username: string, routes: readonly string[]): Promise<UserAudit>;
}

/** Ids of one table and user that are held; beyond, a table is not comparable. */
const mostRecords = 100_000;

/** For all the pages of one query. */
const queryDeadlineMs = 300_000;

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
  const dispatcher = createSalesforceAgent();
  const server = createAuthorizationServer({ ...salesforce, clientAuthentication: undefined });
  const usage = createApiUsage({ limitShare: 100, log });

  async function ask<Row>(grant: IntegrationGrant, query: Soql<Row>): Promise<readonly Row[]> {
    const signal = AbortSignal.timeout(queryDeadlineMs);
    const { apiVersion } = salesforce;
    const connection = createRestConnection(grant, { apiVersion, dispatcher, usage, signal });
    const rows = await connection.wholeQuery(query, mostRecords).catch((error: unknown) => {
      throw translateError(error);
    });
    // Rows of what the query has asked for.
    return rows as readonly Row[];
  }

  async function identify(username: string): Promise<{ grant: IntegrationGrant; user: KnownUser }> {
    const integration = { flow: 'jwt_bearer', username, privateKey: salesforce.actingKey } as const;
    const grant = await createMintIntegrationGrant({ ...salesforce, integration, server })();
    const { id, organizationId } = grant.user ?? {};
    if (id === undefined || organizationId === undefined) {
      throw new Problem('forbidden', 'Salesforce does not say whose token it has given.');
    }
    const [self] = await ask(
      grant,
      soql<{ Name: string; Email: string }>`SELECT Name, Email FROM User WHERE Id = ${id}`,
    );
    const { Name: name = '', Email: email = '' } = self ?? {};
    return { grant, user: { id, organizationId, username, name, email } };
  }

  async function compare(table: ReplicaTable<never>, grant: IntegrationGrant, viewer: KnownUser) {
    const there = (await ask(grant, table.inSalesforce)).flatMap(idOf);
    const here = await everyVisibleIdOf(table, viewer);
    const differences = compareRecords(there, here);
    return { inSalesforce: new Set(there).size, inReplica: here.length, ...differences };
  }

  async function everyVisibleIdOf(table: ReplicaTable<never>, viewer: KnownUser) {
    const statement = everyVisibleId(table, viewer as never, mostRecords + 1);
    const rows = await replica.query(statement);
    if (rows.length > mostRecords) throw new TooManyRecords();
    return (rows as readonly { readonly sfid: string }[]).map(({ sfid }) => sfid);
  }

  async function auditTable(
    table: ReplicaTable<never>,
    grant: IntegrationGrant,
    viewer: KnownUser,
  ): Promise<TableAudit> {
    const first = await compare(table, grant, viewer);
    const found = first.leaks.length + first.gaps.length;
    if (found === 0) return { table: table.name, ...first };
    progress(`${viewer.username}: ${table.name}: ${found} differences, looking again`);
    await delay(settleMs);
    const second = await compare(table, grant, viewer);
    return { table: table.name, ...second, ...lastingDifferences(first, second) };
  }

  async function audit(username: string, names: readonly string[]): Promise<UserAudit> {
    const chosen = names.map((name) => requireQuery(queries, name));
    progress(`${username}: asking Salesforce for a token`);
    try {
      const { grant, user } = await identify(username);
      const tables: TableAudit[] = [];
      for (const [table, facts] of tablesOf(chosen)) {
        progress(`${username}: ${table.name}`);
        const known = facts.answer(await ask(grant, facts.select(user)));
        const viewer = { ...(known as object), ...user };
        tables.push(await auditTable(table, grant, viewer));
      }
      return { username, tables };
    } catch (error) {
      const notComparable = reasonOf(error);
      if (notComparable === undefined) throw error;
      return { username, notComparable };
    }
  }

  return { routes: [...queries.keys()], audit };
}

function requireQuery(queries: ReadonlyMap<string, ReplicaQuery>, name: string): ReplicaQuery {
  const query = queries.get(name);
  if (query === undefined) {
    throw new TypeError(
      `${name} is no route over replicated data: ${[...queries.keys()].join(', ')}`,
    );
  }
  return query;
}

/** Every table that queries read, each once, and what its predicate has to know. */
const tablesOf = (queries: readonly ReplicaQuery[]) =>
  new Map(queries.flatMap(({ tables, facts }) => tables.map((table) => [table, facts] as const)));

/** The first value of a row: an id, or null where a lookup leads to nothing that the user may see. */
function idOf(row: unknown): string | [] {
  const [, id] = Object.entries(row as object).find(([name]) => name !== 'attributes') ?? [];
  return typeof id === 'string' ? id : [];
}

class TooManyRecords extends Error {}

/** Why a user's view cannot be compared, where that is no trouble of ours. */
function reasonOf(error: unknown): string | undefined {
  if (error instanceof TooManyRecords) return `there are more than ${mostRecords} records`;
  if (error instanceof OAuthFailure && error.outcome === 'refused') {
    return explainRefusal(error, 'integration').operator;
  }
  return error instanceof Problem && error.code === 'forbidden' ? error.detail : undefined;
}
