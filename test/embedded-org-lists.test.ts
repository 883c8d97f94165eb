import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { matches, rowsOf } from './markdown.ts';
import { createOrg, type Org } from './org/create-org.ts';
import { createViewer } from './org/data/access/viewer.ts';
import { appSettingsSchema, newAppSettings } from './org/oauth/app-settings.ts';
import { restEndpoints } from './org/rest/rest-endpoints.ts';
import { root } from './processes/start-node.ts';

const read = (file: string) => readFileSync(join(root, file), 'utf8');
const text = read('docs/embedded-org.md');

/** Without the backticks around it. */
const name = (cell = '') => cell.replaceAll('`', '');
/** The first two columns of a table. */
const pairs = (heading: string) => rowsOf(text, heading).map(([a, b]) => [name(a), name(b)]);
const names = (heading: string) => rowsOf(text, heading).map(([first]) => name(first));

/** What a member of an interface or a schema in a source file is called. */
function membersOf(file: string, start: string): string[] {
  const [, rest = ''] = read(file).split(start);
  return matches(rest.slice(0, rest.indexOf('\n}')), /^ {2}(?:readonly )?(\w+)\??: /gm);
}

let org: Org;
beforeAll(async () => {
  org = await createOrg();
});
afterAll(() => org.close());

describe('docs/embedded-org.md lists', () => {
  it('every user, and how much of the shop they see', () => {
    const data = org.data();
    const users = [...data.tables.User.rows()].flatMap(({ Id }) => data.userById(Id) ?? []);
    const seen = users.map((user) => {
      const viewer = createViewer(data, user);
      const counts = ['Account', 'Order', 'Case', 'Product2'].map((object) => {
        const visible = viewer.object(object);
        return visible === undefined ? '–' : String(viewer.rows(visible).length);
      });
      return [user.username, user.profile, ...counts];
    });
    const told = rowsOf(text, 'user').map(([user, ...rest]) => [name(user), ...rest]);
    expect(told.toSorted()).toEqual(seen.toSorted());
  });

  it('every object, and how many records it has', () => {
    const tables = Object.values(org.data().tables);
    expect(pairs('object')).toEqual(tables.map(({ schema, size }) => [schema.name, String(size)]));
    const fields = tables.flatMap(({ schema }) => schema.fields.map((field) => field.name));
    const section = text.slice(text.indexOf('\n## Records'), text.indexOf('\n## Signing in'));
    for (const field of fields.filter((each) => each.endsWith('__c'))) {
      expect(section).toContain(`\`${field}\``);
    }
  });

  it('every request to the control panel', () => {
    const panel = read('test/org/panel/create-panel.ts').matchAll(
      /panel\.(get|post)\(\s*'(\/\w+)'/g,
    );
    const apps = read('test/org/panel/apps.ts').matchAll(/routes\.(get|post)\('\/'/g);
    const served = [
      ...[...panel].map(([, method = '', path = '']) => `${method.toUpperCase()} /__org__${path}`),
      ...[...apps].map(([, method = '']) => `${method.toUpperCase()} /__org__/apps`),
    ];
    expect(served.length).toBeGreaterThan(8);
    expect(names('request').toSorted()).toEqual(served.toSorted());
  });

  it('every setting, with its default', async () => {
    const settings = await (await fetch(`${org.url}/__org__/settings`)).json();
    const defaults = Object.entries(settings).map(([key, value]) => [key, JSON.stringify(value)]);
    expect(pairs('setting')).toEqual(defaults);
  });

  it('every field of an app, with its default', () => {
    const defaults: Readonly<Record<string, unknown>> = newAppSettings;
    const fields = Object.keys(appSettingsSchema.shape).map((key) => {
      if (key === 'scopes') return [key, 'all but full'];
      return [key, key in defaults ? JSON.stringify(defaults[key]) : 'required'];
    });
    expect(pairs('field')).toEqual(fields);
  });

  it('every part of a fault', () => {
    const parts = membersOf('test/org/panel/faults.ts', 'const faultSchema = ');
    expect(parts.length).toBeGreaterThan(6);
    expect(names('fault')).toEqual(parts);
  });

  it('every resource of REST, with its methods', () => {
    const usage = { used: () => 0, limit: () => 0, count: () => {} };
    const served = restEndpoints(usage).map(({ path, methods }) => [
      path,
      Object.keys(methods).join(', '),
    ]);
    expect(pairs('resource').toSorted()).toEqual(served.toSorted());
  });

  it('every grant type', async () => {
    const granted = matches(read('test/org/oauth/token-endpoint.ts'), /^ {2}\['(.+)', grantBy/gm);
    expect(granted.length).toBeGreaterThan(4);
    expect(names('`grant_type`').toSorted()).toEqual(granted.toSorted());
  });

  it('every operation of SOAP', () => {
    const operations = matches(read('test/org/soap/soap-operations.ts'), /^ {2}\['(\w+)', /gm);
    const section = text.slice(text.indexOf('\n## SOAP login'), text.indexOf('\n## Errors'));
    expect(operations.length).toBeGreaterThan(3);
    expect(section).toContain(
      operations
        .map((each) => `\`${each}\``)
        .join(', ')
        .replace(/, (?=[^,]*$)/, ' and '),
    );
  });

  it('every app that is there from the start', async () => {
    const apps: { name: string; clientId: string }[] = await (
      await fetch(`${org.url}/__org__/apps`)
    ).json();
    const [storefront, cli] = apps;
    expect(names('app')).toEqual([storefront?.name, cli?.clientId]);
    expect(apps).toHaveLength(2);
  });

  it('every option of createOrg', () => {
    const options = membersOf('test/org/create-org.ts', 'interface OrgOptions ');
    expect(options.length).toBeGreaterThan(4);
    expect(names('option of `createOrg`')).toEqual(options);
  });

  it('what a copy of it needs beside it', () => {
    const files = globSync('test/org/**/*.ts', { cwd: root }).filter(
      (file) => !/(?:\.test|-test-client|-rig)\.ts$/.test(file),
    );
    const imports = files.flatMap((file) => matches(read(file), /from '([^']+)'/g));
    const packages = imports.filter((from) => !/^(?:\.|node:)/.test(from));
    const needs = /and these packages: (.+)\.$/m.exec(text)?.[1];
    const told = matches(needs ?? '', /`([^`]+)`/g);
    expect([...new Set(packages)].toSorted()).toEqual(told);
    const beside = new Set(['cookie-jar.ts', 'submit-form.ts', 'html-form.ts']);
    const above = files
      .filter((file) => !file.slice('test/org/'.length).includes('/'))
      .flatMap((file) => matches(read(file), /from '\.\.\/([^'/]+)'/g));
    expect(above.filter((file) => !beside.has(file))).toEqual([]);
    for (const file of beside) expect(text).toContain(`\`test/${file}\``);
  });

  it('the JavaScript example for a test’s own process as it is run', () => {
    const [, shown] = /<!-- from (?:\S+) -->\n```ts\n([\s\S]*?)```/.exec(text) ?? [];
    expect(shown).toBe(read('test/stand-in.test.ts'));
  });
});
