import { afterAll, beforeAll, beforeEach } from 'vitest';
import { createOrg, type Org } from '../create-org.ts';
import { type Changes, obtainTokens, parametersWith } from './oauth-test-client.ts';

export const ada = 'ada@northwind.example';

/** For tests: an org that is as at the start before each of them, but that Ada has signed in. */
export function useSignedInRig() {
  let org: Org;
  let tokens: Record<string, string>;
  beforeAll(async () => {
    org = await createOrg();
  });
  afterAll(() => org.close());
  beforeEach(async () => {
    org.reset();
    tokens = await obtainTokens(org, ada);
  });
  return {
    get org() {
      return org;
    },
    get tokens() {
      return tokens;
    },
    async post(path: string, body: Changes) {
      const form = parametersWith({}, body);
      const response = await fetch(org.url + path, { method: 'POST', body: form });
      const text = await response.text();
      return { status: response.status, body: text === '' ? '' : JSON.parse(text) };
    },
    async getWith(authorization: string | undefined, url: string) {
      const headers = authorization === undefined ? {} : { authorization };
      const response = await fetch(url, { headers });
      return { status: response.status, text: await response.text() };
    },
  };
}
