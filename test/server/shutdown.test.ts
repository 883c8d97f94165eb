import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { CookieJar } from '../cookie-jar.ts';
import { panelOf } from '../panel.ts';
import { freePort } from '../processes/free-port.ts';
import { settingsFor } from '../processes/settings-for.ts';
import { root, startNode } from '../processes/start-node.ts';
import { startOrg } from '../processes/start-org.ts';
import { untilAnswering } from '../processes/until-answering.ts';
import { signIn } from '../sign-in.ts';

it('finishes what it has begun when it is asked to stop, then exits with 0', async () => {
  const org = await startOrg(await freePort());
  const panel = panelOf(org.url);
  const port = await freePort();
  const appUrl = `http://localhost:${port}`;
  const server = startNode(['server/main.ts'], {
    PORT: String(port),
    APP_URL: appUrl,
    ...settingsFor(org),
  });
  try {
    await untilAnswering('The server', `${appUrl}/readyz`, server);
    const jar = new CookieJar();
    await signIn(jar, appUrl, 'ada@northwind.example');
    await panel.faults({ path: '/query', delayMs: 1_500 });
    const slow = jar.request(new URL('/api/myOrders', appUrl), { headers: { 'X-BFF': '1' } });
    await expect.poll(() => panel.calls('GET /query')).toBe(1);
    const stopped = server.stop();
    expect((await slow).status).toBe(200);
    await stopped;
    expect(await server.exited).toEqual({ ok: true, reason: 'exit code 0' });
    expect(server.output()).toMatch(/"event":"request".*"route":"myOrders"/);
  } finally {
    await server.stop();
    await org.stop();
  }
});

it('ends when it is asked to, also when nobody reads its log any more', async () => {
  const port = await freePort();
  // Keeps the only thread that could write in the background busy, so that lines still wait at exit.
  const busy = `import { pbkdf2 } from 'node:crypto';
    process.once('SIGUSR2', () => pbkdf2('', '', 4e6, 64, 'sha512', () => {}));`;
  const preload = `data:text/javascript,${encodeURIComponent(busy)}`;
  const server = spawn(process.execPath, ['--import', preload, join(root, 'server/main.ts')], {
    cwd: import.meta.dirname,
    stdio: ['ignore', 'pipe', 'ignore'],
    env: {
      UV_THREADPOOL_SIZE: '1',
      PORT: String(port),
      APP_URL: `http://localhost:${port}`,
      SALESFORCE_LOGIN_URL: 'http://localhost:1',
      SALESFORCE_CLIENT_ID: 'id',
      SALESFORCE_CLIENT_SECRET: 'secret',
      SESSION_SECRET: 'a secret for this test of 32 bytes',
    },
  });
  const ended = once(server, 'exit');
  try {
    await once(server.stdout, 'data');
    server.stdout.destroy();
    server.kill('SIGUSR2');
    const answer = await fetch(`http://localhost:${port}/healthz`);
    expect(await answer.json()).toEqual({ status: 'ok' });
    server.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
  } finally {
    server.kill('SIGKILL');
  }
}, 20_000);
