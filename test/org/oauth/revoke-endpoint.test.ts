import { describe, expect, it } from 'vitest';
import { isAlive, refresh } from './oauth-test-client.ts';
import { useSignedInRig } from './signed-in-rig.ts';

const rig = useSignedInRig();
const { post } = rig;

describe('revoke', () => {
  const path = '/services/oauth2/revoke';

  it('ends an access token alone', async () => {
    expect(await post(path, { token: rig.tokens.access_token ?? '' })).toEqual({
      status: 200,
      body: '',
    });
    expect(await isAlive(rig.org, rig.tokens.access_token)).toBe(false);
    expect((await refresh(rig.org, rig.tokens.refresh_token ?? '')).status).toBe(200);
  });

  it('ends a refresh token with all its access tokens, by GET as well', async () => {
    const { body } = await refresh(rig.org, rig.tokens.refresh_token ?? '');
    const query = new URLSearchParams({ token: rig.tokens.refresh_token ?? '' });
    expect((await fetch(`${rig.org.url}${path}?${query}`)).status).toBe(200);
    expect(await isAlive(rig.org, rig.tokens.access_token)).toBe(false);
    expect(await isAlive(rig.org, body.access_token)).toBe(false);
    expect((await refresh(rig.org, rig.tokens.refresh_token ?? '')).status).toBe(400);
  });

  it.each([
    ['unknown access token', '00D000000000001!AQunknown', 'invalid_token'],
    ['unknown refresh token', '5Aep861unknown', 'invalid_token'],
    ['something else', 'something-else', 'unsupported_token_type'],
    ['nothing', '', 'invalid_request'],
  ])('refuses %s', async (_what, token, error) => {
    expect(await post(path, { token })).toMatchObject({ status: 400, body: { error } });
  });

  it('refuses a token that was revoked already', async () => {
    await post(path, { token: rig.tokens.refresh_token ?? '' });
    const again = await post(path, { token: rig.tokens.refresh_token ?? '' });
    expect(again).toMatchObject({ status: 400, body: { error: 'invalid_token' } });
  });
});
