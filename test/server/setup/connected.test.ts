import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'dotenv';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { routes } from '../../../server/api/index.ts';
import { runSetup } from '../../../server/setup/run-setup.ts';
import { integrationUser } from '../../org/pages/demo-users.ts';
import { readXml } from '../../org/soap/read-xml.ts';
import { panelOf } from '../../panel.ts';
import { freePort } from '../../processes/free-port.ts';
import { root, startNode } from '../../processes/start-node.ts';
import { type RunningOrg, startOrg } from '../../processes/start-org.ts';
import type { RunningProcess } from '../../processes/start-process.ts';
import { untilAnswering } from '../../processes/until-answering.ts';

describe('what setup writes', () => {
  const folder = mkdtempSync(join(tmpdir(), 'setup-'));
  let org: RunningOrg;
  let server: RunningProcess | undefined;
  beforeAll(async () => {
    org = await startOrg(await freePort());
  });
  afterAll(async () => {
    await Promise.all([server?.stop(), org.stop()]);
    rmSync(folder, { recursive: true, force: true });
  });

  it('connects the server to an org, once an administrator has deployed it and told the key', async () => {
    const port = await freePort();
    const appUrl = `http://localhost:${port}`;
    await runSetup({
      given: {
        ...{ org: 'my-domain', 'login-url': org.url, 'app-url': appUrl, acting: 'no' },
        ...{ integration: 'jwt_bearer', 'integration-user': integrationUser.username },
        ...{ name: 'Storefront', 'contact-email': 'ops@store.example' },
      },
      ...{ heroku: false, rotateKey: false, finishRotation: false, yes: false },
      ...{ folder, routes, parseEnv: parse, now: new Date(), print: () => {} },
      envExample: readFileSync(join(root, '.env.example'), 'utf8'),
      terminal: { ask: async () => undefined, say: () => {} },
    });
    const deployed = readXml(
      readFileSync(
        join(
          folder,
          'salesforce/app/main/default/extlClntAppGlobalOauthSets/Storefront_glbloauth.ecaGlblOauth-meta.xml',
        ),
        'utf8',
      ),
    );
    const field = (named: string) => deployed.children.find(({ name }) => name === named)?.text;
    await panelOf(org.url).app({
      certificate: field('certificate'),
      redirectUris: field('callbackUrl')?.split('\n'),
    });
    const { clientId, clientSecret } = org.app;
    appendFileSync(
      join(folder, '.env'),
      `SALESFORCE_CLIENT_ID=${clientId}\nSALESFORCE_CLIENT_SECRET=${clientSecret}\nPORT=${port}\n`,
    );

    server = startNode(['server/main.ts'], {}, { cwd: folder });
    await untilAnswering('The server', `${appUrl}/readyz`, server);
    const catalogue = await fetch(`${appUrl}/api/catalogue`, { headers: { 'X-BFF': '1' } });
    expect([catalogue.status, server.output()]).toEqual([200, expect.any(String)]);
    const { items } = (await catalogue.json()) as { items: unknown[] };
    expect(items.length).toBeGreaterThan(0);
    const login = await fetch(`${appUrl}/auth/login`, { redirect: 'manual' });
    const at = new URL(login.headers.get('location') ?? '');
    expect([at.origin, at.searchParams.get('redirect_uri')]).toEqual([
      org.url,
      field('callbackUrl'),
    ]);
  });
});
