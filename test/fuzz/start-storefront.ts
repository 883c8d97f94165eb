import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApp } from '../../server/app.ts';
import { clientFiles } from '../../server/client-files.ts';
import { readConfig } from '../../server/config.ts';
import { createOrg } from '../org/create-org.ts';
import { freePort } from '../processes/free-port.ts';
import { settingsFor } from '../processes/settings-for.ts';
import { createVisitor } from '../security/visitor.ts';
import { listen } from './listen.ts';
import type { RawConnections } from './raw-connections.ts';

/** The storefront's server and the embedded org, both in this process. */
export interface RunningStorefront extends RawConnections {
  readonly appUrl: string;
  readonly orgUrl: string;
  /** What the log has said of failures, by the request's id. */
  readonly failures: ReadonlyMap<unknown, object>;
  /** Every text that was to be asked of Postgres. */
  readonly sqlTexts: ReadonlySet<string>;
  /** The cookies of somebody who has signed in, as a `Cookie` header has them. */
  signIn(username: string): Promise<string>;
  stop(): Promise<void>;
}

/** Starts both, without limits that a test of many requests would come to. */
export async function startStorefront(): Promise<RunningStorefront> {
  const org = await createOrg({ settings: { dailyApiLimit: 1_000_000_000 } });
  const port = await freePort();
  const appUrl = `http://localhost:${port}`;
  const folder = mkdtempSync(join(tmpdir(), 'fuzz-'));
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>The page</title>');
  const failures = new Map<unknown, object>();
  const sqlTexts = new Set<string>();
  const app = createApp({
    config: readConfig({
      PORT: String(port),
      APP_URL: appUrl,
      RATE_LIMIT_SIGN_IN: '1000000',
      RATE_LIMIT_API: '1000000',
      SESSION_IDLE_MINUTES: '1440',
      SESSION_MAX_HOURS: '720',
      ...settingsFor(org),
    }),
    client: clientFiles(folder),
    replica: {
      async query({ text }) {
        sqlTexts.add(text);
        return [];
      },
      async close() {},
    },
    log: {
      info: () => {},
      warn: () => {},
      error: (line) => void failures.set('requestId' in line ? line.requestId : '', line),
    },
  });
  const { connections, stop } = await listen(app, port);
  return {
    ...connections,
    ...{ appUrl, orgUrl: org.url, failures, sqlTexts },
    async signIn(username) {
      const visitor = createVisitor(appUrl);
      await visitor.signIn(username);
      return visitor.jar.cookieHeader(visitor.url('/'));
    },
    async stop() {
      await stop();
      await org.close();
      rmSync(folder, { recursive: true });
    },
  };
}
