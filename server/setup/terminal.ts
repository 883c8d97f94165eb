import { createInterface } from 'node:readline/promises';
import { Refusal } from './refusal.ts';

/** Where setup asks and says; what it is asked to print goes elsewhere, so that that can be piped. */
export interface Terminal {
  /** @returns `undefined` when nobody answers any more */
  ask(prompt: string): Promise<string | undefined>;
  say(text: string): void;
}

/** A person at a keyboard, or a pipe with a line for each question. */
export function createTerminal(
  input: NodeJS.ReadableStream & { readonly isTTY?: boolean },
  output: NodeJS.WritableStream,
): Terminal & { close(): void } {
  const lines = createInterface({ input, output });
  // Read like this, lines of a pipe wait for their question; `question()` would lose them.
  const answers = lines[Symbol.asyncIterator]();
  let interrupted = false;
  let closed = false;
  lines.once('close', () => {
    closed = true;
  });
  lines.once('SIGINT', () => {
    interrupted = true;
    lines.close();
  });
  return {
    async ask(prompt) {
      // A pipe that is read to its end is closed, while its lines still wait.
      if (closed) output.write(prompt);
      else {
        lines.setPrompt(prompt);
        lines.prompt();
      }
      const { value, done } = await answers.next();
      // Ctrl-C and Ctrl-D mean no, where the end of a pipe means: as offered.
      if (interrupted || (done && input.isTTY)) throw new Refusal('\nNothing was written.');
      // What a person types is on the screen; what a pipe brings is not.
      if (!input.isTTY) output.write(`${done ? '' : value}\n`);
      return done ? undefined : value;
    },
    say: (text) => void output.write(`${text}\n`),
    close: () => lines.close(),
  };
}
