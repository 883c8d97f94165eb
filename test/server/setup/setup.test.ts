import { spawnSync } from 'node:child_process';
import { type KeyObject, X509Certificate } from 'node:crypto';
import {
  chmodSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'dotenv';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { routes } from '../../../server/api/index.ts';
import { readPrivateKeys } from '../../../server/bff/salesforce/private-key.ts';
import { readConfig } from '../../../server/config.ts';
import { readArguments, usage } from '../../../server/setup/read-arguments.ts';
import { Refusal } from '../../../server/setup/refusal.ts';
import { runSetup } from '../../../server/setup/run-setup.ts';
import { root } from '../../processes/start-node.ts';

const envExample = readFileSync(join(root, '.env.example'), 'utf8');
/** What Salesforce makes, and setup cannot. */
const ofTheApp = { SALESFORCE_CLIENT_ID: 'id', SALESFORCE_CLIENT_SECRET: 'secret' };

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'setup-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const flags = [
  ...['--org', 'my-domain', '--login-url', 'https://acme.my.salesforce.com'],
  ...['--app-url', 'http://localhost:3000', '--acting', 'no', '--name', 'Storefront'],
  ...['--contact-email', 'ops@acme.example'],
];
const byKey = ['--integration', 'jwt_bearer', '--integration-user', 'integration@acme.example'];
const withKey = [...flags, ...byKey];

/** What setup says, prints and refuses; the lines are what somebody answers, until nobody does any more. */
async function setup(args: readonly string[], lines: readonly string[] = []) {
  const said: string[] = [];
  const printed: string[] = [];
  const waiting = [...lines];
  const run = runSetup({
    ...readArguments(args),
    folder,
    envExample,
    routes,
    terminal: {
      async ask(prompt) {
        said.push(prompt);
        return waiting.shift();
      },
      say: (text) => void said.push(text),
    },
    print: (script) => void printed.push(script),
    parseEnv: parse,
    now: new Date(),
  });
  const refusal = await run.then(
    () => undefined,
    (error: unknown) => {
      if (error instanceof Refusal) return error.message;
      throw error;
    },
  );
  return { refusal, said: said.join('\n'), printed: printed.join('') };
}

/** The program itself. */
function run(args: readonly string[], input = '') {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(root, 'server/commands/setup.ts'), ...args],
    { cwd: folder, env: {}, input, encoding: 'utf8', timeout: 30_000 },
  );
  return { status, stdout, stderr };
}

const path = (name: string) => join(folder, name);
const read = (name: string) => readFileSync(path(name), 'utf8');
const env = () => parse(read('.env'));
const mode = (name: string) => (statSync(path(name)).mode & 0o777).toString(8);
const keys = () => readPrivateKeys(env().SALESFORCE_PRIVATE_KEY ?? '');
const certificate = () => new X509Certificate(read('salesforce/certificate.pem'));
const isOf = (key: KeyObject | undefined) =>
  key !== undefined && certificate().checkPrivateKey(key);

/** Everything there is, by path. */
const everything = () =>
  Object.fromEntries(
    globSync('**/*', { cwd: folder, exclude: (name) => name === 'node_modules' })
      .concat(readdirSync(folder))
      .filter((name) => statSync(path(name)).isFile())
      .map((name) => [name, read(name)]),
  );

describe('npm run setup', () => {
  it('asks, in a pipe too, and writes what the server starts with', () => {
    const lines = [
      ...[
        'nonsense',
        'my-domain',
        'http://acme.my.salesforce.com',
        'https://acme.my.salesforce.com',
      ],
      ...['https://shop.example http://localhost:3000', 'jwt_bearer', 'integration@acme.example'],
      ...['yes', '', 'ops@acme.example', ''],
    ];
    const { status, stdout, stderr } = run([], lines.join('\n'));
    expect([status, stdout]).toEqual([0, '']);
    expect(stderr).toContain('That must be one of production, sandbox, my-domain, site.');
    expect(stderr).toContain('That must be https');
    expect(mode('.env')).toBe('600');
    expect(isOf(keys()[0])).toBe(true);
    expect(certificate().publicKey.asymmetricKeyDetails?.modulusLength).toBe(2048);
    const config = readConfig({ ...env(), ...ofTheApp });
    expect(config).toMatchObject({
      appUrl: new URL('https://shop.example'),
      salesforce: {
        loginUrl: new URL('https://acme.my.salesforce.com'),
        integration: { flow: 'jwt_bearer', username: 'integration@acme.example' },
      },
    });
    for (const secret of [env().SESSION_SECRET, env().SALESFORCE_PRIVATE_KEY]) {
      expect(stderr).not.toContain(secret);
    }
  });

  it.each([
    [['--orgg', 'x'], 2, "Unknown option '--orgg'"],
    [['--org', 'staging'], 1, '--org must be one of'],
  ])('refuses %j with exit status %d', (args, status, why) => {
    const refused = run(args);
    expect([refused.status, refused.stderr]).toEqual([status, expect.stringContaining(why)]);
    expect(refused.stderr).not.toContain('    at ');
    expect(readdirSync(folder)).toEqual([]);
  });

  it('says how it is used', () => {
    expect(run(['--help'])).toMatchObject({ status: 0, stdout: usage });
  });
});

describe('setup', () => {
  it('says what is left to do in the order in which it works', async () => {
    const { said } = await setup(withKey);
    const steps = [
      'External Client App Settings',
      '--source-dir app',
      'permset --name Storefront_Users',
    ]
      .concat(['--source-dir policies', 'Consumer Key and'])
      .map((step) => said.indexOf(step));
    expect(steps).not.toContain(-1);
    expect(steps).toEqual(steps.toSorted((a, b) => a - b));
  });

  it('changes nothing when it runs again', async () => {
    await setup(withKey);
    const before = everything();
    expect(Object.keys(before).length).toBeGreaterThan(10);
    const again = await setup(withKey);
    expect([again.refusal, again.said]).toEqual([
      undefined,
      expect.not.stringMatching(/^(?:new|changed|removed)/m),
    ]);
    expect((await setup([])).refusal).toBeUndefined();
    expect(everything()).toEqual(before);
  });

  it('asks before it changes metadata that somebody has written otherwise', async () => {
    await setup(withKey);
    const [policy = ''] = globSync('salesforce/**/*.ecaOauthPlcy-meta.xml', { cwd: folder });
    writeFileSync(path(policy), read(policy).replace('Enforce', 'Bypass'));
    const before = everything();
    const { refusal, said } = await setup(withKey, ['no']);
    expect([refusal, said]).toEqual([
      expect.stringContaining('nothing was written'),
      expect.stringContaining(`would be otherwise:\n  ${policy}\n`),
    ]);
    expect(everything()).toEqual(before);
    expect((await setup(withKey, ['yes'])).refusal).toBeUndefined();
    expect(read(policy)).toContain('Enforce');
  });

  it('makes no key where none is needed, and takes away what other answers have left', async () => {
    await setup(withKey);
    const { said } = await setup([...flags, '--integration', 'none', '--yes']);
    expect(said).toContain('removed   salesforce/certificate.pem');
    expect(Object.keys(everything()).filter((name) => /permissionset|\.pem/.test(name))).toEqual(
      [],
    );
    // A key that is there is somebody's.
    expect(keys()).toHaveLength(1);
    expect(env().SALESFORCE_INTEGRATION_FLOW).toBe('');
    expect((await setup(['--rotate-key'])).refusal).toContain('has no key');
  });

  it.each([
    [
      ['--login-url', 'https://acme.lightning.force.com', '--org', 'my-domain'],
      '--login-url must be',
    ],
    [flags, '--integration-user is missing'],
    [[...withKey, '--rotate-key'], 'no key to follow yet'],
    [['--finish-rotation'], 'nothing to finish'],
  ])('refuses %j, and writes nothing', async (args, why) => {
    expect((await setup(args)).refusal).toContain(why);
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe('where the server listens', () => {
  it.each([
    ['http://localhost:3000', undefined],
    ['http://localhost:4000 https://shop.example', '4000'],
    ['http://localhost', '80'],
    ['https://shop.example', undefined],
  ])('follows from %s, where somebody has not said it already', async (address, port) => {
    await setup([...withKey, '--app-url', address]);
    expect(env().PORT).toBe(port);
    writeFileSync(path('.env'), `PORT=5000\n${read('.env').replace(/^PORT=.*$/m, '')}`);
    await setup([...withKey, '--app-url', address, '--yes']);
    expect(env().PORT).toBe('5000');
  });
});

describe('an .env that is there', () => {
  const mine = `# mine
MY_OWN=1
APP_URL=http://localhost:4000 # another port
SESSION_SECRET=${'s'.repeat(40)}
SALESFORCE_CLIENT_ID=3MVG9
SALESFORCE_CLIENT_SECRET='of the app'
`;
  beforeEach(() => {
    writeFileSync(path('.env'), mine);
    chmodSync(path('.env'), 0o644);
  });

  it.each([[[]], [['no']], [['y']]])(
    'stays as it is, and nothing is written, after the answers %j',
    async (lines) => {
      const { refusal, said } = await setup(withKey, lines);
      expect(refusal).toContain('nothing was written');
      expect(said).toContain('  .env: APP_URL, SALESFORCE_LOGIN_URL');
      expect(said).not.toContain('ssss');
      expect(everything()).toEqual({ '.env': mine });
    },
  );

  it.each([
    ['yes', withKey, ['yes']],
    ['--yes', [...withKey, '--yes'], []],
  ])('is changed after %s; nothing in it is lost, and a copy is kept', async (_, args, lines) => {
    expect((await setup(args, lines)).refusal).toBeUndefined();
    expect(env()).toMatchObject({ ...parse(mine), APP_URL: 'http://localhost:3000' });
    expect(read('.env')).toMatch(/^# mine\nMY_OWN=1\nAPP_URL=\S+ # another port\n/);
    expect(readConfig(env()).appUrl.port).toBe('3000');
    const [copy = ''] = readdirSync(folder).filter((name) => name.startsWith('.env.before-'));
    expect([mode('.env'), mode(copy), read(copy)]).toEqual(['600', '600', mine]);
  });

  it('keeps a key that is there, and makes the certificate of that one', async () => {
    await setup([...withKey, '--yes']);
    const before = env().SALESFORCE_PRIVATE_KEY;
    rmSync(path('salesforce'), { recursive: true });
    await setup([...withKey, '--yes']);
    expect(env().SALESFORCE_PRIVATE_KEY).toBe(before);
    expect(isOf(keys()[0])).toBe(true);
  });

  it('is not given another key where the certificate’s own is elsewhere', async () => {
    await setup([...withKey, '--yes']);
    const before = everything();
    writeFileSync(path('.env'), mine);
    expect((await setup([...withKey, '--yes'])).refusal).toContain('--rotate-key');
    expect(everything()).toEqual({ ...before, '.env': mine });
  });

  it('with a key that is none is refused, by name and not by value', async () => {
    writeFileSync(path('.env'), 'SALESFORCE_PRIVATE_KEY=hunter2\n');
    const { refusal } = await setup(withKey);
    expect(refusal).toContain('SALESFORCE_PRIVATE_KEY in .env must');
    expect(refusal).not.toContain('hunter2');
  });

  it('that others can read is made its owner’s alone', async () => {
    await setup([...withKey, '--yes']);
    chmodSync(path('.env'), 0o644);
    await setup(withKey);
    expect(mode('.env')).toBe('600');
  });
});

describe('--heroku', () => {
  /** Heroku's config vars, after a shell has run the script with a `heroku` that keeps them in files. */
  function heroku(script: string, { fails = false } = {}): Record<string, string> {
    for (const name of ['bin', 'vars']) mkdirSync(path(name), { recursive: true });
    // By the add-on.
    writeFileSync(path('vars/REDIS_URL'), 'rediss://x.example:1');
    writeFileSync(
      path('bin/heroku'),
      `#!/bin/sh
case "$1" in
  config:set) shift; for pair; do printf %s "\${pair#*=}" > "$VARS/\${pair%%=*}"; done ;;
  config:unset) rm -f "$VARS/$2" ;;
  config:get) test -z "$AWAY" || exit 1; cat "$VARS/$2" 2>/dev/null || true ;;
esac
`,
      { mode: 0o755 },
    );
    const ran = spawnSync('/bin/sh', [], {
      input: script,
      env: { PATH: `${path('bin')}:/usr/bin:/bin`, VARS: path('vars'), AWAY: fails ? 'yes' : '' },
      encoding: 'utf8',
      timeout: 10_000,
    });
    const stays = /^SALESFORCE_PRIVATE_KEY stays as it is\..*\n/;
    expect([ran.status, ran.stderr.replace(stays, '')]).toEqual([fails ? 1 : 0, '']);
    return Object.fromEntries(
      readdirSync(path('vars')).map((name) => [name, read(`vars/${name}`)]),
    );
  }
  const onHeroku = [...withKey, '--app-url', 'https://shop.example', '--heroku'];

  it('prints what sets the config vars, and leaves .env alone', async () => {
    const { printed, said } = await setup(onHeroku);
    expect(everything()).not.toHaveProperty('.env');
    const vars = heroku(printed);
    const config = readConfig({ ...vars, ...ofTheApp });
    expect(config.appUrl.href).toBe('https://shop.example/');
    expect(config.session.redis?.rejectUnauthorized).toBe(false);
    expect(readPrivateKeys(vars.SALESFORCE_PRIVATE_KEY ?? '').map(isOf)).toEqual([true]);
    expect(said).not.toContain(vars.SESSION_SECRET);
  });

  it('sets what a database of Heroku’s needs, once', async () => {
    expect(Object.keys(heroku((await setup(onHeroku)).printed)).join()).not.toContain('DATABASE');
    writeFileSync(path('vars/DATABASE_URL'), 'postgres://x.example/shop');
    const first = heroku((await setup(onHeroku)).printed);
    const { database } = readConfig({ ...first, ...ofTheApp });
    expect(database).toMatchObject({ rejectUnauthorized: false, connections: 4 });
    writeFileSync(path('vars/DATABASE_TLS_REJECT_UNAUTHORIZED'), 'true');
    writeFileSync(path('vars/DATABASE_CONNECTIONS'), '12');
    const again = readConfig({ ...heroku((await setup(onHeroku)).printed), ...ofTheApp });
    expect(again.database).toMatchObject({ rejectUnauthorized: true, connections: 12 });
  });

  it('changes no secret when it runs again', async () => {
    const first = heroku((await setup(onHeroku)).printed);
    const pem = read('salesforce/certificate.pem');
    expect(heroku((await setup(onHeroku)).printed)).toEqual(first);
    expect(read('salesforce/certificate.pem')).toBe(pem);
  });

  it('loses no secret and no key where Heroku does not say what it has', async () => {
    const first = heroku((await setup(onHeroku)).printed);
    expect(heroku((await setup(onHeroku)).printed, { fails: true })).toEqual(first);
    await setup([...onHeroku, '--rotate-key', '--yes']);
    const { printed } = await setup(['--finish-rotation', '--heroku']);
    expect(heroku(printed, { fails: true })).toEqual(first);
  });

  it('replaces no key that Heroku has already, and says so', async () => {
    const first = heroku((await setup(onHeroku)).printed);
    rmSync(path('salesforce'), { recursive: true });
    const again = heroku((await setup(onHeroku)).printed);
    expect(again.SALESFORCE_PRIVATE_KEY).toBe(first.SALESFORCE_PRIVATE_KEY);
  });

  it('finishes with the last key, also behind one with real line breaks', async () => {
    const { SALESFORCE_PRIVATE_KEY: key } = heroku((await setup(onHeroku)).printed);
    writeFileSync(path('vars/SALESFORCE_PRIVATE_KEY'), `first line\nsecond line,${key}`);
    const finished = heroku((await setup(['--finish-rotation', '--heroku'])).printed);
    expect(finished.SALESFORCE_PRIVATE_KEY).toBe(key);
  });

  it('changes keys in two steps', async () => {
    const { SALESFORCE_PRIVATE_KEY: old } = heroku((await setup(onHeroku)).printed);
    const rotating = heroku((await setup([...onHeroku, '--rotate-key', '--yes'])).printed);
    const [one, next = ''] = rotating.SALESFORCE_PRIVATE_KEY?.split(',') ?? [];
    expect(one).toBe(old);
    expect(readPrivateKeys(next).map(isOf)).toEqual([true]);
    const finished = heroku((await setup(['--finish-rotation', '--heroku'])).printed);
    expect(finished.SALESFORCE_PRIVATE_KEY).toBe(next);
  });
});

describe('a server that authenticates itself by its key', () => {
  it('keeps the certificate, whatever the other flows are', async () => {
    await setup(withKey);
    const certificate = read('salesforce/certificate.pem');
    writeFileSync(path('.env'), `${read('.env')}\nSALESFORCE_CLIENT_AUTH=private_key_jwt\n`);
    const { refusal } = await setup([...flags, '--integration', 'none', '--yes']);
    expect([refusal, read('salesforce/certificate.pem')]).toEqual([undefined, certificate]);
    const [settings = ''] = globSync('salesforce/**/*.ecaGlblOauth-meta.xml', { cwd: folder });
    expect(read(settings)).toContain(certificate);
  });
});

describe('--rotate-key', () => {
  it('puts the next key behind the present one, and finishes with it alone', async () => {
    await setup(withKey);
    const old = env().SALESFORCE_PRIVATE_KEY;
    const { said } = await setup(['--rotate-key', '--yes']);
    expect(said).toContain('--finish-rotation');
    expect(said).not.toContain('Which kind of org?');
    expect(env().SALESFORCE_PRIVATE_KEY?.split(',')).toEqual([old, expect.any(String)]);
    expect(keys().map(isOf)).toEqual([false, true]);
    const [settings = ''] = globSync('salesforce/**/*.ecaGlblOauth-meta.xml', { cwd: folder });
    expect(read(settings)).toContain(read('salesforce/certificate.pem'));
    // In the middle of it, setup keeps both.
    const before = everything();
    await setup([]);
    expect(everything()).toEqual(before);
    expect((await setup(['--rotate-key', '--yes'])).refusal).toContain('two keys already');
    const finished = await setup(['--finish-rotation', '--yes']);
    expect(keys().map(isOf)).toEqual([true]);
    // Copies of .env have the key that was taken away.
    const copies = readdirSync(folder).filter((name) => name.startsWith('.env.before-'));
    expect(copies.length).toBeGreaterThan(0);
    for (const copy of copies) expect(finished.said).toContain(copy);
    expect(finished.said).toMatch(/delete/i);
  });
});
