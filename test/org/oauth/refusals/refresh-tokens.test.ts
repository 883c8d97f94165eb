import { describe } from 'vitest';
import { obtainTokens, postPanel, refresh } from '../oauth-test-client.ts';
import { itAnswers400, useRefusalRig } from './refusal-rig.ts';

const rig = useRefusalRig();
const { clock, set } = rig;

describe('the token endpoint refuses a refresh token:', () => {
  itAnswers400([
    [
      'refresh token unknown',
      () => refresh(rig.org, '5Aep861unknown'),
      'invalid_grant',
      'expired access/refresh token',
    ],
    [
      'refresh token expired',
      async () => {
        await set({ refreshTokenSeconds: 60 });
        const { refresh_token = '' } = await obtainTokens(rig.org);
        clock.now += 60_000;
        return refresh(rig.org, refresh_token);
      },
      'invalid_grant',
      'expired access/refresh token',
    ],
    [
      'two refreshes of one token at once',
      async () => {
        const { refresh_token = '' } = await obtainTokens(rig.org);
        await postPanel(rig.org, 'faults', [{ path: '/token', delayMs: 700, times: 1 }]);
        const answers = await Promise.all([
          refresh(rig.org, refresh_token),
          refresh(rig.org, refresh_token),
        ]);
        const refused = answers.filter(({ status }) => status === 400);
        if (refused[0] === undefined || refused.length > 1) throw new Error('not one was refused');
        return refused[0];
      },
      'invalid_grant',
      'token request is already being processed',
    ],
    [
      'rotated refresh token used again',
      async () => {
        await set({ rotateRefreshTokens: true });
        const { refresh_token = '' } = await obtainTokens(rig.org);
        await refresh(rig.org, refresh_token);
        return refresh(rig.org, refresh_token);
      },
      'invalid_grant',
      'expired access/refresh token',
    ],
  ]);
});
