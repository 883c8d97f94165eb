import { describe } from 'vitest';
import { exchangeCode, obtainCode } from '../oauth-test-client.ts';
import { ada, itAnswers400, useRefusalRig } from './refusal-rig.ts';

const rig = useRefusalRig();
const { clock, set, byCode } = rig;

describe('the token endpoint refuses a code:', () => {
  itAnswers400([
    [
      'code unknown',
      () => exchangeCode(rig.org, 'aPrxUnknown=='),
      'invalid_grant',
      'expired authorization code',
    ],
    [
      'code used',
      async () => {
        const code = await obtainCode(rig.org, ada);
        await exchangeCode(rig.org, code);
        return exchangeCode(rig.org, code);
      },
      'invalid_grant',
      'expired authorization code',
    ],
    [
      'code expired',
      async () => {
        const code = await obtainCode(rig.org, ada);
        clock.now += 900_000;
        return exchangeCode(rig.org, code);
      },
      'invalid_grant',
      'expired authorization code',
    ],
    [
      'verifier wrong',
      () => byCode({ code_verifier: 'x'.repeat(43) }),
      'invalid_request',
      'invalid code verifier',
    ],
    [
      'verifier wrong, as it is seen',
      async () => {
        await set({ wrongVerifierError: 'invalid_grant' });
        return byCode({ code_verifier: 'x'.repeat(43) });
      },
      'invalid_grant',
      'invalid code verifier',
    ],
    [
      'verifier missing',
      () => byCode({ code_verifier: undefined }),
      'invalid_grant',
      'invalid code verifier',
    ],
    [
      'redirect URI wrong',
      () => byCode({ redirect_uri: 'http://localhost:4001/auth/callback' }),
      'redirect_uri_mismatch',
      'redirect_uri must match configuration',
    ],
    [
      'redirect URI missing',
      () => byCode({ redirect_uri: undefined }),
      'redirect_uri_missing',
      'must have redirect_uri',
    ],
  ]);
});
