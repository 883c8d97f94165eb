import { globSync } from 'node:fs';
import { carryOut, envFile } from './carry-out.ts';
import { withValues } from './env-file.ts';
import { herokuFinish } from './heroku-script.ts';
import { asSetting, isOf } from './key-material.ts';
import type { State } from './read-state.ts';
import { Refusal } from './refusal.ts';
import type { SetupOptions } from './setup-options.ts';

/**
 * Takes the old key away, when Salesforce knows the new one's certificate everywhere.
 *
 * @throws {Refusal} where there is none to take away
 */
export async function finishRotation(state: State, options: SetupOptions): Promise<void> {
  const { env, keys, certificate } = state;
  if (options.heroku) return options.print(herokuFinish());
  const last = keys.at(-1);
  if (env === undefined || last === undefined || keys.length === 1) {
    throw new Refusal(
      'SALESFORCE_PRIVATE_KEY in .env does not have two keys: there is nothing to finish.',
    );
  }
  if (certificate === undefined || !isOf(certificate, last)) {
    throw new Refusal(
      'salesforce/certificate.pem is not of the last key in .env: which one is to stay?',
    );
  }
  options.terminal.say(
    'Setup does not ask Salesforce which key it takes: npm run doctor does. Go on when that says key 2 of 2; the copy of .env that is kept has both.',
  );
  const values = { SALESFORCE_PRIVATE_KEY: asSetting(last) };
  const changed = withValues(env, values, options.parseEnv);
  await carryOut({ files: new Map([[envFile, changed]]), removed: [] }, options);
  const copies = globSync(`${envFile}.before-*`, { cwd: options.folder }).toSorted();
  options.terminal.say(`
Restart the server: it has the new key alone now. The old key is still in copies of ${envFile}; delete them:
  rm ${copies.join(' ')}`);
}
