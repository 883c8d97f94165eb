import { describe } from 'vitest';
import { byJwt, createKey, seconds } from '../jwt-test-client.ts';
import { changeApp } from '../oauth-test-client.ts';
import { itAnswers400, useRefusalRig } from './refusal-rig.ts';

const other = createKey();
const rig = useRefusalRig();
const { set } = rig;

describe('the token endpoint refuses a JWT:', () => {
  itAnswers400([
    [
      'user has not consented',
      () => byJwt(rig.org, { sub: 'mia@store.example' }),
      'invalid_grant',
      "user hasn't approved this consumer",
    ],
    [
      'app without the scope refresh_token',
      async () => {
        await changeApp(rig.org, { scopes: ['api'] });
        return byJwt(rig.org);
      },
      'invalid_request',
      'refresh_token scope is required and the connected app should be installed and preauthorized',
    ],
    [
      'audience wrong',
      () => byJwt(rig.org, { aud: 'https://elsewhere.example' }),
      'invalid_grant',
      'audience is invalid',
    ],
    [
      'a production audience for a sandbox',
      async () => {
        await set({ sandbox: true });
        return byJwt(rig.org, { aud: 'https://login.salesforce.com' });
      },
      'invalid_grant',
      'audience is invalid',
    ],
    [
      'signature wrong',
      () => byJwt(rig.org, {}, other.privateKey),
      'invalid_grant',
      'invalid assertion',
    ],
    [
      'certificate cleared',
      async () => {
        await changeApp(rig.org, { certificate: null });
        return byJwt(rig.org);
      },
      'invalid_grant',
      'invalid assertion',
    ],
    [
      'another certificate',
      async () => {
        await changeApp(rig.org, { certificate: other.certificate });
        return byJwt(rig.org);
      },
      'invalid_grant',
      'invalid assertion',
    ],
    [
      'expired',
      () => byJwt(rig.org, { exp: seconds() - 1 }),
      'invalid_grant',
      'expired authorization code',
    ],
    [
      'too far ahead',
      () => byJwt(rig.org, { exp: seconds() + 3600 }),
      'invalid_grant',
      'expired authorization code',
    ],
  ]);
});
