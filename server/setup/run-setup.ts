import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Answers, needsKey } from './answers.ts';
import { withValues } from './env-file.ts';
import { envSettings } from './env-settings.ts';
import { finishRotation } from './finish-rotation.ts';
import { gatherAnswers } from './gather-answers.ts';
import { herokuScript } from './heroku-script.ts';
import { type KeyMaterial, keyMaterial } from './key-material.ts';
import { nextSteps, rotationSteps } from './next-steps.ts';
import { publicReads, type Reads } from './public-reads.ts';
import { readState, type State } from './read-state.ts';
import { Refusal } from './refusal.ts';
import { salesforceProject } from './salesforce-project.ts';
import type { SetupOptions } from './setup-options.ts';
import type { Terminal } from './terminal.ts';
import { writeChanged } from './write-changed.ts';
import { writeEnv } from './write-env.ts';

/**
 * Connects this clone to an org, as far as that goes without Salesforce: asks, makes key and certificate,
 * writes the app's metadata and the settings, and says what is left.
 *
 * @throws {Refusal} in words for whoever has started it; nothing is written then
 */
export async function runSetup(options: SetupOptions): Promise<void> {
  const { folder, terminal, heroku, rotateKey, given, routes } = options;
  const state = await readState(folder, options.parseEnv);
  if (options.finishRotation) return finishRotation(state, options);
  const answers = await gatherAnswers({ given, earlier: state.earlier, ...asking(state, options) });
  const reads = publicReads(routes);
  const material = materialFor(answers, state, options);
  if (heroku) {
    await writeProject(answers, reads, material, state, options);
    options.print(herokuScript(answers, material, rotateKey));
  } else {
    const values = envSettings(answers, material, state.present);
    const env = withValues(state.env ?? options.envExample, values, options.parseEnv);
    await writeEnv(env, state.env, options);
    await writeProject(answers, reads, material, state, options);
  }
  terminal.say(`\n${rotateKey ? rotationSteps({ heroku }) : nextSteps(answers, { heroku })}`);
}

/** Whoever changes the key has answered before, and is asked nothing. */
function asking({ earlier }: State, { rotateKey, terminal }: SetupOptions): Terminal {
  if (!rotateKey) return terminal;
  if (earlier.name === undefined) {
    throw new Refusal('There is no key to follow yet: npm run setup makes the first.');
  }
  return { ask: async () => undefined, say: () => undefined };
}

function materialFor(
  answers: Answers,
  { keys, certificate }: State,
  { heroku, rotateKey, now }: SetupOptions,
): KeyMaterial | undefined {
  if (needsKey(answers)) {
    const { name } = answers;
    return keyMaterial({
      ...{ keys, certificate, name, now },
      keyMayBeElsewhere: heroku,
      rotate: rotateKey,
    });
  }
  if (rotateKey) throw new Refusal('The app has no key: neither of the flows that need one is on.');
  return undefined;
}

/** Writes what differs, and takes away what an earlier answer has left. */
async function writeProject(
  answers: Answers,
  reads: Reads,
  material: KeyMaterial | undefined,
  { earlier, certificate }: State,
  { folder, terminal }: SetupOptions,
): Promise<void> {
  const files = salesforceProject(answers, reads, material?.certificate);
  for (const [path, text] of files) {
    terminal.say(`${(await writeChanged(join(folder, path), text)).padEnd(10)}${path}`);
  }
  if (earlier.name === undefined) return;
  // Read whole or not at all: with a name, all of them are there.
  for (const path of salesforceProject(earlier as Answers, reads, certificate).keys()) {
    if (files.has(path)) continue;
    await rm(join(folder, path), { force: true });
    terminal.say(`${'removed'.padEnd(10)}${path}`);
  }
}
