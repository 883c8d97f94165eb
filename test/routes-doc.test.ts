import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CookieJar } from './cookie-jar.ts';
import { type CopyOfTree, copyOfTree } from './copy-of-tree.ts';
import { defined } from './processes/defined.ts';
import { freePort } from './processes/free-port.ts';
import { runProcess } from './processes/run-process.ts';
import { root } from './processes/start-node.ts';
import { type RunningProcess, startProcess } from './processes/start-process.ts';
import { fits } from './shell-examples/fits.ts';
import { signIn } from './sign-in.ts';
import { stepsOf } from './tutorial/steps-of.ts';

// docs/routes.md to the letter, in a copy of the tree: every command is run, every file written.
const steps = stepsOf(readFileSync(join(root, 'docs/routes.md'), 'utf8'));
const contacts = (jar: CookieJar, appUrl: string) =>
  jar.request(new URL('/api/myContacts', appUrl), { headers: { 'X-BFF': '1' } });

describe('docs/routes.md', () => {
  let copy: CopyOfTree;
  let running: RunningProcess | undefined;
  let env: Readonly<Record<string, string>>;
  let appUrl: string;
  const orgUrl = () => `http://127.0.0.1:${env.ORG_PORT}`;
  beforeAll(async () => {
    copy = copyOfTree();
    await runProcess('git', ['init', '--quiet'], { cwd: copy.folder, deadlineSeconds: 20 });
    env = defined({
      ...process.env,
      PORT: String(await freePort()),
      ORG_PORT: String(await freePort()),
      VITEST: undefined,
    });
    appUrl = `http://localhost:${env.PORT}`;
  });
  afterAll(async () => {
    await running?.stop();
    copy.remove();
  });

  const here = (text: string) =>
    text.replaceAll('http://localhost:3000', appUrl).replaceAll('http://127.0.0.1:3001', orgUrl());

  async function start(command: string, ready: string): Promise<string> {
    let tell: () => void = () => {};
    const isReady = new Promise<void>((resolve) => {
      tell = resolve;
    });
    const process = startProcess('sh', ['-c', command], {
      ...{ cwd: copy.folder, env },
      onOutput: () => process.output().includes(ready) && tell(),
    });
    running = process;
    await Promise.race([isReady, process.exited]);
    return process.output();
  }

  async function run(command: string, shown: string): Promise<string> {
    if (command === 'npm run dev') return start(command, 'ready http');
    if (command.startsWith('curl ')) return (await fetch(command.split(' ').at(-1) ?? '')).text();
    const { output } = await runProcess('sh', ['-c', command], {
      ...{ cwd: copy.folder, env, deadlineSeconds: 240 },
    });
    expect(output, `${command} shows ${shown}`).not.toBe('');
    return output;
  }

  it.each(steps)(
    '$kind: $title',
    async (step) => {
      const { folder } = copy;
      if (step.kind === 'write') {
        mkdirSync(dirname(join(folder, step.title)), { recursive: true });
        writeFileSync(join(folder, step.title), step.text);
      } else if (step.kind === 'change') {
        const before = readFileSync(join(folder, step.title), 'utf8');
        expect(before.split(step.before)).toHaveLength(2);
        writeFileSync(
          join(folder, step.title),
          before.replace(step.before, () => step.after),
        );
      } else if (step.kind === 'run') {
        const output = stripVTControlCharacters(await run(here(step.title), step.shown));
        expect(output.trim()).toSatisfy((said: string) => fits(here(step.shown), said));
      } else {
        const jar = new CookieJar();
        await signIn(jar, appUrl, 'ada@northwind.example');
        const { body } = await contacts(jar, appUrl);
        const shown = JSON.parse(body, (key, value) => (key === 'id' ? '…' : value));
        expect(shown).toEqual(JSON.parse(step.text));
        const page = await jar.open(new URL('/contacts', appUrl));
        expect(page.body).toContain('<script');
      }
    },
    300_000,
  );

  it('has steps of every kind', () => {
    expect(new Set(steps.map(({ kind }) => kind))).toEqual(
      new Set(['run', 'write', 'change', 'answer']),
    );
    expect(steps.length).toBeGreaterThan(18);
  });
});
