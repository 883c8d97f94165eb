import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { afterEach, beforeEach } from 'vitest';
import { createOrgData } from '../data/org-data.ts';
import { createRestApi } from './create-rest-api.ts';

const today = new Date('2026-11-22T09:30:00Z');

/**
 * For tests: the REST API on a port of its own, with the seeded org behind it and a stub of
 * the token check, for which the token is the username.
 */
export function useRestRig() {
  const rig = {
    data: createOrgData({ today }),
    usage: { used: 0, limit: 15_000 },
    resetData(): void {
      rig.data = createOrgData({ today });
    },
    call,
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
    rig.usage.used += 1;
    return { user };
  }

  async function call(
    path: string,
    { user = 'mia@store.example', method = 'GET', headers = {} }: CallOptions = {},
  ) {
    const authorization = user === '' ? {} : { authorization: `Bearer ${user}` };
    const init = { method, headers: { ...authorization, ...headers } };
    const response = await fetch(`${origin}${path}`, init);
    const text = await response.text();
    const body = text === '' ? undefined : JSON.parse(text);
    return { status: response.status, headers: response.headers, body };
  }

  beforeEach(async () => {
    rig.usage = { used: 0, limit: 15_000 };
    const app = express();
    app.use(
      createRestApi({
        data: () => rig.data,
        authenticate,
        apiUsage: () => ({ ...rig.usage }),
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
}

/** The URL of a query. */
export function soqlPath(soql: string): string {
  return `/services/data/v66.0/query?q=${encodeURIComponent(soql)}`;
}
