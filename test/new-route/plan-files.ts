import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Misunderstood, type NewRoute } from './read-arguments.ts';

/** Everything that making a route writes: the whole text of each file by its path. */
export interface Plan {
  readonly added: ReadonlyMap<string, string>;
  readonly changed: ReadonlyMap<string, string>;
}

const routesFile = 'server/api/index.ts';
const apiFile = 'client/modules/store/api/api.ts';
const pathsFile = 'tsconfig.json';

/** How the client makes a function of a route of each kind. */
const declarations = {
  user: "/** What the user may see of %sObject%, by name. */\nexport const %name% = query('%name%');",
  public:
    "/** %sObject% by name; the same for everybody. */\nexport const %name% = publicQuery('%name%');",
  replica:
    "/** What the user may see of %sObject%, as replicated. */\nexport const %name% = query('%name%');",
  command: "/** Makes a record of %sObject%. */\nexport const %name% = command('%name%');",
} as const;

const capitalized = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);
const dashed = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/**
 * What the files of a new route are, and how those change that name it.
 *
 * @param root the repository's folder
 * @throws {Misunderstood} where the name is taken
 */
export function planFiles(root: string, route: NewRoute): Plan {
  const { name, kind, language } = route;
  const read = (path: string) => readFileSync(join(root, path), 'utf8');
  const filled = (template: string) =>
    fill(readFileSync(join(import.meta.dirname, 'templates', `${template}.txt`), 'utf8'), route);

  const shape = kind === 'command' ? 'command' : 'query';
  const source = kind === 'replica' ? 'replica' : shape;
  const file = dashed(name);
  const component = `client/modules/store/${name}/${name}`;
  const added = new Map([
    [`server/api/${file}.ts`, filled(`${source}.ts`)],
    [`${component}.html`, filled(`${shape}.component.html`)],
    [`${component}.css`, filled('component.css')],
    [`${component}.${language}`, filled(`${shape}.component.${language}`)],
    [`test/server/${file}.test.ts`, filled(`${source}.route.test.ts`)],
    [`test/client/${name}.test.${language}`, filled(`${shape}.component.test`)],
  ]);

  const texts = { routes: read(routesFile), api: read(apiFile), paths: read(pathsFile) };
  const isThere = [...added.keys(), `client/modules/store/${name}`].find((path) =>
    statSync(join(root, path), { throwIfNoEntry: false }),
  );
  if (isThere !== undefined) throw new Misunderstood(`${name} is taken: there is ${isThere}`);
  for (const [path, text] of [
    [routesFile, texts.routes],
    [apiFile, texts.api],
  ] as const) {
    if (mentions(text, name)) throw new Misunderstood(`${name} is taken: ${path} uses that name`);
  }

  const changed = new Map([
    [
      routesFile,
      `import { ${name} } from './${file}.ts';\n${replaced(
        texts.routes,
        /(export const routes = \{[^}]*?),?(\s*\};)/,
        `$1, ${name}$2`,
        routesFile,
      )}`,
    ],
    [apiFile, `${texts.api}\n${fill(declarations[kind], route)}\n`],
    [pathsFile, withPath(texts.paths, `store/${name}`, `./${component}.${language}`)],
  ]);
  return { added, changed };
}

function fill(template: string, { name, kind, sObject }: NewRoute): string {
  const object = capitalized(sObject.replace(/__c$/i, '').replaceAll('_', ''));
  const values: Readonly<Record<string, string>> = {
    name,
    Name: capitalized(name),
    file: dashed(name),
    tag: dashed(name),
    sObject,
    Item: object,
    item: object.charAt(0).toLowerCase() + object.slice(1),
    query: `${kind}Query`,
    reader: kind === 'public' ? 'the integration user' : 'the signed-in user',
    settings: kind === 'public' ? 'cacheSeconds: 300,' : '',
    table: sObject.toLowerCase(),
  };
  return template.replace(/%(\w+)%/g, (placeholder, key: string) => values[key] ?? placeholder);
}

/** Whether the code of a file has a word, in whatever place; comments may. */
const mentions = (text: string, word: string): boolean =>
  new RegExp(`\\b${word}\\b`).test(text.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, ''));

/** The module paths in their order, with one more; the rest as it was. */
function withPath(config: string, module: string, path: string): string {
  const { compilerOptions, ...others } = JSON.parse(config);
  const paths = Object.entries({ ...compilerOptions.paths, [module]: [path] });
  const sorted = Object.fromEntries(paths.toSorted(([a], [b]) => (a < b ? -1 : 1)));
  return JSON.stringify(
    { compilerOptions: { ...compilerOptions, paths: sorted }, ...others },
    null,
    2,
  );
}

function replaced(text: string, pattern: RegExp, by: string, path: string): string {
  if (!pattern.test(text)) throw new Error(`${path} is not as expected: it has no ${pattern}`);
  return text.replace(pattern, by);
}
