import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createOrg, type Org } from './create-org.ts';
import { authorizeUrl } from './oauth/oauth-test-client.ts';

const script = fileURLToPath(new URL('./cli-browser.ts', import.meta.url));
const run = (...args: string[]) =>
  promisify(execFile)(process.execPath, [script, ...args], { timeout: 20_000 });
let org: Org;

beforeAll(async () => {
  org = await createOrg();
});
afterAll(() => org.close());

describe('the browser for Salesforce’s CLI', () => {
  it('signs somebody in and goes back to where the CLI listens', async () => {
    const cli = createServer().listen(0, 'localhost');
    await once(cli, 'listening');
    const { port } = cli.address() as AddressInfo;
    const url = authorizeUrl(org, {
      client_id: 'PlatformCLI',
      redirect_uri: `http://localhost:${port}/OauthRedirect`,
      scope: 'refresh_token api web',
    });
    const called = once(cli, 'request', { signal: AbortSignal.timeout(20_000) });
    await run('sam@store.example', url);
    const [request, response] = await called;
    response.end();
    const back = new URL(request.url, 'http://localhost');
    expect(back.pathname).toBe('/OauthRedirect');
    expect(back.searchParams.get('state')).toBe('the-state');
    expect(back.searchParams.get('code')).toMatch(/^aPrx/);
    cli.close();
  }, 30_000);

  it('says how it is used', async () => {
    await expect(run('sam@store.example')).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('<username> <url>'),
    });
  });
});
