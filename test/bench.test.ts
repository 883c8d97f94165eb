import { expect, it } from 'vitest';
import { runProcess } from './processes/run-process.ts';
import { root } from './processes/start-node.ts';

// Starts and pages are left out: by themselves they take longer than these, and share their means.
it('npm run bench still measures requests and sessions', async () => {
  const { reason, output } = await runProcess(
    process.execPath,
    ['bench/main.ts', '--smoke', 'requests', 'sessions'],
    {
      cwd: root,
      deadlineSeconds: 110,
    },
  );
  expect(reason, output).toBe('exit code 0');
  const names = [...output.matchAll(/^\| ([^|]*?) +\|.*\d.*\|$/gm)].map(([, name]) => name);
  expect(names).toEqual([
    'hello: bare Express',
    'hello: Express + helmet',
    'hello: ours',
    'signed in, memory: plain stack',
    'signed in, cookie: express-openid-connect',
    'signed in, memory: ours',
    'signed in, Redis: plain stack',
    'signed in, Redis: ours',
    'one query, memory: plain stack + undici',
    'one query, cookie: express-openid-connect + undici',
    'one query, memory: ours',
    'one query, Redis: plain stack + undici',
    'one query, Redis: ours',
    "express-session's MemoryStore",
    'ours',
  ]);
  expect(output).not.toContain('NaN');
}, 120_000);
