import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeBlocksOf, rowsOf } from './markdown.ts';
import { createOrg, type Org } from './org/create-org.ts';
import { createViewer, type Viewer } from './org/data/access/viewer.ts';
import { ApiError } from './org/data/api-error.ts';
import { createOrgData } from './org/data/org-data.ts';
import { runQuery } from './org/soql/run-query.ts';
import { runProcess } from './processes/run-process.ts';
import { root } from './processes/start-node.ts';
import { createCurl } from './shell-examples/create-curl.ts';
import { createShell } from './shell-examples/create-shell.ts';
import { fits } from './shell-examples/fits.ts';
import { readScript } from './shell-examples/read-script.ts';

const text = readFileSync(join(root, 'docs/embedded-org.md'), 'utf8');
const addressInText = 'http://127.0.0.1:3001';
const shellScripts = codeBlocksOf(text, 'sh');

describe('every command', () => {
  let org: Org;
  beforeAll(async () => {
    org = await createOrg();
  });
  afterAll(() => org.close());

  const shell = createShell(createCurl());
  const here = (written: string) => written.replaceAll(addressInText, org.url);

  it.each(shellScripts.flatMap(readScript))('$source', async ({ source, expected = '' }) => {
    const [statement] = readScript(here(source));
    if (statement === undefined) throw new Error(`no command: ${source}`);
    const { status, output } = await shell(statement);
    const [, said, body = ''] = /^(\d{3}(?= |$))? ?(.*)$/.exec(here(expected)) ?? [];
    if (status !== undefined) expect(status).toBe(Number(said ?? 200));
    if (expected !== '') expect(output).toSatisfy((answer: string) => fits(body, answer));
  });

  it('would be found out', async () => {
    expect(fits('{"a":1,…}', '{"a":1,"b":2}')).toBe(true);
    expect(fits('{"a":1}', '{"a":1,"b":2}')).toBe(false);
    const [unknown] = readScript('rm -r $ORG\n# gone');
    expect(unknown?.expected).toBe('gone');
    if (unknown !== undefined) await expect(shell(unknown)).rejects.toThrow('rm: not known');
    expect(() => readScript("curl 'half a word")).toThrow('not understood');
  });

  it('of curl is among them, but for those to the CLI’s org', () => {
    const others =
      codeBlocksOf(text, 'console')
        .join('\n')
        .match(/^.*curl .*$/gm) ?? [];
    expect(shellScripts.join('\n').match(/curl /g)?.length).toBeGreaterThan(30);
    expect(others.filter((line) => !line.includes('$ORG/__org__/app'))).toEqual([]);
  });
});

describe('every query', () => {
  let mia: Viewer;
  const now = new Date();
  beforeAll(() => {
    const data = createOrgData({ today: now });
    const user = data.userByUsername('mia@store.example');
    if (user === undefined) throw new Error('there is no Mia');
    mia = createViewer(data, user);
  });
  const run = (query: string) => runQuery(mia, query, { now, version: '66.0' });

  const answered = codeBlocksOf(text, 'soql').flatMap((block) => block.trim().split('\n'));
  it.each(answered)('%s', (query) => {
    expect(run(query).totalSize).toBeGreaterThanOrEqual(0);
  });

  const refused = ['query', 'query beyond the org'].flatMap((heading) => rowsOf(text, heading));
  it.each(refused)('%s is refused', (query = '', code = '', message = '') => {
    const refusal = catchError(() => run(query.replaceAll('`', '')));
    expect(refusal).toBeInstanceOf(ApiError);
    if (!(refusal instanceof ApiError)) return;
    expect(refusal.errorCode).toBe(code.replaceAll('`', ''));
    expect(refusal.message).toSatisfy((said: string) => fits(`…${message}`, said));
  });

  it('is there', () => {
    expect([answered.length > 15, refused.length > 12]).toEqual([true, true]);
  });
});

function catchError(work: () => unknown): unknown {
  try {
    return work();
  } catch (error) {
    return error;
  }
}

describe('every program', () => {
  it('in JavaScript runs as it stands, in a folder that has jsforce', async () => {
    const [program = ''] = codeBlocksOf(text, 'js');
    const folder = mkdtempSync(join(tmpdir(), 'stand-in-'));
    try {
      symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
      writeFileSync(join(folder, 'orders.test.mjs'), program);
      const { ok, output } = await runProcess(
        process.execPath,
        ['--test', '--test-reporter=tap', 'orders.test.mjs'],
        { cwd: folder, deadlineSeconds: 25, env: { ...process.env, ORG_FOLDER: root } },
      );
      expect(output).toMatch(/^# pass 4$/m);
      expect(ok).toBe(true);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
