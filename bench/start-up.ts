import { freePort } from '../test/processes/free-port.ts';
import { startMeasured } from './measured-process.ts';
import { median } from './median.ts';
import type { Table } from './table.ts';
import { untilAnswering } from './until-answering.ts';

interface Start {
  readonly ms: number;
  readonly cpuMs: number;
  readonly rss: number;
  readonly heapUsed: number;
}

/** A complete configuration; nobody is asked anything before the first answer, so nobody need be there. */
const settings = {
  SALESFORCE_LOGIN_URL: 'http://127.0.0.1:9',
  SALESFORCE_CLIENT_ID: 'the app',
  SALESFORCE_CLIENT_SECRET: 'its secret',
  SALESFORCE_INTEGRATION_FLOW: 'client_credentials',
  SESSION_SECRET: 'x'.repeat(32),
};

const programs: readonly (readonly [string, string, Readonly<Record<string, string>>])[] = [
  ['bare Express', 'bench/programs/hello.ts', {}],
  ['ours, sessions in memory', 'server/main.ts', { ...settings, SESSION_STORE: 'memory' }],
  [
    'ours, with Redis and Postgres',
    'server/main.ts',
    {
      ...settings,
      REDIS_URL: 'redis://127.0.0.1:9',
      DATABASE_URL: 'postgres://nobody:nothing@127.0.0.1:9/none',
    },
  ],
];

/** How long a server takes from its spawning to its first answer, and what it then holds. */
export async function measureStartUp({ rounds }: { readonly rounds: number }): Promise<Table> {
  const starts = new Map(programs.map(([name]): [string, Start[]] => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, program, env] of programs) {
      starts.get(name)?.push(await startOnce(program, env));
    }
  }
  return {
    head: ['start', 'first answer, ms', 'CPU, ms', 'RSS, MB', 'heap, MB'],
    rows: [...starts].map(([name, all]) => [
      name,
      median(all.map(({ ms }) => ms)).toFixed(0),
      median(all.map(({ cpuMs }) => cpuMs)).toFixed(0),
      median(all.map(({ rss }) => rss / 1e6)).toFixed(0),
      median(all.map(({ heapUsed }) => heapUsed / 1e6)).toFixed(0),
    ]),
  };
}

async function startOnce(program: string, env: Readonly<Record<string, string>>): Promise<Start> {
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const begun = performance.now();
  const server = startMeasured([program], { PORT: String(port), APP_URL: url, ...env });
  try {
    await untilAnswering(`${url}/healthz`);
    const ms = performance.now() - begun;
    const cpuMs = (await server.cpu()) / 1_000;
    return { ms, cpuMs, ...(await server.memory()) };
  } finally {
    await server.stop();
  }
}
