import { expect, it } from 'vitest';
import { CookieJar } from '../cookie-jar.ts';
import { panelOf } from '../panel.ts';
import { freePort } from '../processes/free-port.ts';
import { settingsFor } from '../processes/settings-for.ts';
import { startNode } from '../processes/start-node.ts';
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
  } finally {
    await server.stop();
    await org.stop();
  }
});
