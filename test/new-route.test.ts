import {
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CopyOfTree, copyOfTree } from './copy-of-tree.ts';
import { planFiles } from './new-route/plan-files.ts';
import { readArguments } from './new-route/read-arguments.ts';
import { writePlan } from './new-route/write-plan.ts';
import { runProcess } from './processes/run-process.ts';
import { root } from './processes/start-node.ts';

/** Every file of a folder, but for the installed packages. */
const filesOf = (folder: string): Record<string, string> =>
  Object.fromEntries(
    globSync('**/*', { cwd: folder, exclude: ['node_modules'] })
      .filter((path) => statSync(join(folder, path)).isFile())
      .map((path) => [path, readFileSync(join(folder, path), 'utf8')]),
  );

describe('a new route', () => {
  let copy: CopyOfTree;
  beforeAll(() => {
    copy = copyOfTree();
  });
  afterAll(() => copy.remove());

  const run = (...command: [string, ...string[]]) =>
    runProcess(command[0], command.slice(1), { cwd: copy.folder, deadlineSeconds: 240 });
  const newRoute = (...args: string[]) => run(process.execPath, 'test/new-route.ts', ...args);

  it('refuses what it cannot make in one line, and writes nothing', async () => {
    const before = filesOf(copy.folder);
    const { ok, output } = await newRoute('myOrders');
    expect(ok).toBe(false);
    expect(output).toBe(
      'myOrders is taken: server/api/index.ts uses that name\nNothing was written.\n',
    );
    expect(filesOf(copy.folder)).toEqual(before);
  });

  const made = [
    ['myContacts', '--sobject', 'Contact'],
    ['myWords', '--js'],
    ['allWords', '--kind', 'public'],
    ['oldWords', '--kind', 'replica', '--sobject', 'Word__c'],
    ['addWord', '--kind', 'command', '--sobject', 'Word__c'],
    ['addWordToo', '--kind', 'command', '--js'],
  ];

  it('of every kind and in both languages passes the checks and its own tests at once', async () => {
    for (const args of made) {
      const { ok, output } = await newRoute(...args);
      expect(output).toContain(`new      client/modules/store/${args[0]}/`);
      expect(ok).toBe(true);
    }
    const tools = join(root, 'node_modules/.bin');
    const names = made.map(([name = '']) => name);
    const tests = names.flatMap((name) => [
      `test/client/${name}.test`,
      `test/server/${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}.test`,
    ]);
    const outcomes = await Promise.all([
      run(join(tools, 'tsc'), '--noEmit'),
      run(
        join(tools, 'biome'),
        'check',
        '--error-on-warnings',
        '--vcs-enabled=false',
        'server',
        'client',
        'test/client',
        'test/server',
        'tsconfig.json',
      ),
      run(join(tools, 'knip')),
      run(join(tools, 'vitest'), 'run', ...tests),
    ]);
    expect(outcomes.map(({ ok, output }) => (ok ? '' : output))).toEqual(['', '', '', '']);
    const [, , , tested] = outcomes;
    expect(stripVTControlCharacters(tested?.output ?? '')).toMatch(/Test Files +12 passed \(12\)/);
  }, 300_000);

  it('is refused a second time', async () => {
    const { output } = await newRoute('myWords');
    expect(output).toContain('myWords is taken: there is server/api/my-words.ts');
  });
});

describe('the arguments', () => {
  it('say what to make', () => {
    expect(readArguments(['myCars', '--js', '--kind', 'command', '--sobject', 'Car__c'])).toEqual({
      ...{ name: 'myCars', kind: 'command', sObject: 'Car__c', language: 'js' },
    });
    expect(readArguments(['myCars'])).toEqual({
      ...{ name: 'myCars', kind: 'user', sObject: 'Account', language: 'ts' },
    });
  });

  it.each([
    ['no name', []],
    ['two names', ['one', 'two']],
    ['a capital at the front', ['MyCars']],
    ['dashes', ['my-cars']],
    ['a path', ['../cars']],
    ['a word of the language', ['delete']],
    ['an unknown kind', ['myCars', '--kind', 'secret']],
    ['no object’s name', ['myCars', '--sobject', 'Car FROM']],
    ['an unknown option', ['myCars', '--table', 'Car']],
  ])('are refused with %s', (_, args) => {
    expect(() => readArguments(args)).toThrow(/name|--kind|--sobject|npm run new:route/);
  });

  it('are missed where npm has kept them', () => {
    const env = { npm_config_js: 'true' };
    expect(() => readArguments(['myCars'], env)).toThrow('npm has kept --js for itself');
  });

  it.each(['session', 'routes', 'orders', 'cart'])('may not name what there is: %s', (name) => {
    expect(() => planFiles(root, readArguments([name]))).toThrow(`${name} is taken`);
  });
});

describe('writing', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'plan-'));
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
    writeFileSync(join(folder, 'biome.json'), readFileSync(join(root, 'biome.json')));
    mkdirSync(join(folder, 'a'));
    writeFileSync(join(folder, 'a/there.ts'), 'export const there = 1;\n');
    writeFileSync(join(folder, 'wall'), 'no folder\n');
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it.each([
    ['a file is in the way', 'a/there.ts', 'export const b = 2;'],
    ['a folder cannot be made', 'wall/new.ts', 'export const b = 2;'],
    ['something is not as the house writes', 'a/other.ts', 'export const b: any = ;'],
  ])('is undone where %s', async (_, path, text) => {
    const before = filesOf(folder);
    const added = new Map([
      ['b/new.ts', 'export const a = 1;'],
      [path, text],
    ]);
    const changed = new Map([['a/there.ts', 'export const there = 2;']]);
    await expect(writePlan(folder, { added, changed })).rejects.toThrow();
    expect(filesOf(folder)).toEqual(before);
    expect(globSync('b', { cwd: folder })).toEqual([]);
  });

  it('is formatted', async () => {
    const added = new Map([['b/new.ts', 'export const  a="1"']]);
    const changed = new Map([['a/there.ts', 'export const there=2']]);
    await writePlan(folder, { added, changed });
    const { 'b/new.ts': made, 'a/there.ts': there } = filesOf(folder);
    expect([made, there]).toEqual(["export const a = '1';\n", 'export const there = 2;\n']);
  });
});
