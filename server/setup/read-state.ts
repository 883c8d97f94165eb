import type { KeyObject } from 'node:crypto';
import { join } from 'node:path';
import { settings } from '../settings.ts';
import { answersSchema } from './answers.ts';
import type { Known } from './questions.ts';
import { Refusal } from './refusal.ts';
import { places } from './salesforce-project.ts';
import { readIfThere } from './write-changed.ts';

/** What is there when setup begins. */
export interface State {
  /** The text of `.env`, where there is one. */
  readonly env: string | undefined;
  readonly present: Readonly<Record<string, string | undefined>>;
  readonly keys: readonly KeyObject[];
  readonly certificate: string | undefined;
  readonly earlier: Known;
}

/**
 * @param folder the repository's
 * @param parse reads an `.env` file as the server does
 * @throws {Refusal} when what is there cannot be read
 */
export async function readState(
  folder: string,
  parse: (text: string) => Readonly<Record<string, string | undefined>>,
): Promise<State> {
  const env = await readIfThere(join(folder, '.env'));
  const present = env === undefined ? {} : parse(env);
  const answers = await readIfThere(join(folder, places.answers));
  return {
    env,
    present,
    keys: readKeys(present.SALESFORCE_PRIVATE_KEY ?? ''),
    certificate: await readIfThere(join(folder, places.certificate)),
    earlier: answers === undefined ? {} : readAnswers(answers),
  };
}

function readKeys(text: string): readonly KeyObject[] {
  const read = settings.shape.SALESFORCE_PRIVATE_KEY.safeParse(text === '' ? undefined : text);
  if (read.success) return read.data ?? [];
  throw new Refusal(`SALESFORCE_PRIVATE_KEY in .env ${read.error.issues[0]?.message}`);
}

function readAnswers(text: string): Known {
  try {
    return answersSchema.parse(JSON.parse(text));
  } catch {
    throw new Refusal(
      `${places.answers} cannot be read: correct it, or delete it and answer anew.`,
    );
  }
}
