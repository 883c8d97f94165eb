import { globSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { OAuthFailure } from '../server/bff/salesforce/oauth-failure.ts';
import {
  explainRefusal,
  refusals,
  salesforceAway,
  unexplained,
} from '../server/bff/salesforce/refusals.ts';
import { readConfig } from '../server/config.ts';
import { settings } from '../server/settings.ts';
import { welcome } from './demo-users.ts';
import { anchorsOf, linksOf, matches, rowsOf } from './markdown.ts';

const root = join(import.meta.dirname, '..');
const read = (file: string) => readFileSync(join(root, file), 'utf8');
const isThere = (file: string) =>
  statSync(join(root, file), { throwIfNoEntry: false }) !== undefined;

const documents = ['README.md', ...globSync('docs/**/*.md', { cwd: root })];
const readme = read('README.md');
const architecture = read('docs/architecture.md');
const troubleshooting = read('docs/troubleshooting.md');

/** Without the backticks around it. */
const name = (cell = '') => cell.replaceAll('`', '');

/** What is not in the repository: the client's build, what setup writes, and another package's file. */
const elsewhere = /^(?:dist|salesforce|node_modules|jsforce)\//;

/** What a document names or links and is not there. */
function missing(file: string, text: string): string[] {
  const broken = linksOf(text).filter((link) => {
    const [path = '', anchor] = link.split('#');
    const target = path === '' ? file : relative(root, join(root, dirname(file), path));
    return !isThere(target) || (anchor !== undefined && !anchorsOf(read(target)).includes(anchor));
  });
  // With an ending, or in a folder of ours: `store/api` is a module's name, `/api/myOrder` an address.
  const files = matches(text, /`([\w.@-]+\/[\w./@-]*)`/g).filter(
    (path) => /\.[a-z]+$/.test(path) || isThere(path.split('/')[0] ?? ''),
  );
  // A tutorial tells its reader to write some.
  const written = matches(text, /^<!-- write (\S+) -->$/gm);
  const isKnown = (path: string) => elsewhere.test(path) || written.includes(path) || isThere(path);
  return [...broken, ...files.filter((path) => !isKnown(path))];
}

describe('every document', () => {
  it.each(documents)('%s names and links only what is there', (file) => {
    expect(missing(file, read(file))).toEqual([]);
  });

  it('would be found out', () => {
    const text =
      '[a](gone.md) [b](#gone) [c](LICENSE) `server/gone.ts` `server/app.ts` `store/api` <img src="no.png">';
    expect(missing('README.md', text)).toEqual(['gone.md', '#gone', 'no.png', 'server/gone.ts']);
  });

  it('shows pictures that load quickly, and has none that it does not show', () => {
    const pictures = globSync('docs/images/*', { cwd: root });
    expect(pictures.filter((file) => !readme.includes(file))).toEqual([]);
    expect(pictures.filter((file) => statSync(join(root, file)).size > 300_000)).toEqual([]);
  });
});

describe('README.md', () => {
  const excerpts = [...readme.matchAll(/<!-- from (\S+) -->\n```ts\n([\s\S]*?)```/g)];

  it('shows code as it stands in the files it names', () => {
    expect(excerpts).toHaveLength(matches(readme, /(```ts)\n/g).length);
    expect(excerpts.length).toBeGreaterThan(3);
    const others = excerpts.filter(([, file = '', code = '']) => !read(file).includes(code));
    expect(others.map(([, file]) => file)).toEqual([]);
  });

  it('lists every command', () => {
    const scripts: Record<string, string> = JSON.parse(read('package.json')).scripts;
    const listed = rowsOf(readme, 'command').map(([command]) =>
      name(command).replace(/^npm (?:run )?/, ''),
    );
    expect(listed.toSorted()).toEqual(Object.keys(scripts).toSorted());
  });

  it('lists every setting, with its default, in docs/settings.md', () => {
    const rows = rowsOf(read('docs/settings.md'), 'name').map(([setting, standard]) => [
      name(setting),
      standard,
    ]);
    const listed = Object.fromEntries(rows) as Record<string, string>;
    expect(Object.keys(listed).toSorted()).toEqual(Object.keys(settings.shape).toSorted());
    for (const [setting, schema] of Object.entries(settings.shape)) {
      const { success, data } = schema.safeParse(undefined);
      const said = listed[setting];
      if (!success) expect([setting, said]).toEqual([setting, 'required']);
      else if (data !== undefined) expect([setting, said]).toEqual([setting, `\`${data}\``]);
      else
        expect([setting, said]).toEqual([
          setting,
          expect.not.stringMatching(/^(?:required|`[^`]*`)$/),
        ]);
    }
  });

  it('names the demo users that the demo prints', () => {
    const email = /([a-z]+@[a-z]+\.example)/g;
    expect(matches(welcome('', ''), email)).toEqual(
      rowsOf(readme, 'user').map(([user]) => name(user)),
    );
  });
});

describe('docs/architecture.md', () => {
  it('lists every problem code, with its status and title', () => {
    const kinds = read('server/bff/problem.ts').matchAll(/^ {2}(\w+): \[(\d+), '(.+)'\],$/gm);
    const rows = rowsOf(architecture, 'code').map(([code, status, title]) => [
      name(code),
      status,
      title,
    ]);
    expect(rows).toEqual([...kinds].map(([, ...kind]) => kind));
    expect(rows.length).toBeGreaterThan(10);
  });
});

describe('docs/troubleshooting.md', () => {
  const rows = rowsOf(troubleshooting, 'Salesforce says');

  it('explains every refusal in the words of the server, in its order', () => {
    const told = [...refusals.map(({ example, ...row }) => ({ says: example, ...row }))];
    const others = [
      { says: 'anything else', ...unexplained },
      { says: 'no answer, or `HTTP 5…`', ...salesforceAway },
    ];
    expect(rows).toEqual([
      ...told.map(({ says, code, status, person, operator }) => [
        `\`${says.replace(/: $/, '')}\``,
        `\`${code}\``,
        String(status),
        person,
        operator,
      ]),
      ...others.map(({ says, code, status, person, operator }) => [
        says,
        `\`${code}\``,
        String(status),
        person,
        operator,
      ]),
    ]);
  });

  it.each(refusals)('finds $code for $example', ({ example, code, during = ['sign_in'] }) => {
    const [error = '', description = ''] = example.split(/: ?(.*)/s);
    for (const undertaking of during) {
      const failure = new OAuthFailure('refused', error, description, undefined);
      expect(explainRefusal(failure, undertaking).code).toBe(code);
    }
  });
});

describe('docs/heroku.md', () => {
  const heroku = read('docs/heroku.md');

  it('maps the tables that replicated routes read, and every column that is read of them', () => {
    const replica = `${read('server/api/replica.ts')}${read('server/api/spending.ts')}`;
    const tables = matches(replica, /replicaTable\('(\w+)'/g);
    const rows = rowsOf(heroku, 'object').map(([, table, fields = '']) => ({
      table: name(table),
      fields: matches(fields, /`(\w+)`/g).map((field) => field.toLowerCase()),
    }));
    expect(rows.map(({ table }) => table).toSorted()).toEqual(tables.toSorted());
    for (const field of rows.flatMap(({ fields }) => fields)) expect(replica).toContain(field);
    const columns = matches(replica, /\b([a-z]\w*(?:id|family|date|price))\b/g);
    // What Connect maps itself, what is asked of Salesforce, and names of ours.
    const others = ['sfid', 'id'];
    const unmapped = columns.filter(
      (column) => !others.includes(column) && !rows.some(({ fields }) => fields.includes(column)),
    );
    expect(unmapped).toEqual([]);
  });

  it('sets settings that exist, and all without which the server does not start', () => {
    const commands = matches(heroku, /^heroku config:set (.+)$/gm).join(' ');
    const set = matches(commands, /(?:^| )([A-Z][A-Z_]+)=/g);
    expect(set.filter((setting) => !(setting in settings.shape))).toEqual([]);
    const required = Object.entries(settings.shape).filter(
      ([, schema]) => !schema.safeParse(undefined).success,
    );
    expect(required.map(([setting]) => setting).filter((it) => !set.includes(it))).toEqual([]);
  });
});

describe('docs/decisions', () => {
  const files = globSync('docs/decisions/0*.md', { cwd: root }).toSorted();

  it('are numbered one after the other, and each has its three parts', () => {
    const numbers = files.map((file) => Number(file.match(/(\d{4})-[a-z0-9-]+\.md$/)?.[1]));
    expect(numbers).toEqual(files.map((_, index) => index + 1));
    for (const [index, file] of files.entries()) {
      const headings = matches(read(file), /^#+ (.+)$/gm);
      expect(headings).toEqual([
        expect.stringMatching(new RegExp(`^${String(index + 1).padStart(4, '0')} `)),
        'Context',
        'Decision',
        'Consequences',
      ]);
    }
    const listed = matches(read('docs/decisions/README.md'), /\]\((.+)\)/g);
    expect(listed).toEqual(files.map((file) => relative('docs/decisions', file)));
  });

  it('name every dependency', () => {
    const { dependencies, devDependencies } = JSON.parse(read('package.json'));
    const text = files.map(read).join('\n');
    const unnamed = Object.keys({ ...dependencies, ...devDependencies }).filter(
      (dependency) => !text.includes(`\`${dependency}\``),
    );
    expect(unnamed).toEqual([]);
  });
});

describe('what Heroku reads', () => {
  type Env = Record<string, { value?: string; generator?: 'secret'; required?: boolean }>;
  interface Setup {
    env: Env;
    addons: string[];
  }
  const app: Setup & { stack: string; environments: { review: Setup } } = JSON.parse(
    read('app.json'),
  );
  const { review } = app.environments;
  /** Of the app and of a review app. Heroku may put the latter's env on top of the other, or in its place. */
  const setups: [string, Setup][] = [
    ['an app', app],
    ['a review app', { ...review, env: { ...app.env, ...review.env } }],
    ['a review app alone', review],
  ];
  /** What whoever deploys types in, what add-ons set, and what Heroku knows of an app. */
  const typed: Record<string, string> = {
    APP_URL: 'https://shop.example',
    SALESFORCE_CLIENT_ID: 'id',
    SALESFORCE_CLIENT_SECRET: 'secret',
  };
  const settingsOf: Record<string, Record<string, string>> = {
    'heroku-redis': { REDIS_URL: 'rediss://:password@redis.example:6380' },
    'heroku-postgresql': { DATABASE_URL: 'postgres://user:password@db.example:5432/shop' },
  };
  const HEROKU_APP_DEFAULT_DOMAIN_NAME = 'shop-pr-7.herokuapp.com';

  function configOf({ env, addons }: Setup, given: Record<string, string>) {
    const asDeployed = Object.entries(env).map(([setting, { value, generator, required }]) => [
      setting,
      // Heroku makes 64 hexadecimal digits.
      value ?? (generator ? 'f'.repeat(64) : required === false ? undefined : typed[setting]),
    ]);
    const fromAddons = addons.map((addon) => settingsOf[addon.split(':')[0] ?? '']);
    return readConfig({
      ...Object.fromEntries(asDeployed),
      ...Object.assign({}, ...fromAddons),
      ...given,
    });
  }

  it.each(setups)('has settings of %s that exist', (_, { env }) => {
    expect(Object.keys(env).filter((setting) => !(setting in settings.shape))).toEqual([]);
  });

  it('has the settings without which the server does not start', () => {
    const { appUrl, session, database } = configOf(app, {});
    expect(appUrl.href).toBe('https://shop.example/');
    expect(session.redis?.rejectUnauthorized).toBe(false);
    expect(database?.rejectUnauthorized).toBe(false);
  });

  it.each(setups.slice(1))('starts %s under the name that Heroku gives it', (_, setup) => {
    const { APP_URL: __, ...pipeline } = typed;
    const { appUrl, session } = configOf(setup, { ...pipeline, HEROKU_APP_DEFAULT_DOMAIN_NAME });
    expect(appUrl.host).toBe(HEROKU_APP_DEFAULT_DOMAIN_NAME);
    expect(session.redis?.rejectUnauthorized).toBe(false);
  });

  it('leaves room in the database for a release beside the one before, of two dynos', () => {
    const connectionsOfThePlan = 20;
    expect(app.addons).toContain('heroku-postgresql:essential-0');
    const { database } = configOf(app, {});
    expect((database?.connections ?? 0) * 2 * 2).toBeLessThan(connectionsOfThePlan);
  });

  it('starts the server itself, with a place for sessions outside its memory', () => {
    expect(read('Procfile')).toBe('web: node server/start.js\n');
    expect(isThere('server/start.js')).toBe(true);
    for (const [, { env, addons }] of setups) {
      expect(env.SESSION_STORE).toBeUndefined();
      expect(addons).toContain('heroku-redis:mini');
    }
  });
});
