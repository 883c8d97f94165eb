import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { routes } from '../../../server/api/index.ts';
import {
  createDoctor,
  createReplicaSource,
  type DoctorOptions,
  type Finding,
  readPrivateKey,
} from '../../../server/bff/index.ts';
import { createOrg, type Org } from '../../org/create-org.ts';
import { integrationUser } from '../../org/pages/demo-users.ts';
import { type Panel, panelOf } from '../../panel.ts';
import { type RunningRedis, startRedis } from '../../processes/start-redis.ts';
import { type RunningReplica, startReplica } from '../../processes/start-replica.ts';

const silent = { info: () => {}, warn: () => {}, error: () => {} };

type Salesforce = DoctorOptions['salesforce'];
export type Changes = Omit<Partial<DoctorOptions>, 'salesforce'> & {
  readonly salesforce?: Partial<Salesforce>;
  readonly databaseUrl?: string;
};

/** What doctor examines: an org, a Redis and a replica, and a configuration that is well. */
export interface Patient {
  readonly org: Org;
  readonly panel: Panel;
  readonly redis: RunningRedis;
  readonly replica: RunningReplica;
  /** Of the configuration, but for what a test changes. */
  examine(changes?: Changes): Promise<readonly Finding[]>;
  jwtBearer(username?: string): Extract<Salesforce['integration'], { flow: 'jwt_bearer' }>;
  /** Expects that exactly one thing is wrong, with this remedy, and that nothing secret is said. */
  expectOne(changes: Changes, expected: Expected): Promise<void>;
  expectWell(changes?: Changes): Promise<void>;
}

interface Expected {
  readonly check: string;
  readonly found: RegExp;
  readonly remedy: RegExp;
}

/**
 * Starts the patient for the tests of a file.
 *
 * @param options `resetsOrg`: whether its org is as at the start after each of them. Default true
 */
export function usePatient({ resetsOrg = true }: { readonly resetsOrg?: boolean } = {}): Patient {
  let org: Org;
  let redis: RunningRedis;
  let replica: RunningReplica;

  beforeAll(async () => {
    org = await createOrg();
    [redis, replica] = await Promise.all([startRedis(), startReplica({ orgUrl: org.url })]);
  });
  if (resetsOrg) afterEach(() => org.reset());
  afterAll(() => Promise.all([replica?.stop(), redis?.stop(), org?.close()]));

  const jwtBearer = (username = integrationUser.username) =>
    ({ flow: 'jwt_bearer', username, privateKey: readPrivateKey(org.app.privateKey) }) as const;

  async function examine({ salesforce, databaseUrl, ...changes }: Changes = {}) {
    const source = createReplicaSource({ url: databaseUrl ?? replica.url, log: silent });
    try {
      return await createDoctor({
        appUrl: new URL('http://localhost:3000'),
        routes,
        redis: { url: redis.url },
        replica: source,
        log: silent,
        ...changes,
        salesforce: {
          loginUrl: new URL(org.url),
          clientId: org.app.clientId,
          clientAuthentication: {
            method: 'client_secret_post',
            secret: org.app.clientSecret ?? '',
          },
          integration: jwtBearer(),
          apiVersion: '66.0',
          ...salesforce,
        },
      }).examine();
    } finally {
      await source.close();
    }
  }

  return {
    get org() {
      return org;
    },
    get panel() {
      return panelOf(org.url);
    },
    get redis() {
      return redis;
    },
    get replica() {
      return replica;
    },
    ...{ examine, jwtBearer },
    async expectOne(changes, expected) {
      const findings = await examine(changes);
      expect(statesOf(findings, 'wrong')).toEqual([expected.check]);
      const { found, remedy } = named(findings, expected.check) ?? {};
      expect(found).toMatch(expected.found);
      expect(remedy).toMatch(expected.remedy);
      const said = JSON.stringify(findings);
      const secrets = await panelOf(org.url).secrets();
      for (const secret of [...secrets, org.app.clientSecret ?? '', 'pa55word']) {
        expect(said).not.toContain(secret);
      }
    },
    async expectWell(changes = {}) {
      const findings = await examine(changes);
      expect(findings.filter(({ state }) => state === 'wrong')).toEqual([]);
    },
  };
}

export const named = (findings: readonly Finding[], check: string): Finding | undefined =>
  findings.find((finding) => finding.check === check);

export const statesOf = (findings: readonly Finding[], state: Finding['state']) =>
  findings.filter((finding) => finding.state === state).map(({ check }) => check);
