import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { afterEach, beforeEach } from 'vitest';
import { createDailyData } from '../data/daily-data.ts';
import type { OrgRecord } from '../data/record-table.ts';
import { createRestApi } from './create-rest-api.ts';

const today = new Date('2026-11-22T09:30:00Z');

/**
 * For tests: the REST API on a port of its own, with the seeded org behind it and a stub of
 * the token check, for which the token is the username.
 */
export function useRestRig() {
  /** The org's; move it to let time pass. */
  const clock = { now: today };
  const createData = createDailyData(() => clock.now.getTime());
  const rig = {
    clock,
    data: createData(),
    usage: { used: 0, limit: 15_000 },
    resetData(): void {
      rig.data = createData();
    },
    call,
    post,
    find,
  };
  let origin = '';
  let close = (): Promise<void> => Promise.resolve();

  function authenticate(header: string | undefined) {
    const username = /^Bearer (.+)$/.exec(header ?? '')?.[1] ?? '';
    if (username === 'openid-only') {
      return 'not_for_rest' as const;
    }
    const user = rig.data.userByUsername(username);
    if (user === undefined) {
      return 'invalid' as const;
    }
    return { user };
  }

  async function call(
    path: string,
    { user = 'mia@store.example', method = 'GET', headers = {}, body: sent }: CallOptions = {},
  ) {
    const authorization = user === '' ? {} : { authorization: `Bearer ${user}` };
    const type = sent === undefined ? {} : { 'content-type': 'application/json' };
    const init = { method, headers: { ...type, ...authorization, ...headers } };
    const text = typeof sent === 'string' ? sent : JSON.stringify(sent);
    const response = await fetch(`${origin}${path}`, { ...init, ...(text && { body: text }) });
    const answer = await response.text();
    const isJson = response.headers.get('content-type')?.startsWith('application/json') ?? false;
    const body = answer === '' ? undefined : isJson ? JSON.parse(answer) : answer;
    return { status: response.status, headers: response.headers, body };
  }

  /** Sends a body below the version, by Mia unless somebody else is named. */
  function post(path: string, body: unknown, options: CallOptions = {}) {
    return call(`${base}${path}`, { method: 'POST', body, ...options });
  }

  /** A seeded record, by its name or number. */
  function find(object: string, name: string): OrgRecord {
    const isNamed = (row: OrgRecord) => [row.Name, row.OrderNumber, row.Username].includes(name);
    const found = [...(rig.data.tables[object]?.rows() ?? [])].find(isNamed);
    if (found === undefined) throw new Error(`there is no ${object} ${name}`);
    return found;
  }

  beforeEach(async () => {
    rig.usage = { used: 0, limit: 15_000 };
    clock.now = today;
    rig.resetData();
    const app = express();
    app.use(
      createRestApi({
        data: () => rig.data,
        authenticate,
        usage: {
          used: () => rig.usage.used,
          limit: () => rig.usage.limit,
          count(calls) {
            rig.usage.used += calls;
          },
        },
      }),
    );
    const server = createServer(app);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
    close = () => new Promise((resolve) => server.close(() => resolve()));
  });
  afterEach(() => close());
  return rig;
}

interface CallOptions {
  readonly user?: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** JSON, or a text to be sent as it is. */
  readonly body?: unknown;
}

/** Where the version's resources are. */
export const base = '/services/data/v66.0';

/** The URL of a query. */
export function soqlPath(soql: string): string {
  return `${base}/query?q=${encodeURIComponent(soql)}`;
}
