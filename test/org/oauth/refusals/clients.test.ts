import { describe } from 'vitest';
import { byJwt } from '../jwt-test-client.ts';
import { itAnswers400, useRefusalRig } from './refusal-rig.ts';

const rig = useRefusalRig();
const { byCode, byClientCredentials } = rig;

describe('the token endpoint refuses a client:', () => {
  itAnswers400([
    [
      'unknown client',
      () => byCode({ client_id: 'x' }),
      'invalid_client_id',
      'client identifier invalid',
    ],
    [
      'JWT: unknown client',
      () => byJwt(rig.org, { iss: 'x' }),
      'invalid_client_id',
      'client identifier invalid',
    ],
    [
      'wrong secret',
      () => byCode({ client_secret: 'x' }),
      'invalid_client',
      'invalid client credentials',
    ],
    [
      'no secret',
      () => byClientCredentials({ client_secret: undefined }),
      'invalid_client',
      'invalid client credentials',
    ],
  ]);
});
