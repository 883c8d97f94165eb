import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Cluster, startCluster } from '../cluster.ts';
import { CookieJar } from '../cookie-jar.ts';
import { startNode } from '../processes/start-node.ts';
import { signIn } from '../sign-in.ts';

let cluster: Cluster;
beforeAll(async () => {
  cluster = await startCluster({ processes: 1 });
});
afterAll(() => cluster.stop());

async function ask(jar: CookieJar, path: string, body?: object) {
  const answer = await jar.request(new URL(path, cluster.appUrl), {
    headers: { 'X-BFF': '1', 'Content-Type': 'application/json' },
    ...(body && { method: 'POST', body: JSON.stringify(body) }),
  });
  return { status: answer.status, json: JSON.parse(answer.body) };
}

async function signedIn(username: string): Promise<CookieJar> {
  const jar = new CookieJar();
  await signIn(jar, cluster.appUrl, username);
  return jar;
}

async function runProgram(program: string, ...args: string[]) {
  const running = startNode([program, ...args], cluster.settings);
  const { ok } = await running.exited;
  return { ok, output: running.output() };
}
const digest = () => runProgram('server/jobs/order-digest.ts');

describe('the order digest', () => {
  it('is of those who have approved it, with their own rights, and of nobody else', async () => {
    const [ada, grace] = [
      await signedIn('ada@northwind.example'),
      await signedIn('grace@contoso.example'),
    ];
    expect((await ask(grace, '/auth/standing-approval')).json).toMatchObject({
      available: true,
      approved: false,
    });
    expect((await ask(ada, '/auth/standing-approval', { approved: true })).json).toMatchObject({
      approved: true,
      since: expect.stringMatching(/^\d{4}-/),
    });
    const { ok, output } = await digest();
    expect(output).toContain('ada@northwind.example:');
    expect(output).not.toContain('grace@contoso.example');
    expect(ok).toBe(true);
    for (const secret of await cluster.panel.secrets()) expect(output).not.toContain(secret);
  });

  it('goes on after the last sign-out, which keeps the grant, until the approval is withdrawn', async () => {
    const ada = await signedIn('ada@northwind.example');
    await ask(ada, '/auth/standing-approval', { approved: true });
    const before = await cluster.panel.calls('POST /revoke');
    await ask(ada, '/auth/logout', {});
    expect(await cluster.panel.calls('POST /revoke')).toBe(before);
    expect((await digest()).output).toContain('ada@northwind.example:');
    const again = await signedIn('ada@northwind.example');
    await ask(again, '/auth/standing-approval', { approved: false });
    await ask(again, '/auth/logout', {});
    await expect.poll(() => cluster.panel.calls('POST /revoke')).toBeGreaterThan(before);
    expect((await digest()).output).not.toContain('ada@northwind.example');
  });

  it('ends with signing out everywhere', async () => {
    const alan = await signedIn('alan@northwind.example');
    await ask(alan, '/auth/standing-approval', { approved: true });
    expect((await digest()).output).toContain('alan@northwind.example:');
    await ask(alan, '/auth/logout', { everywhere: true });
    expect((await digest()).output).not.toContain('alan@northwind.example');
  });

  it('is approved by the person alone, signed in, from our own page', async () => {
    const nobody = new CookieJar();
    expect((await ask(nobody, '/auth/standing-approval')).status).toBe(401);
    expect((await ask(nobody, '/auth/standing-approval', { approved: true })).status).toBe(401);
    const ada = await signedIn('ada@northwind.example');
    const url = new URL('/auth/standing-approval', cluster.appUrl);
    const forged = await ada.request(url, { method: 'POST', body: '{"approved":true}' });
    expect(forged.status).toBe(403);
    expect((await ask(ada, '/auth/standing-approval', { approved: 'yes' })).status).toBe(422);
    expect((await ask(ada, '/auth/standing-approval')).json.approved).toBe(false);
  });
});

describe('an approval of somebody who is signed out', () => {
  it('is ended by an operator too', async () => {
    const alan = await signedIn('alan@northwind.example');
    await ask(alan, '/auth/standing-approval', { approved: true });
    await ask(alan, '/auth/logout', {});
    expect((await digest()).output).toContain('alan@northwind.example:');
    await runProgram('server/commands/end-sessions.ts', '--user', 'alan@northwind.example');
    expect((await digest()).output).not.toContain('alan@northwind.example');
  });
});
