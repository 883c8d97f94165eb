import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { root } from '../test/processes/start-node.ts';
import { measurePages } from './pages.ts';
import { measureRequests } from './requests.ts';
import { measureSessionMemory } from './session-memory.ts';
import { measureStartUp } from './start-up.ts';
import { markdownTable, type Table } from './table.ts';

/** How much of everything. */
interface Plan {
  readonly requests: Parameters<typeof measureRequests>[0];
  readonly starts: Parameters<typeof measureStartUp>[0];
  readonly sessions: Parameters<typeof measureSessionMemory>[0];
  readonly pages: Parameters<typeof measurePages>[0];
}

const plans = {
  full: {
    requests: { rounds: 7, seconds: 3, warmUpSeconds: 3 },
    starts: { rounds: 7 },
    sessions: { sessions: 100_000 },
    pages: { rounds: 3, most: 7 },
  },
  quick: {
    requests: { rounds: 3, seconds: 0.7, warmUpSeconds: 0.7 },
    starts: { rounds: 3 },
    sessions: { sessions: 20_000 },
    pages: { rounds: 1, most: 7 },
  },
  /** Says nothing but that everything still runs. */
  smoke: {
    requests: { rounds: 1, seconds: 0.4, warmUpSeconds: 0 },
    starts: { rounds: 1 },
    sessions: { sessions: 1_000 },
    pages: { rounds: 1, most: 1 },
  },
} as const satisfies Record<string, Plan>;

// `npm run bench`, with `--quick` for about two minutes of it, and with names of parts for those alone.
const { values, positionals } = parseArgs({
  options: { quick: { type: 'boolean' }, smoke: { type: 'boolean' } },
  allowPositionals: true,
});
const plan: Plan = plans[values.smoke ? 'smoke' : values.quick ? 'quick' : 'full'];
const parts: Readonly<Record<string, () => Promise<Table>>> = {
  requests: () => measureRequests(plan.requests),
  starts: () => measureStartUp(plan.starts),
  sessions: () => measureSessionMemory(plan.sessions),
  pages: () => measurePages(plan.pages),
};
const unknown = positionals.find((name) => !Object.hasOwn(parts, name));
if (unknown !== undefined) {
  throw new TypeError(`The benchmark has ${Object.keys(parts).join(', ')}, and no ${unknown}`);
}

console.log(machine());
for (const [name, measure] of Object.entries(parts)) {
  if (positionals.length === 0 || positionals.includes(name)) {
    console.log(`\n${markdownTable(await measure())}`);
  }
}

function machine(): string {
  const [cpu] = cpus();
  const version = (name: string): string =>
    JSON.parse(readFileSync(join(root, `node_modules/${name}/package.json`), 'utf8')).version;
  const commit = execFileSync('git', ['describe', '--always', '--dirty'], { cwd: root });
  const others = ['express', 'helmet', 'express-session', 'express-openid-connect', 'undici'];
  return [
    new Date().toISOString().slice(0, 10),
    `commit ${commit.toString().trim()}`,
    `${cpus().length} × ${cpu?.model.trim()}`,
    `Node.js ${process.version}`,
    ...others.map((name) => `${name} ${version(name)}`),
    JSON.stringify(plan),
  ].join(', ');
}
