import { describe, expect, it } from 'vitest';
import { obtainTokens } from './oauth-test-client.ts';
import { ada, useSignedInRig } from './signed-in-rig.ts';

const rig = useSignedInRig();
const { getWith } = rig;

describe('a token without the scope `api`', () => {
  it('is not valid for REST, which refreshing never helps', async () => {
    const { access_token } = await obtainTokens(rig.org, ada, { scope: 'openid' });
    const url = `${rig.org.url}/services/data/v66.0/query?q=SELECT+Id+FROM+Account`;
    const { status, text } = await getWith(`Bearer ${access_token}`, url);
    expect(status).toBe(401);
    expect(text).toContain('This session is not valid for use with the REST API');
  });
});
