import { describe } from 'vitest';
import { changeApp } from '../oauth-test-client.ts';
import { itAnswers400, type Refusal, useRefusalRig } from './refusal-rig.ts';

const rig = useRefusalRig();
const { set, byClientCredentials } = rig;

describe('the token endpoint refuses client credentials:', () => {
  itAnswers400([
    ...(['login', 'test'] as const).map(
      (hostKind): Refusal => [
        `on the ${hostKind} host`,
        async () => {
          await set({ hostKind });
          return byClientCredentials();
        },
        'invalid_grant',
        'request not supported on this domain',
      ],
    ),
    [
      'not enabled',
      async () => {
        await changeApp(rig.org, { clientCredentialsEnabled: false });
        return byClientCredentials();
      },
      'invalid_grant',
      'client credentials flow not enabled',
    ],
    [
      'no run-as user',
      async () => {
        await changeApp(rig.org, { runAsUser: null });
        return byClientCredentials();
      },
      'invalid_grant',
      'no client credentials user enabled',
    ],
    [
      'nothing left of the scopes',
      async () => {
        await changeApp(rig.org, { scopes: ['full', 'web', 'refresh_token'] });
        return byClientCredentials();
      },
      'invalid_grant',
      'no valid scopes defined',
    ],
    [
      'a scope',
      () => byClientCredentials({ scope: 'api' }),
      'invalid_request',
      'scope parameter not supported',
    ],
  ]);
});
