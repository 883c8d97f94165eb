import { basename } from 'node:path';
import { z } from 'zod';

/** What the middleware needs at run time. A test holds this together with what it imports. */
const needed = [
  '@opentelemetry/api',
  '@redis/client',
  'cookie',
  'cookie-signature',
  'express-session',
  'jose',
  'jsforce',
  'lru-cache',
  'openid-client',
  'pg',
  'raw-body',
  'undici',
];
/** What its declarations speak of. */
const neededForTypes = ['@types/express'];
/** What its users use themselves, and have to have one of. */
const shared = ['express', 'zod'];
/** Only for what runs in a browser. */
const sharedInBrowser = ['lwc'];

const OurManifest = z.object({
  version: z.string(),
  license: z.string(),
  engines: z.object({ node: z.string() }),
  dependencies: z.record(z.string(), z.string()),
  devDependencies: z.record(z.string(), z.string()),
});

/**
 * The package's own package.json: the versions are those that the repository is tested with.
 *
 * @param ours the repository's package.json
 * @param browserFolders the modules for the browser, a folder each
 * @throws {Error} when the repository does not have what the package needs
 */
export function packageManifest(ours: unknown, browserFolders: readonly string[]) {
  const { version, license, engines, ...ranges } = OurManifest.parse(ours);
  const versions = { ...ranges.devDependencies, ...ranges.dependencies };
  const pick = (names: readonly string[]) =>
    Object.fromEntries(
      names.map((name) => {
        const range = versions[name];
        if (range === undefined) throw new Error(`package.json has no version of ${name}`);
        return [name, range];
      }),
    );
  /** Pinned here for the build; whoever has a later one of the same major can use the package. */
  const compatible = (range: string) => (/^\d+\.\d+\.\d+$/.test(range) ? `^${range}` : range);
  const modules = browserFolders.map((folder) => basename(folder)).toSorted();
  return {
    name: 'lwc-bff',
    version,
    description: 'A backend-for-frontend for Lightning Web Components on Salesforce data',
    keywords: ['salesforce', 'lwc', 'backend-for-frontend', 'bff', 'express', 'oauth'],
    license,
    type: 'module',
    sideEffects: false,
    engines,
    exports: {
      '.': entry('./server/index'),
      './testing': entry('./server/testing/index'),
      ...Object.fromEntries(
        modules.map((name) => [`./browser/${name}`, entry(`./browser/${name}/${name}`)]),
      ),
      './package.json': './package.json',
    },
    files: ['server', 'browser'],
    dependencies: pick([...needed, ...neededForTypes].toSorted()),
    peerDependencies: Object.fromEntries(
      Object.entries(pick([...shared, ...sharedInBrowser])).map(([name, range]) => [
        name,
        compatible(range),
      ]),
    ),
    peerDependenciesMeta: Object.fromEntries(
      sharedInBrowser.map((name) => [name, { optional: true }]),
    ),
  };
}

const entry = (path: string) => ({ types: `${path}.d.ts`, default: `${path}.js` });
