import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { routes } from '../../../server/api/index.ts';
import { publicQuery, soql } from '../../../server/bff/index.ts';
import { integrationUser } from '../../org/pages/demo-users.ts';
import { named, statesOf, usePatient } from './use-patient.ts';

const patient = usePatient();

describe('of the integration user, doctor names', () => {
  it('one who is not approved, until they are', async () => {
    await patient.panel.app({
      permittedUsers: 'admin_approved',
      approvedUsers: [],
      approvedProfiles: [],
    });
    await patient.expectOne(
      {},
      { check: 'integration', found: /^not_approved/, remedy: /permission set or profile/ },
    );
    await patient.panel.app({ approvedUsers: [integrationUser.username] });
    await patient.expectWell();
  });

  it('one who has not approved the app, until that user is pre-authorized', async () => {
    const changes = { salesforce: { integration: patient.jwtBearer('grace@contoso.example') } };
    await patient.expectOne(changes, {
      check: 'integration',
      found: /^consumer_not_approved/,
      remedy: /pre-authorized/,
    });
    await patient.panel.settings({ consent: 'preauthorized' });
    await patient.expectWell(changes);
  });

  it('a wrong audience', async () => {
    await patient.panel.faults({
      path: '/services/oauth2/token',
      status: 400,
      body: { error: 'invalid_grant', error_description: 'audience is invalid' },
    });
    const findings = await patient.examine();
    expect(named(findings, 'integration')).toMatchObject({
      state: 'wrong',
      found: expect.stringMatching(/^audience_rejected/),
      remedy: expect.stringContaining('SALESFORCE_LOGIN_URL'),
    });
    await patient.panel.faults();
    await patient.expectWell();
  });

  it('one of another organization', async () => {
    await patient.expectOne(
      { salesforce: { organizationId: '00D000000000062EAA' } },
      { check: 'integration', found: /^organization_not_allowed/, remedy: /SALESFORCE_ORG_ID/ },
    );
  });

  it('a version that is not offered, with one that is', async () => {
    const changes = (apiVersion: string) => ({ salesforce: { apiVersion } });
    const { remedy } = named(await patient.examine(changes('99.0')), 'api_version') ?? {};
    const [, offered = ''] = /SALESFORCE_API_VERSION to (\d+\.0)/.exec(remedy ?? '') ?? [];
    expect(named(await patient.examine(changes(offered)), 'api_version')?.state).toBe('ok');
  });

  it('rights that are too few, with the field', async () => {
    const secretive = publicQuery({
      cacheSeconds: 60,
      input: z.object({}),
      output: z.object({ cost: z.number() }),
      select: () => soql<{ InternalCost__c: number }>`SELECT InternalCost__c FROM Product2`,
      project: ({ InternalCost__c: cost }) => ({ cost }),
    });
    const changes = { routes: { ...routes, secretive } };
    await patient.expectOne(changes, {
      check: 'rights secretive',
      found: /secretive may not be read: INVALID_FIELD Product2\.InternalCost__c$/,
      remedy: /field-level security/,
    });
  });

  it('rights that are too many, with the objects', async () => {
    await patient.panel.settings({ consent: 'preauthorized' });
    const findings = await patient.examine({
      salesforce: { integration: patient.jwtBearer('sam@store.example') },
    });
    expect(statesOf(findings, 'wrong')).toEqual([]);
    expect(named(findings, 'rights_beyond')).toMatchObject({
      state: 'warning',
      found: expect.stringMatching(/^may write Account, .*Order/),
    });
  });

  it('a list of objects that cannot be read, as nothing of the network', async () => {
    for (const body of ['{"sobjects":', '{"sobjects":[{"name":1}]}', '<html></html>']) {
      await patient.panel.faults({ path: '/sobjects', status: 200, body });
      expect(named(await patient.examine(), 'rights_beyond')).toMatchObject({
        state: 'warning',
        found: expect.stringContaining('cannot be read'),
        remedy: expect.stringContaining('profile'),
      });
    }
  });
});
