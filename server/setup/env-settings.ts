import { settings } from '../settings.ts';
import type { Answers } from './answers.ts';
import type { EnvValues } from './env-file.ts';
import { asSetting, type KeyMaterial, newSecret } from './key-material.ts';

/**
 * The settings that follow from the answers. The app's consumer key and secret are not among them: Salesforce
 * makes them.
 *
 * @param present what is set already: secrets are kept
 */
export function envSettings(
  answers: Answers,
  material: KeyMaterial | undefined,
  present: Readonly<Record<string, string | undefined>>,
): EnvValues {
  const { appUrls, loginUrl, integration, integrationUser } = answers;
  const [appUrl = ''] = appUrls;
  const hasPlaceForSessions = [present.REDIS_URL, present.SESSION_STORE].some(
    (setting) => (setting ?? '') !== '',
  );
  return {
    ...portSetting(appUrl, present.PORT),
    APP_URL: appUrl,
    SALESFORCE_LOGIN_URL: loginUrl,
    SALESFORCE_CLIENT_ID: present.SALESFORCE_CLIENT_ID ?? '',
    SALESFORCE_CLIENT_SECRET: present.SALESFORCE_CLIENT_SECRET ?? '',
    ...(material === undefined || material.keys.length === 0
      ? {}
      : keySetting(material, present.SALESFORCE_PRIVATE_KEY)),
    ...(integration === 'none' && (present.SALESFORCE_INTEGRATION_FLOW ?? '') === ''
      ? {}
      : { SALESFORCE_INTEGRATION_FLOW: integration === 'none' ? '' : integration }),
    ...(integration === 'jwt_bearer' ? { SALESFORCE_INTEGRATION_USERNAME: integrationUser } : {}),
    SESSION_SECRET: usableSecret(present.SESSION_SECRET) ?? newSecret(),
    // The server wants it said that sessions live in one process where it is reached by https.
    ...(appUrl.startsWith('https:') && !hasPlaceForSessions ? { SESSION_STORE: 'memory' } : {}),
  };
}

/** By http nothing stands between browsers and the server, unless somebody has said so by another port. */
function portSetting(appUrl: string, present = ''): EnvValues {
  const { protocol, port } = new URL(appUrl);
  return protocol === 'http:' && present === '' && port !== '3000' ? { PORT: port || '80' } : {};
}

/** A key that is there already stays as it is written. */
const keySetting = ({ keys, made }: KeyMaterial, present = ''): EnvValues => ({
  SALESFORCE_PRIVATE_KEY:
    made === undefined && present !== '' ? present : joined(present, keys.slice(-1).map(asSetting)),
});

const joined = (present: string, next: readonly string[]) =>
  [...(present === '' ? [] : [present]), ...next].join(',');

const usableSecret = (secret: string | undefined): string | undefined =>
  settings.shape.SESSION_SECRET.safeParse(secret).success ? secret : undefined;
