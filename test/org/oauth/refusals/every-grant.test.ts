import { describe } from 'vitest';
import { byJwt } from '../jwt-test-client.ts';
import {
  changeApp,
  deactivate,
  exchangeCode,
  type JsonAnswer,
  obtainCode,
  obtainTokens,
  refresh,
} from '../oauth-test-client.ts';
import { ada, itAnswers400, type Refusal, useRefusalRig } from './refusal-rig.ts';

const rig = useRefusalRig();
const { set, byClientCredentials } = rig;

/** Gives each grant type what it needs, then lets something happen, then asks. */
const grants: Record<string, (happens: () => unknown) => Promise<JsonAnswer>> = {
  async authorization_code(happens) {
    const code = await obtainCode(rig.org, ada);
    await happens();
    return exchangeCode(rig.org, code);
  },
  async refresh_token(happens) {
    const { refresh_token = '' } = await obtainTokens(rig.org, ada);
    await happens();
    return refresh(rig.org, refresh_token);
  },
  async 'jwt-bearer'(happens) {
    await obtainTokens(rig.org, ada);
    await happens();
    return byJwt(rig.org, { sub: ada });
  },
  async client_credentials(happens) {
    await changeApp(rig.org, { runAsUser: ada });
    await happens();
    return byClientCredentials();
  },
};

/** A condition that every grant type answers alike. */
const always = (
  condition: string,
  happens: () => unknown,
  error: string,
  description: string,
): Refusal[] =>
  Object.entries(grants).map(([grantType, ask]) => [
    `${condition}: ${grantType}`,
    () => ask(happens),
    error,
    description,
  ]);

describe('the token endpoint refuses every grant type alike:', () => {
  itAnswers400([
    ...always(
      'user not pre-authorized',
      () => changeApp(rig.org, { permittedUsers: 'admin_approved', approvedProfiles: ['Sales'] }),
      'invalid_app_access',
      'user is not admin approved to access this app',
    ),
    ...always(
      'user deactivated',
      () => deactivate(rig.org, ada),
      'inactive_user',
      'user is inactive',
    ),
    ...always(
      'user deactivated, as it is seen',
      async () => {
        deactivate(rig.org, ada);
        await set({ inactiveUserError: 'invalid_grant' });
      },
      'invalid_grant',
      'inactive user',
    ),
    ...always(
      'login hours, IP range',
      () => set({ restrictedUsers: [ada] }),
      'invalid_grant',
      'ip restricted or invalid login hours',
    ),
    ...always(
      'app not installed',
      () => changeApp(rig.org, { installed: false }),
      'app_not_found',
      'External client app is not installed in this org',
    ),
  ]);
});
