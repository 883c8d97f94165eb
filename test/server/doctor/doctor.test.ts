import { describe, expect, it } from 'vitest';
import { readPrivateKey } from '../../../server/bff/index.ts';
import { statesOf, usePatient } from './use-patient.ts';

const patient = usePatient();

describe('doctor', () => {
  it('finds nothing wrong where nothing is', async () => {
    const findings = await patient.examine();
    expect(findings.filter(({ state }) => state !== 'ok')).toEqual([
      expect.objectContaining({ check: 'certificate', state: 'not_tried' }),
    ]);
    expect(findings.map(({ check }) => check)).toEqual(
      expect.arrayContaining([
        'clock',
        'client',
        'callback',
        'scopes',
        'integration',
        'api_version',
      ]),
    );
  });

  it('takes the other ways to be the app, and to get a token', async () => {
    await patient.expectWell({
      salesforce: {
        clientAuthentication: {
          method: 'private_key_jwt',
          privateKey: readPrivateKey(patient.org.app.privateKey),
        },
        integration: { flow: 'client_credentials' },
      },
    });
  });

  it('warns where nothing is configured', async () => {
    const findings = await patient.examine({
      redis: undefined,
      replica: undefined,
      salesforce: { integration: undefined },
    });
    expect(statesOf(findings, 'wrong')).toEqual([]);
    expect(statesOf(findings, 'warning')).toEqual(['integration', 'redis', 'postgres']);
  });
});
