import { describe, expect, it } from 'vitest';
import { ada, useSignedInRig } from './signed-in-rig.ts';

const rig = useSignedInRig();
const { getWith } = rig;

describe('userinfo and the identity URL', () => {
  it('say who it is', async () => {
    const { status, text } = await getWith(
      `Bearer ${rig.tokens.access_token}`,
      `${rig.org.url}/services/oauth2/userinfo`,
    );
    expect(status).toBe(200);
    expect(JSON.parse(text)).toMatchObject({
      sub: rig.tokens.id,
      user_id: rig.org.data().userByUsername(ada)?.id,
      organization_id: rig.org.data().organizationId,
      preferred_username: ada,
      name: expect.stringContaining('Ada'),
      email: ada,
      active: true,
      urls: { rest: `${rig.org.url}/services/data/v{version}/` },
      utcOffset: 0,
      updated_at: expect.any(String),
    });
    const identity = await getWith(`Bearer ${rig.tokens.access_token}`, rig.tokens.id ?? '');
    expect(JSON.parse(identity.text)).toMatchObject({ id: rig.tokens.id, username: ada });
    const short = (rig.tokens.id ?? '').replace(/\w{3}\/(\w{15})\w{3}$/, '/$1');
    expect((await getWith(`OAuth ${rig.tokens.access_token}`, short)).status).toBe(200);
  });

  it.each([
    ['no token', undefined, 'Missing_OAuth_Token'],
    ['a bad token', 'Bearer 00D000000000001!AQunknown', 'Bad_OAuth_Token'],
    ['a refresh token', 'refresh', 'Bad_OAuth_Token'],
  ])('answer %s with 403 in plain text', async (_what, authorization, text) => {
    const header =
      authorization === 'refresh' ? `Bearer ${rig.tokens.refresh_token}` : authorization;
    for (const url of [`${rig.org.url}/services/oauth2/userinfo`, rig.tokens.id ?? '']) {
      expect(await getWith(header, url)).toEqual({ status: 403, text });
    }
  });

  it('refuse other orgs and other users', async () => {
    const authorization = `Bearer ${rig.tokens.access_token}`;
    const { organizationId } = rig.org.data();
    const grace = rig.org.data().userByUsername('grace@contoso.example')?.id;
    const other = `${rig.org.url}/id/${organizationId}/${grace}`;
    expect(await getWith(authorization, other)).toEqual({ status: 404, text: 'Bad_Id' });
    const elsewhere = (rig.tokens.id ?? '').replace(organizationId, '00D000000000009EAA');
    expect(await getWith(authorization, elsewhere)).toEqual({ status: 403, text: 'Wrong_Org' });
  });
});
