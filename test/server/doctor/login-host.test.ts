import { describe, expect, it } from 'vitest';
import { named, statesOf, usePatient } from './use-patient.ts';

const patient = usePatient();

describe('of the login host, doctor names', () => {
  it('one that does not answer, and tries nothing that needs it', async () => {
    const findings = await patient.examine({
      salesforce: { loginUrl: new URL('http://127.0.0.1:1') },
    });
    expect(named(findings, 'login_host')).toMatchObject({
      state: 'wrong',
      remedy: expect.stringContaining('SALESFORCE_LOGIN_URL'),
    });
    expect(statesOf(findings, 'wrong')).toEqual(['login_host']);
    expect(statesOf(findings, 'not_tried')).toContain('client');
    expect(named(findings, 'redis')?.state).toBe('ok');
  });

  it('one that is none', async () => {
    await patient.panel.faults({ path: '/.well-known/', status: 404, body: 'no such page' });
    await patient.expectOne(
      {},
      { check: 'login_host', found: /^not_salesforce/, remedy: /well-known/ },
    );
    await patient.panel.faults();
    await patient.expectWell();
  });

  it('a wait that has no end', async () => {
    await patient.panel.faults({ path: '/.well-known/', delayMs: 30_000 });
    const started = performance.now();
    const findings = await patient.examine({ deadlineMs: 300 });
    expect(named(findings, 'login_host')).toMatchObject({
      state: 'wrong',
      found: expect.stringContaining('no answer'),
    });
    expect(performance.now() - started).toBeLessThan(5_000);
  });

  it.each([300, -300])('a clock that is off by %i s, until it is set', async (seconds) => {
    await patient.panel.settings({ clockAheadSeconds: seconds });
    const findings = await patient.examine();
    expect(named(findings, 'clock')).toMatchObject({
      state: 'wrong',
      found: expect.stringMatching(seconds > 0 ? /^(?:299|300|301) s behind/ : /s ahead of/),
      remedy: expect.stringContaining('NTP'),
    });
    await patient.panel.settings({ clockAheadSeconds: 0 });
    await patient.expectWell();
  });
});
