import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { settingsFor } from '../../processes/settings-for.ts';
import { startNode } from '../../processes/start-node.ts';
import { statesOf, usePatient } from './use-patient.ts';

const patient = usePatient();

describe('npm run doctor', () => {
  const settings = () => ({
    APP_URL: 'http://localhost:3000',
    ...settingsFor({
      url: patient.org.url,
      app: { ...patient.org.app, ...secrets() },
      ...supervised,
    }),
    DATABASE_URL: patient.replica.url,
  });
  const secrets = () => ({
    clientSecret: patient.org.app.clientSecret ?? '',
    certificate: patient.org.app.certificate ?? '',
  });
  const supervised = { ended: Promise.resolve(''), stop: async () => {} };

  async function run(env: Record<string, string>, cwd: string, ...args: string[]) {
    const running = startNode(['server/commands/doctor.ts', ...args], env, { cwd });
    const { reason } = await running.exited;
    return { reason, output: running.output() };
  }

  it('says a line for each thing, and knows the certificates that are kept', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'doctor-'));
    try {
      await mkdir(join(folder, 'salesforce/certs'), { recursive: true });
      await writeFile(join(folder, 'salesforce/certs/shop.crt'), secrets().certificate);
      const { reason, output } = await run(settings(), folder);
      expect(output).toMatch(/^ok +login_host +http/m);
      expect(output).toMatch(/^ok +certificate salesforce\/certs\/shop\.crt +its last day is 20/m);
      expect(output).toMatch(/^warning +redis .*Set REDIS_URL/m);
      expect(reason).toBe('exit code 0');
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('says it to programs too, and fails where something is wrong', async () => {
    const env = { ...settings(), SALESFORCE_CLIENT_SECRET: 'pa55word' };
    const { reason, output } = await run(env, tmpdir(), '--json');
    const { ok, checks } = JSON.parse(output);
    expect(ok).toBe(false);
    expect(statesOf(checks, 'wrong')).toEqual(['client']);
    expect(output).not.toContain('pa55word');
    expect(reason).toBe('exit code 1');
  });

  it('warns where browsers would look for the server at another port', async () => {
    const { reason, output } = await run({ ...settings(), PORT: '4000' }, tmpdir());
    expect(output).toMatch(
      /^warning +settings +.* port 4000, .* http:\/\/localhost:3000\. Set PORT/m,
    );
    expect(reason).toBe('exit code 0');
  });

  it('lists every wrong setting, and tries nothing with them', async () => {
    const { reason, output } = await run({ PORT: 'pa55word' }, tmpdir());
    for (const name of ['PORT', 'APP_URL', 'SALESFORCE_LOGIN_URL', 'SESSION_SECRET']) {
      expect(output).toMatch(new RegExp(`^WRONG +settings +${name} .*\\.env`, 'm'));
    }
    expect(output).not.toContain('pa55word');
    expect(output).toMatch(/^- +everything else/m);
    expect(reason).toBe('exit code 1');
  });
});
