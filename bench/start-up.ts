import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../test/processes/free-port.ts';
import { root } from '../test/processes/start-node.ts';
import { type MeasuredProcess, startMeasured } from './measured-process.ts';
import { median } from './median.ts';
import type { Table } from './table.ts';
import { untilAnswering } from './until-answering.ts';

interface Start {
  readonly ms: number;
  readonly rss: number;
  readonly heapUsed: number;
}

interface Program {
  readonly name: string;
  readonly file: string;
  readonly env: Readonly<Record<string, string>>;
}

/** A complete configuration; nobody is asked anything before the first answer, so nobody need be there. */
const settings = {
  SALESFORCE_LOGIN_URL: 'http://127.0.0.1:9',
  SALESFORCE_CLIENT_ID: 'the app',
  SALESFORCE_CLIENT_SECRET: 'its secret',
  SALESFORCE_INTEGRATION_FLOW: 'client_credentials',
  SESSION_SECRET: 'x'.repeat(32),
};
const inMemory = { ...settings, SESSION_STORE: 'memory' };
const onBoth = {
  ...settings,
  REDIS_URL: 'redis://127.0.0.1:9',
  DATABASE_URL: 'postgres://nobody:nothing@127.0.0.1:9/none',
};

/** What `npm start` and the `Procfile` run. */
const file = 'server/start.js';

const programs: readonly Program[] = [
  { name: 'bare Express', file: 'bench/programs/hello.ts', env: {} },
  { name: 'ours', file, env: inMemory },
  { name: 'ours with Redis and Postgres', file, env: onBoth },
  { name: 'ours, from its source', file: 'server/main.ts', env: inMemory },
];

/** How long a server takes from its spawning to its first answer, and what it then holds. */
export async function measureStartUp({ rounds }: { readonly rounds: number }): Promise<Table> {
  if (!existsSync(join(root, 'dist/server.js'))) throw new Error('npm run build comes first');
  const starts = new Map(programs.map(({ name }): [string, Start[]] => [name, []]));
  // One that does not count: after it, the files that all of them read are in the machine's memory.
  await startOnce({ name: '', file, env: onBoth });
  for (let round = 0; round < rounds; round += 1) {
    for (const program of programs) starts.get(program.name)?.push(await startOnce(program));
  }
  return {
    head: ['start', 'first answer, ms', 'RSS, MB', 'heap, MB'],
    rows: [...starts].map(([name, all]) => [
      name,
      median(all.map(({ ms }) => ms)).toFixed(0),
      median(all.map(({ rss }) => rss / 1e6)).toFixed(0),
      median(all.map(({ heapUsed }) => heapUsed / 1e6)).toFixed(0),
    ]),
  };
}

/** Twice: what lets a process say what it has used takes its time to load. */
async function startOnce(program: Program): Promise<Start> {
  const ms = await started(program, [], async (_server, passed) => passed);
  return { ms, ...(await started(program, undefined, (server) => server.memory())) };
}

async function started<T>(
  { file: path, env }: Program,
  nodeFlags: readonly string[] | undefined,
  look: (server: MeasuredProcess, passed: number) => Promise<T>,
): Promise<T> {
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const begun = performance.now();
  const server = startMeasured([path], { PORT: String(port), APP_URL: url, ...env }, nodeFlags);
  try {
    await untilAnswering(`${url}/healthz`);
    return await look(server, performance.now() - begun);
  } finally {
    await server.stop();
  }
}
