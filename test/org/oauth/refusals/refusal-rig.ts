import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createOrg, type Org } from '../../create-org.ts';
import {
  type Changes,
  exchangeCode,
  type JsonAnswer,
  obtainCode,
  postPanel,
  postToken,
} from '../oauth-test-client.ts';

export const ada = 'ada@northwind.example';

/** What happens, and how the token endpoint is asked then; and what it answers. */
export type Refusal = readonly [
  condition: string,
  provoke: () => Promise<JsonAnswer>,
  error: string,
  description: string,
];

/** A test for each: the status, and a body with nothing beside the two. */
export function itAnswers400(refusals: readonly Refusal[]): void {
  it.each(refusals)('%s', async (_condition, provoke, error, error_description) => {
    expect(await provoke()).toEqual({ status: 400, body: { error, error_description } });
  });
}

/** For tests: an org that is as at the start before each of them, and how an app asks it. */
export function useRefusalRig() {
  /** The org's; move it to let time pass. */
  const clock = { now: Date.now() };
  let org: Org;
  beforeAll(async () => {
    org = await createOrg({ clock: () => clock.now });
  });
  afterAll(() => org.close());
  beforeEach(() => {
    clock.now = Date.now();
    org.reset();
  });
  return {
    clock,
    get org() {
      return org;
    },
    set: (settings: object) => postPanel(org, 'settings', settings),
    byCode: async (changes: Changes = {}) => exchangeCode(org, await obtainCode(org, ada), changes),
    byClientCredentials: (changes: Changes = {}) =>
      postToken(org, { grant_type: 'client_credentials', ...changes }),
  };
}
