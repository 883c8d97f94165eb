import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import type { Browser } from 'playwright-core';
import { publint } from 'publint';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packagedImports, placeInPackage } from '../../package/packaged-imports.ts';
import { launchBrowser } from '../browser/chromium.ts';
import { freePort } from '../processes/free-port.ts';
import { type RunningOrg, startOrg } from '../processes/start-org.ts';
import { type Consumer, installPackage } from './consumer.ts';
import { type PackedPackage, packPackage } from './packed.ts';

let packed: PackedPackage;
beforeAll(async () => {
  packed = await packPackage();
});
afterAll(() => packed?.remove());

describe('the package', () => {
  it('is found well by publint', async () => {
    const { messages } = await publint({ pkgDir: packed.folder, strict: true, pack: false });
    expect(messages).toEqual([]);
  });

  it('has types for every way of importing it that modules have', async () => {
    const tarball = createPackageFromTarballData(new Uint8Array(readFileSync(packed.file)));
    const analysis = await checkPackage(tarball);
    if (!analysis.types) throw new Error('There are no types');
    // It is modules alone: CommonJS and the resolution of Node.js 10 know no way to it, as is meant.
    const { problems } = analysis;
    const others = problems.filter(
      ({ kind }) => kind !== 'NoResolution' && kind !== 'CJSResolvesToESM',
    );
    expect(others).toEqual([]);
    const unresolved = problems.filter(
      (problem) => problem.kind === 'NoResolution' && problem.resolutionKind !== 'node10',
    );
    expect(unresolved).toEqual([]);
    expect(Object.keys(analysis.entrypoints)).toContain('./browser/api');
  });

  it('holds the middleware and nothing of the storefront', () => {
    const places = packed.contents.map((path) => path.replace(/\/.*$/, ''));
    expect([...new Set(places)].toSorted()).toEqual([
      'LICENSE',
      'README.md',
      'browser',
      'package.json',
      'server',
    ]);
    expect(packed.contents.length).toBeGreaterThan(200);
    expect(packed.contents.filter((path) => /catalogue|orders|cart|store\//.test(path))).toEqual(
      [],
    );
  });

  it('depends on what it imports, and on nothing else', () => {
    const manifest = JSON.parse(readFileSync(join(packed.folder, 'package.json'), 'utf8'));
    const imported = packed.contents
      .filter((path) => path.endsWith('.js'))
      .flatMap((path) => {
        const text = readFileSync(join(packed.folder, path), 'utf8');
        return [...text.matchAll(/(?:from |import\()'([^.'][^']*)'/g)].map(([, from = '']) => from);
      })
      .filter((from) => !from.startsWith('node:') && !from.startsWith('lwc-bff/'))
      .map((from) => /^(@[^/]+\/)?[^/]+/.exec(from)?.[0]);
    const declared = { ...manifest.dependencies, ...manifest.peerDependencies };
    // Their types alone.
    const { '@types/express': _types, lwc: _lwc, ...needed } = declared;
    expect([...new Set(imported)].toSorted()).toEqual(Object.keys(needed).toSorted());
  });
});

describe('docs/middleware.md', () => {
  const root = join(import.meta.dirname, '../..');
  const document = readFileSync(join(root, 'docs/middleware.md'), 'utf8');
  const shown = [...document.matchAll(/^<!-- from (\S+) -->\n```\w+\n([\s\S]*?)^```$/gm)];

  it('shows the files of the application that is tested here, whole', () => {
    expect(shown.length).toBeGreaterThan(6);
    const differing = shown.filter(
      ([, file = '', text]) => readFileSync(join(root, file), 'utf8') !== text,
    );
    expect(differing.map(([, file]) => file)).toEqual([]);
  });

  it('mounts the middleware in under 30 lines', () => {
    const server = shown.find(([, file]) => file?.endsWith('server.js'))?.[2];
    expect(server?.trimEnd().split('\n').length).toBeLessThan(30);
  });
});

describe('an import in the package', () => {
  it.each([
    ['server/bff/api/respond.js', "} from '../problem.ts';", "} from '../problem.js';"],
    [
      'client/modules/bff/api/api.js',
      "import { a } from 'bff/session';",
      "import { a } from '../session/session.js';",
    ],
    [
      'client/modules/bff/pager/pager.d.ts',
      "import type { Page } from '../../../../server/bff/index.ts';",
      "import type { Page } from '../../server/index.js';",
    ],
    ['server/bff/user.js', "import { z } from 'zod';", "import { z } from 'zod';"],
    [
      'client/modules/bff/api/api.js',
      " * import { myOrders } from 'bff/api';",
      " * import { myOrders } from 'lwc-bff/browser/api';",
    ],
  ])('of %s: %s', (file, before, after) => {
    expect(packagedImports(file, before)).toBe(after);
  });

  it('of what is not in the package is refused', () => {
    const storefront = "import { routes } from '../api/index.ts';";
    expect(() => packagedImports('server/bff/create-bff.js', storefront)).toThrow(
      'server/api/index.js is not for the package',
    );
    expect(() => placeInPackage('client/modules/store/app/app.js')).toThrow('is not for');
  });
});

describe('an application with one component and one route', () => {
  let consumer: Consumer;
  let org: RunningOrg;
  let browser: Browser;
  beforeAll(async () => {
    [consumer, org, browser] = await Promise.all([
      installPackage(packed.file),
      freePort().then((port) => startOrg(port)),
      launchBrowser(),
    ]);
  }, 300_000);
  afterAll(async () => {
    await Promise.all([browser?.close(), org?.stop()]);
    consumer?.remove();
  });

  const vite = '../node_modules/vite/bin/vite.js';

  it('in TypeScript compiles, the declarations of the package too', async () => {
    const tsc = '../node_modules/typescript/bin/tsc';
    const { ok, output } = await consumer.run('app-ts', tsc, '--project', '.');
    expect([output, ok]).toEqual(['', true]);
  });

  it.each(['js', 'ts'])('in %s tests its route without a server', async (language) => {
    const test = await consumer.run(`app-${language}`, '--test', `routes.test.${language}`);
    expect(test.output).toMatch(/^\W*pass 1$/m);
    expect(test.ok).toBe(true);
  });

  it.each(['js', 'ts'])(
    'in %s signs in, and shows Salesforce data in its component',
    async (language) => {
      const app = `app-${language}`;
      const built = await consumer.run(app, vite, 'build', '--logLevel', 'error');
      expect([built.output, built.ok]).toEqual(['', true]);
      const { appUrl, stop, output } = await consumer.serve(app, `server.${language}`, org);
      const page = await browser.newPage();
      try {
        const hello = await fetch(`${appUrl}/hello`);
        expect(await hello.text()).toContain('it still does');
        const refused = await fetch(`${appUrl}/api/myOrders`, { headers: { 'X-BFF': '1' } });
        expect([refused.status, await refused.json()]).toMatchObject([
          401,
          { code: 'not_signed_in' },
        ]);
        await page.goto(appUrl);
        await page.getByRole('button', { name: 'Sign in' }).click();
        await page.locator('input[name=username]').fill('ada@northwind.example');
        await page.locator('input[name=pw]').fill('demo-password');
        await page.locator('input[name=pw]').press('Enter');
        const allow = page.getByRole('button', { name: 'Allow' });
        const items = page.locator('x-orders li');
        await items.first().or(allow).waitFor();
        if (await allow.isVisible()) await allow.click();
        await items.first().waitFor();
        const shown = await items.allTextContents();
        expect(shown.length).toBeGreaterThan(3);
        expect(shown.filter((number) => !/^\d{8}$/.test(number))).toEqual([]);
        expect(output()).not.toContain(org.app.clientSecret);
      } finally {
        await page.context().close();
        await stop();
      }
    },
  );
});
