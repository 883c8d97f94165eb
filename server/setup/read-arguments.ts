import { parseArgs } from 'node:util';
import { questions } from './questions.ts';
import type { SetupOptions } from './setup-options.ts';

export const usage = `Connects this clone to a Salesforce org: makes the app's key and certificate, writes its metadata into
salesforce/, ready to be deployed, and the settings into .env, and says what is left to do.

  npm run setup                        asks what it has to know; what was answered before, it offers
  npm run setup -- --org sandbox …     without questions: a flag for each
      [--org production | sandbox | my-domain | site]
      [--login-url https://…]          where people sign in
      [--app-url "https://… …"]        where browsers reach the app; the first becomes APP_URL
      [--integration jwt_bearer | client_credentials | none]
      [--integration-user user@…]      whose rights public routes have
      [--acting yes | no]              whether people may let the app act while they are away
      [--name Storefront] [--contact-email somebody@…]
      [--yes]                          changes what is there without asking
  npm run --silent setup -- --heroku … | sh
                                       sets Heroku's config vars and leaves .env alone
  npm run setup -- --rotate-key        makes the next key and certificate
  npm run setup -- --finish-rotation   takes the old key away, when Salesforce has the new certificate

Exit status: 0; 1 where something was refused, and nothing written; 2 for a command line that makes no sense.
`;

type Arguments = Pick<SetupOptions, 'given' | 'heroku' | 'rotateKey' | 'finishRotation' | 'yes'> & {
  readonly help: boolean;
};

/** @throws {TypeError} of `parseArgs`, for what makes no sense */
export function readArguments(args: readonly string[]): Arguments {
  const { values } = parseArgs({
    args: [...args],
    options: {
      ...Object.fromEntries(questions.map(({ flag }) => [flag, { type: 'string' } as const])),
      heroku: { type: 'boolean' },
      'rotate-key': { type: 'boolean' },
      'finish-rotation': { type: 'boolean' },
      yes: { type: 'boolean' },
      help: { type: 'boolean' },
    },
  });
  const all: Readonly<Record<string, string | boolean | undefined>> = values;
  const textOf = (flag: string) => (typeof all[flag] === 'string' ? all[flag] : undefined);
  return {
    given: Object.fromEntries(questions.map(({ flag }) => [flag, textOf(flag)])),
    heroku: all.heroku === true,
    rotateKey: all['rotate-key'] === true,
    finishRotation: all['finish-rotation'] === true,
    yes: all.yes === true,
    help: all.help === true,
  };
}
