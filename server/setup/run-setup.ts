import { type Answers, needsKey } from './answers.ts';
import { carryOut, envFile, type Plan } from './carry-out.ts';
import { withValues } from './env-file.ts';
import { envSettings } from './env-settings.ts';
import { finishRotation } from './finish-rotation.ts';
import { gatherAnswers } from './gather-answers.ts';
import { herokuScript } from './heroku-script.ts';
import { type KeyMaterial, keyMaterial } from './key-material.ts';
import { nextSteps, rotationSteps } from './next-steps.ts';
import { publicReads } from './public-reads.ts';
import { readState, type State } from './read-state.ts';
import { Refusal } from './refusal.ts';
import { salesforceProject } from './salesforce-project.ts';
import type { SetupOptions } from './setup-options.ts';
import type { Terminal } from './terminal.ts';

/**
 * Connects this clone to an org, as far as that goes without Salesforce: asks, makes key and certificate,
 * writes the app's metadata and the settings, and says what is left.
 *
 * @throws {Refusal} in words for whoever has started it; nothing is written then
 */
export async function runSetup(options: SetupOptions): Promise<void> {
  const { folder, terminal, heroku, rotateKey, given, parseEnv } = options;
  const state = await readState(folder, parseEnv);
  if (options.finishRotation) return finishRotation(state, options);
  const { earlier } = state;
  const answers = await gatherAnswers({ given, earlier, ...asking(state, options) });
  const material = materialFor(answers, state, options);
  await carryOut(planOf(answers, material, state, options), options);
  if (heroku) options.print(herokuScript(answers, material, rotateKey));
  terminal.say(
    `\n${rotateKey ? rotationSteps({ heroku }) : nextSteps(answers, { heroku, hasKey: material !== undefined })}`,
  );
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
  { keys, certificate, present }: State,
  { heroku, rotateKey, now }: SetupOptions,
): KeyMaterial | undefined {
  if (needsKey(answers, present)) {
    const { name } = answers;
    return keyMaterial({
      ...{ keys, certificate, name, now },
      keyMayBeElsewhere: heroku,
      rotate: rotateKey,
    });
  }
  if (rotateKey) throw new Refusal('The app has no key: nothing that needs one is on.');
  return undefined;
}

/** The metadata and the settings; what other answers have left goes. */
function planOf(
  answers: Answers,
  material: KeyMaterial | undefined,
  { earlier, certificate, env, present }: State,
  { routes, heroku, envExample, parseEnv }: SetupOptions,
): Plan {
  const reads = publicReads(routes);
  const project = salesforceProject(answers, reads, material?.certificate);
  const values = envSettings(answers, material, present);
  // Read whole or not at all: with a name, all of them are there.
  const before =
    earlier.name === undefined
      ? []
      : salesforceProject(earlier as Answers, reads, certificate).keys();
  return {
    files: new Map([
      ...(heroku ? [] : [[envFile, withValues(env ?? envExample, values, parseEnv)] as const]),
      ...project,
    ]),
    removed: [...before].filter((path) => !project.has(path)),
  };
}
