import { globSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parseSync } from 'vite';
import { describe, expect, it } from 'vitest';

/** The floors of the house, from the roof down; a file stands on the first that names it. */
const floors: readonly RegExp[] = [
  /^server\/bff\/testing\//,
  /^server\/(main\.ts$|start\.js$|commands\/|jobs\/)/,
  /^server\/(setup|telemetry)\/|^server\/[^/]+\.ts$/,
  /^server\/api\//,
  /^server\/bff\/index\.ts$/,
  /^server\/bff\/create-[\w-]+\.ts$/,
  /^server\/bff\/(auth|middleware|api|doctor)\//,
  /^server\/bff\/(sources|session|salesforce)\//,
  /^server\/bff\/(routes|queries)\/|^server\/bff\/[^/]+\.ts$/,
];
/** What somebody starts: the top of the house. */
const isProgram = (file: string) => /^server\/(main\.ts$|commands\/|jobs\/)/.test(file);
const floorOf = (file: string) => floors.findIndex((floor) => floor.test(file));

interface Import {
  readonly from: string;
  readonly typeOnly: boolean;
}

type Parsed = ReturnType<typeof parseSync>;

function importsOf(file: string, source: string, { module }: Parsed): Import[] {
  const named = [
    ...module.staticImports.map((found) => ({ ...found, request: found.moduleRequest })),
    ...module.staticExports.map((found) => ({
      ...found,
      request: found.entries[0]?.moduleRequest ?? undefined,
    })),
  ].flatMap(({ start, request }) =>
    request === undefined
      ? []
      : // `import { type A }` still loads the module: only `import type` leaves nothing behind.
        { from: request.value, typeOnly: /^(im|ex)port\s+type\b/.test(source.slice(start)) },
  );
  const dynamic = module.dynamicImports.map(({ moduleRequest: { start, end } }) => ({
    from: source.slice(start + 1, end - 1),
    typeOnly: false,
  }));
  return [...named, ...dynamic].map(({ from, typeOnly }) => ({
    from: from.startsWith('.') ? join(file, '..', from) : from,
    typeOnly,
  }));
}

/** What a file does that its floor does not allow, in words. */
function violations(file: string, source: string): string[] {
  const parsed = parseSync(file, source);
  if (parsed.errors.length > 0) return [`does not parse: ${parsed.errors[0]?.message}`];
  const imports = importsOf(file, source, parsed);
  const faults = imports.flatMap(({ from, typeOnly }) => faultOf(file, from, typeOnly) ?? []);
  const code = parsed.comments.reduce(
    (text, { start, end }) => text.slice(0, start) + ' '.repeat(end - start) + text.slice(end),
    source,
  );
  const readsEnvironment = /\bprocess\s*(\.|\?\.|\[)\s*['"]?env\b|node:process/.test(code);
  if (readsEnvironment && !isProgram(file)) faults.push('reads the environment');
  if (/test\/org|__org__|embedded org|\bdemo\b|isDemo/i.test(source)) {
    faults.push('knows of the embedded org or the demo');
  }
  return faults;
}

/** What the reusable middleware offers to tests: it is not on the way to production. */
const isForTests = (path: string) =>
  /^(server\/bff|client\/modules\/bff)\/testing\/|^bff\/testing$/.test(path);
/** What can be used without the storefront. */
const isReusable = (path: string) => /^(server|client\/modules)\/bff\//.test(path);
const isOfStorefront = (path: string) =>
  /^(server|client\/modules\/store)\//.test(path) && !isReusable(path);

function faultOf(file: string, from: string, typeOnly: boolean): string | undefined {
  const fault = `imports ${from}`;
  if (/^test\//.test(from)) return fault;
  if (isForTests(from) && !isForTests(file)) return fault;
  if (isReusable(file) && (isOfStorefront(from) || from.startsWith('store/'))) return fault;
  // Whoever uses the middleware decides whether anything is sent, and by what.
  if (isReusable(file) && /^@opentelemetry\/(?!api$)/.test(from)) return fault;
  if (file.startsWith('client/')) {
    return from.startsWith('server/') && !typeOnly ? `${fault} at run time` : undefined;
  }
  if (from.startsWith('client/')) return fault;
  if (file.startsWith('server/api/')) {
    return /^(server\/api\/|server\/bff\/index\.ts$|zod$)/.test(from) ? undefined : fault;
  }
  return floorOf(from) >= 0 && floorOf(from) < floorOf(file)
    ? `${fault}, a floor above`
    : undefined;
}

const root = join(import.meta.dirname, '..');
const files = globSync(`${root}/{server,client}/**/*.{ts,js}`).map((path) => relative(root, path));

describe('the floors', () => {
  it('are found', () => {
    expect(files.filter((file) => file.startsWith('server/')).length).toBeGreaterThan(5);
    expect(files.filter((file) => file.startsWith('server/') && floorOf(file) < 0)).toEqual([]);
  });

  it('are held', () => {
    const all = files.flatMap((file) =>
      violations(file, readFileSync(join(root, file), 'utf8')).map((what) => `${file} ${what}`),
    );
    expect(all).toEqual([]);
  });

  it.each([
    ['server/bff/queries/soql.ts', "import { a } from '../session/vault.ts';"],
    ['server/bff/session/vault.ts', "import type { A } from '../auth/login.ts';"],
    ['server/bff/auth/login.ts', "export * from '../create-bff.ts';"],
    ['server/bff/create-bff.ts', "import '../config.ts';"],
    ['server/config.ts', "await import('./main.ts');"],
    ['server/api/orders.ts', "import { soql } from '../bff/soql.ts';"],
    ['server/api/orders.ts', "import jsforce from 'jsforce';"],
    ['server/app.ts', "import { startProduct } from '../test/product.ts';"],
    ['server/app.ts', "import '../client/main.ts';"],
    ['server/config.ts', 'export const port = process.env.PORT;'],
    ['server/config.ts', "import { env } from 'node:process';"],
    ['server/app.ts', 'const isDemo = true;'],
    ['server/main.ts', "import { tryRoute } from './bff/testing/index.ts';"],
    ['server/bff/measure.ts', "import { MeterProvider } from '@opentelemetry/sdk-metrics';"],
    ['server/bff/index.ts', "export { tryRoute } from './testing/index.ts';"],
    ['server/bff/testing/try-route.ts', "import { routes } from '../../api/index.ts';"],
    ['client/modules/store/api/api.ts', "import { createTestQuery } from 'bff/testing';"],
    ['client/modules/bff/api/api.ts', "import { settled } from '../testing/testing.ts';"],
    ['client/modules/bff/testing/testing.ts', "import { session } from 'store/api';"],
    [
      'client/modules/store/api/api.ts',
      "import { type A } from '../../../../server/api/index.ts';",
    ],
    ['client/main.ts', "import type { A } from '../test/product.ts';"],
  ])('%s may not do: %s', (file, source) => {
    expect(violations(file, source)).toHaveLength(1);
  });

  it.each([
    ['server/config.ts', '// such as process.env\nexport const port = 1;'],
    ['server/main.ts', "import { config } from './config.ts'; readConfig(process.env);"],
    ['server/bff/measure.ts', "import { metrics } from '@opentelemetry/api';"],
    ['server/api/orders.ts', "import { z } from 'zod'; import { soql } from '../bff/index.ts';"],
    ['server/bff/testing/try-route.ts', "import { apiHandler } from '../api/api-handler.ts';"],
    ['client/modules/bff/testing/testing.ts', "import { createTransport } from 'bff/transport';"],
    [
      'server/bff/auth/login.ts',
      "import { Problem } from '../problem.ts'; import 'openid-client';",
    ],
    [
      'client/modules/store/api/api.ts',
      "import type { A } from '../../../../server/api/index.ts';",
    ],
  ])('%s may do: %s', (file, source) => {
    expect(violations(file, source)).toEqual([]);
  });
});
