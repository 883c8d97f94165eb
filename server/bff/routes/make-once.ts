import { Problem } from '../problem.ts';

/**
 * Makes what a unique field of Salesforce's lets be made once, and answers with it: also when somebody has
 * asked for the same before, or when the answer to the making got lost.
 *
 * @param make makes it, with a {@link requestKey} in that field
 * @param find finds what has been made with that key, if anything
 * @throws whatever `make` does, where nothing has been made
 * @example
 * const { Id } = await makeOnce(
 *   async () => (await salesforce.create({ name: 'case', sObject: 'Case', fields }))[0],
 *   async () => (await salesforce.query(openedUnder(key)))[0][0],
 * );
 */
export async function makeOnce<Made>(
  make: () => Promise<Made>,
  find: () => Promise<Made | undefined>,
): Promise<Made> {
  try {
    return await make();
  } catch (error) {
    // Whatever keeps us from finding out, the first trouble is what there is to say.
    const made = mayBeMade(error) ? await find().catch(() => undefined) : undefined;
    if (made === undefined) throw error;
    return made;
  }
}

/** The key is taken, or nobody has heard how it ended. */
const mayBeMade = (error: unknown): boolean =>
  error instanceof Problem && ['conflict', 'salesforce_unavailable'].includes(error.code);
