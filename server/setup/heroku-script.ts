import type { Answers } from './answers.ts';
import { asSetting, type KeyMaterial, newSecret } from './key-material.ts';

/**
 * What sets Heroku's config vars, for a shell. Run again, it changes nothing that was right: secrets are
 * made only where there is none.
 *
 * @param rotate whether the key that was just made follows the one that Heroku has
 */
export function herokuScript(
  answers: Answers,
  material: KeyMaterial | undefined,
  rotate: boolean,
): string {
  const { appUrls, loginUrl, integration, integrationUser } = answers;
  const set = (name: string, value: string) => `heroku config:set ${name}=${shellQuoted(value)}`;
  const publicUrl = appUrls.find((url) => url.startsWith('https:'));
  return lines([
    '# Secrets are in here: pipe it into sh, so that they do not get into the history of your shell.',
    'set -e',
    publicUrl === undefined
      ? '# APP_URL: none of the addresses is https. heroku config:set APP_URL=https://…'
      : set('APP_URL', publicUrl),
    set('SALESFORCE_LOGIN_URL', loginUrl),
    integration === 'none'
      ? 'heroku config:unset SALESFORCE_INTEGRATION_FLOW'
      : set('SALESFORCE_INTEGRATION_FLOW', integration),
    ...(integration === 'jwt_bearer'
      ? [set('SALESFORCE_INTEGRATION_USERNAME', integrationUser)]
      : []),
    ...keyLines(material, rotate),
    "# Heroku Key-Value Store's certificates are self-signed.",
    'REDIS="$(heroku config:get REDIS_URL)"',
    'if test -n "$REDIS"; then heroku config:set REDIS_TLS_REJECT_UNAUTHORIZED=false',
    'else echo "Sessions need a place: heroku addons:create heroku-redis:mini, then this again" >&2; fi',
    // One plan's certificates can be checked, and a bigger one has more connections: what is set stays.
    'DATABASE="$(heroku config:get DATABASE_URL)"',
    'DATABASE_TLS="$(heroku config:get DATABASE_TLS_REJECT_UNAUTHORIZED)"',
    'if test -n "$DATABASE" && test -z "$DATABASE_TLS"; then',
    '  heroku config:set DATABASE_TLS_REJECT_UNAUTHORIZED=false DATABASE_CONNECTIONS=4; fi',
    'SECRET="$(heroku config:get SESSION_SECRET)"',
    `test -n "$SECRET" || ${set('SESSION_SECRET', newSecret())}`,
  ]);
}

function keyLines(material: KeyMaterial | undefined, rotate: boolean): string[] {
  if (material === undefined) return [];
  const { keys, made } = material;
  if (rotate && made !== undefined) {
    return [
      'OLD_KEY="$(heroku config:get SALESFORCE_PRIVATE_KEY)"',
      `heroku config:set SALESFORCE_PRIVATE_KEY="\${OLD_KEY:+$OLD_KEY,}${asSetting(made)}"`,
    ];
  }
  return keys.length === 0
    ? [
        '# SALESFORCE_PRIVATE_KEY stays as it is: it was set when it was made. (If it never was: --rotate-key.)',
      ]
    : [
        'KEY="$(heroku config:get SALESFORCE_PRIVATE_KEY)"',
        'if test -n "$KEY"; then echo "SALESFORCE_PRIVATE_KEY stays as it is. To change it: npm run setup -- --rotate-key --heroku" >&2',
        `else heroku config:set SALESFORCE_PRIVATE_KEY=${shellQuoted(keys.map(asSetting).join(','))}; fi`,
      ];
}

/** What takes the old key away when Salesforce knows the new certificate. */
export const herokuFinish = (): string =>
  lines([
    'set -e',
    // On a line of its own: only there does a failure end the script, with the key where it is.
    'KEYS="$(heroku config:get SALESFORCE_PRIVATE_KEY)"',
    'test -n "$KEYS"',
    `heroku config:set SALESFORCE_PRIVATE_KEY="\${KEYS##*,}"`,
  ]);

const lines = (all: readonly string[]) => all.map((line) => `${line}\n`).join('');

/** One word to a shell, whatever is in it. */
const shellQuoted = (value: string): string =>
  /^[\w.:/@+=,-]+$/.test(value) ? value : `'${value.replaceAll("'", "'\\''")}'`;
