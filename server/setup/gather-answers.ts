import type { Answers } from './answers.ts';
import { type Known, type Question, questions } from './questions.ts';
import { Refusal } from './refusal.ts';

export interface Gathering {
  /** What the command line says, by flag. */
  readonly given: Readonly<Record<string, string | undefined>>;
  /** What was answered the last time. */
  readonly earlier: Known;
  /**
   * Asks a person, who may take what is offered by an empty line.
   *
   * @returns `undefined` when nobody answers any more
   */
  ask(prompt: string): Promise<string | undefined>;
  /** Shows what a question means, or what is wrong with an answer. */
  say(text: string): void;
}

/**
 * Gets an answer to every question: from the command line, from a person, or as before.
 *
 * @throws {Refusal} when the command line's is wrong, or nobody answers what has to be known
 */
export async function gatherAnswers(gathering: Gathering): Promise<Answers> {
  const known: Record<string, unknown> = {};
  for (const question of questions) {
    known[question.name] = await answerTo(question, known, gathering);
  }
  // The questions are of all names, and each has made its own answer.
  return known as unknown as Answers;
}

async function answerTo(
  question: Question,
  known: Known,
  { given, earlier, ask, say }: Gathering,
): Promise<unknown> {
  const settled = question.settled?.(known);
  if (settled !== undefined) return settled;
  const flag = given[question.flag];
  if (flag !== undefined) {
    return attempt(question, flag, known, (why) => {
      throw new Refusal(`--${question.flag} ${why}`);
    });
  }
  const offered = offeredBy(question, known, earlier);
  if (question.help !== undefined) say(question.help);
  for (;;) {
    const line = await ask(`${question.asks}${offered === undefined ? '' : ` [${offered}]`} `);
    const text = line?.trim() || offered;
    if (text !== undefined) {
      const answer = attempt(question, text, known, (why) => {
        if (line === undefined) throw new Refusal(`--${question.flag} ${why}`);
        say(`That ${why}.`);
      });
      if (answer !== undefined) return answer;
    } else if (line === undefined) {
      throw new Refusal(`--${question.flag} is missing: ${question.asks}`);
    }
  }
}

/** What was answered before, where that still goes with the answers before it. */
function offeredBy(question: Question, known: Known, earlier: Known): string | undefined {
  const before = earlier[question.name];
  if (before !== undefined && before !== '') {
    const text = question.write(before);
    if (attempt(question, text, known, () => undefined) !== undefined) return text;
  }
  return question.offer?.(known);
}

function attempt(
  question: Question,
  text: string,
  known: Known,
  refuse: (why: string) => void,
): unknown {
  try {
    return question.read(text, known);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    refuse(error.message);
    return undefined;
  }
}
