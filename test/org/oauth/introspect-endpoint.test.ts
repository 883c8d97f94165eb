import { describe, expect, it } from 'vitest';
import { byJwt, clientAssertion, integration } from './jwt-test-client.ts';
import { basic, deactivate, postPanel, postToken, refresh } from './oauth-test-client.ts';
import { ada, useSignedInRig } from './signed-in-rig.ts';

const rig = useSignedInRig();
const { post } = rig;

describe('introspect', () => {
  const path = '/services/oauth2/introspect';
  const introspect = (token: string | undefined) => {
    const { clientId: client_id, clientSecret: client_secret } = rig.org.app;
    return post(path, { token: token ?? '', client_id, client_secret });
  };

  it('describes an access token', async () => {
    const { body } = await introspect(rig.tokens.access_token);
    const issued = Math.floor(Number(rig.tokens.issued_at) / 1000);
    expect(body).toEqual({
      active: true,
      scope: 'refresh_token openid api',
      client_id: rig.org.app.clientId,
      username: ada,
      sub: rig.tokens.id,
      token_type: 'access_token',
      exp: issued + 7200,
      iat: issued,
      nbf: issued,
    });
  });

  it('describes a refresh token, which has no end', async () => {
    const { body } = await introspect(rig.tokens.refresh_token);
    expect(body).toMatchObject({ active: true, token_type: 'refresh_token', username: ada });
    expect(body).not.toHaveProperty('exp');
  });

  it('says no more than "inactive" of what is unknown or revoked', async () => {
    expect((await introspect('5Aep861unknown')).body).toEqual({ active: false });
    await post('/services/oauth2/revoke', { token: rig.tokens.refresh_token ?? '' });
    for (const token of [rig.tokens.access_token, rig.tokens.refresh_token]) {
      expect((await introspect(token)).body).toEqual({ active: false });
    }
  });

  it('says no more of what has expired, or whose user was deactivated', async () => {
    await postPanel(rig.org, 'expire', { kind: 'access' });
    expect((await introspect(rig.tokens.access_token)).body).toEqual({ active: false });
    const { body } = await refresh(rig.org, rig.tokens.refresh_token ?? '');
    expect((await introspect(body.access_token)).body).toMatchObject({ active: true });
    deactivate(rig.org, ada);
    for (const token of [body.access_token, rig.tokens.refresh_token]) {
      expect((await introspect(token)).body).toEqual({ active: false });
    }
  });

  it('describes the tokens of apps that act by themselves', async () => {
    const cc = await postToken(rig.org, { grant_type: 'client_credentials' });
    for (const { body } of [cc, await byJwt(rig.org)]) {
      const answer = await introspect(body.access_token);
      expect(answer.body).toMatchObject({ active: true, username: integration, sub: body.id });
    }
  });

  it('takes every client authentication', async () => {
    const { clientId, clientSecret } = rig.org.app;
    const token = rig.tokens.access_token ?? '';
    const headers = basic(clientId, clientSecret);
    const request = { method: 'POST', body: new URLSearchParams({ token }), headers };
    const answer = await fetch(rig.org.url + path, request);
    expect(await answer.json()).toMatchObject({ active: true });
    const assertion = await clientAssertion(rig.org);
    expect((await post(path, { token, ...assertion })).body).toMatchObject({ active: true });
  });

  it('wants to know who asks', async () => {
    const token = rig.tokens.access_token ?? '';
    const client_id = rig.org.app.clientId;
    const wrong = await post(path, { token, client_id, client_secret: 'wrong' });
    expect(wrong).toMatchObject({ status: 400, body: { error: 'invalid_client' } });
    expect(await post(path, { token })).toMatchObject({ body: { error: 'invalid_client_id' } });
    expect(await introspect('')).toMatchObject({ body: { error: 'invalid_request' } });
    expect((await fetch(rig.org.url + path)).status).toBe(400);
  });
});
