import { linkSync, mkdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CookieJar } from './cookie-jar.ts';
import { type CopyOfTree, copyOfTree } from './copy-of-tree.ts';
import { freePort } from './processes/free-port.ts';
import { runProcess } from './processes/run-process.ts';
import { settingsFor } from './processes/settings-for.ts';
import { type RunningOrg, startOrg } from './processes/start-org.ts';
import { type RunningProcess, startProcess } from './processes/start-process.ts';
import { type RunningRedis, startRedis } from './processes/start-redis.ts';
import { untilAnswering } from './processes/until-answering.ts';
import { rawExchange } from './raw-exchange.ts';
import { signIn } from './sign-in.ts';

// What Heroku makes of the repository, and runs: `npm ci` (its outcome is linked, not fetched again),
// `npm run build`, `npm prune`, and what Procfile says on the Node.js that the buildpack has brought.
// https://devcenter.heroku.com/articles/nodejs-classic-buildpack-builds

let slug: CopyOfTree;
let node: string;
let org: RunningOrg;
let redis: RunningRedis;
let server: RunningProcess;
let appUrl: string;

const inSlug = (path: string) => join(slug.folder, path);
const isThere = (path: string) => statSync(inSlug(path), { throwIfNoEntry: false }) !== undefined;

/** Not with what npm has put into this environment: it would work on the tree that it names. */
const { PATH = '', HOME = '' } = process.env;
async function npm(...args: string[]): Promise<void> {
  const env = { PATH, HOME, NODE_ENV: 'production' };
  const { ok, output } = await runProcess('npm', args, {
    cwd: slug.folder,
    env,
    deadlineSeconds: 90,
  });
  expect(ok, output).toBe(true);
}

beforeAll(async () => {
  slug = copyOfTree({ ownPackages: true });
  for (const line of readFileSync(inSlug('.slugignore'), 'utf8').trim().split('\n')) {
    rmSync(inSlug(line), { recursive: true, force: true });
  }
  node = inSlug('.heroku/node/bin/node');
  mkdirSync(dirname(node), { recursive: true });
  linkSync(inSlug('node_modules/node/bin/node'), node);
  await npm('run', 'build');
  await npm('prune', '--omit=dev', '--offline');
  // What runs is what was built: without it, the server would start from here.
  rmSync(inSlug('server/main.ts'));
  [org, redis] = await Promise.all([startOrg(await freePort()), startRedis()]);
  const port = await freePort();
  appUrl = `http://localhost:${port}`;
  const [, program = '', ...args] = commandOf('web');
  const { SESSION_STORE: _, ...settings } = settingsFor(org);
  server = startProcess(node, [program, ...args], {
    cwd: slug.folder,
    env: {
      ...{ NODE_ENV: 'production', PORT: String(port), APP_URL: appUrl },
      ...{ ...settings, REDIS_URL: redis.url },
    },
  });
  await untilAnswering('The server', `${appUrl}/healthz`, server);
});
afterAll(async () => {
  await Promise.all([server?.stop(), org?.stop(), redis?.stop()]);
  slug?.remove();
});

function commandOf(type: string): readonly string[] {
  const lines = readFileSync(inSlug('Procfile'), 'utf8').split('\n');
  const command = lines.find((line) => line.startsWith(`${type}: `))?.slice(type.length + 2) ?? '';
  return command.split(' ');
}

it('runs the server by node itself, which hears SIGTERM', () => {
  expect(commandOf('web')).toEqual(['node', 'server/start.js']);
});

it('has no development dependency left, the Node.js of npm scripts included', () => {
  const { packages } = JSON.parse(readFileSync(inSlug('package-lock.json'), 'utf8')) as {
    packages: Record<string, { dev?: true }>;
  };
  const development = Object.keys(packages).filter((path) => packages[path]?.dev);
  expect(development).toContain('node_modules/node');
  expect(development.filter(isThere)).toEqual([]);
});

it('has neither tests nor the embedded org', () => {
  expect(['test', 'docs'].filter(isThere)).toEqual([]);
});

describe('what is left', () => {
  it('answers that it is alive and ready', async () => {
    expect((await fetch(`${appUrl}/healthz`)).status).toBe(200);
    expect((await fetch(`${appUrl}/readyz`)).status).toBe(200);
  });

  it('has the page with its script', async () => {
    const page = await (await fetch(`${appUrl}/orders`)).text();
    const [, script] = /src="(\/assets\/[^"]+\.js)"/.exec(page) ?? [];
    const answer = await fetch(appUrl + script, { headers: { 'accept-encoding': 'br' } });
    expect(answer.headers.get('content-type')).toContain('javascript');
    expect(answer.headers.get('content-encoding')).toBe('br');
    expect((await answer.text()).length).toBeGreaterThan(10_000);
  });

  it('reads Salesforce', async () => {
    const answer = await fetch(`${appUrl}/api/catalogue`, { headers: { 'X-BFF': '1' } });
    const { items } = (await answer.json()) as { items: unknown[] };
    expect(items.length).toBeGreaterThan(3);
  });

  it('signs people in, and shows them their own records', async () => {
    const jar = new CookieJar();
    const page = await signIn(jar, appUrl, 'ada@northwind.example', { returnTo: '/orders' });
    expect([page.status, page.url.href]).toEqual([200, `${appUrl}/orders`]);
    const orders = new URL('/api/myOrders', appUrl);
    const { status, body } = await jar.request(orders, { headers: { 'X-BFF': '1' } });
    expect([status, JSON.parse(body).items[0]]).toEqual([
      200,
      expect.objectContaining({ account: 'Northwind' }),
    ]);
  });

  it('keeps to itself what Node.js calls deprecated in packages', async () => {
    const head = 'GET http:///x HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n';
    expect(await rawExchange(appUrl, head)).toMatch(/^HTTP\/1.1 [2-4]/);
    expect(server.output()).not.toContain('Warning');
  });

  // What one-off dynos and Heroku Scheduler run; without Redis each says what it needs, and no module is missing.
  it.each([
    ['server/jobs/order-digest.ts', [], 'REDIS_URL and SALESFORCE_PRIVATE_KEY are needed'],
    ['server/commands/end-sessions.ts', ['--everybody'], 'REDIS_URL'],
    ['server/commands/replica-audit.ts', ['--user', 'ada@northwind.example'], 'DATABASE_URL'],
  ])('has the program %s', async (program, args, words) => {
    const env = { APP_URL: appUrl, ...settingsFor(org) };
    const { ok, output } = await runProcess(node, [program, ...args], {
      cwd: slug.folder,
      env,
      deadlineSeconds: 30,
    });
    expect(ok).toBe(false);
    expect(output).toContain(words);
    expect(output).not.toMatch(/ERR_MODULE_NOT_FOUND|Cannot find/);
  });
});
