/** Something that a tutorial tells its reader to do, or shows them. */
export type Step =
  /** A command, and what it prints: `…` stands for anything. */
  | { readonly kind: 'run'; readonly title: string; readonly shown: string }
  /** A file, whole. */
  | { readonly kind: 'write'; readonly title: string; readonly text: string }
  /** Lines of a file, and what becomes of them. */
  | {
      readonly kind: 'change';
      readonly title: string;
      readonly before: string;
      readonly after: string;
    }
  /** What the server answers. */
  | { readonly kind: 'answer'; readonly title: string; readonly text: string };

const block = /(?:^<!-- write (?<path>\S+) -->\n)?^```(?<language>\w*)\n(?<text>[\s\S]*?)^```$/gm;

/**
 * The blocks of a tutorial as steps, in order: `sh` with what it prints in comments below, files under
 * `<!-- write path -->`, `diff` under `--- path`, `json` for an answer.
 *
 * @throws {Error} for a block that would be no step
 */
export const stepsOf = (tutorial: string): readonly Step[] =>
  [...tutorial.matchAll(block)].flatMap(({ groups }) => {
    const {
      path,
      language,
      text = '',
    }: Readonly<Record<string, string | undefined>> = groups ?? {};
    if (path !== undefined) return [{ kind: 'write', title: path, text } as const];
    if (language === 'sh') return commandsOf(text);
    if (language === 'diff') return [changeOf(text)];
    if (language === 'json') return [{ kind: 'answer', title: 'as shown', text } as const];
    throw new Error(`A reader could do nothing with this ${language}:\n${text}`);
  });

function commandsOf(script: string): readonly Step[] {
  return script
    .trim()
    .split(/\n(?=[^#])/)
    .map((lines) => {
      const [title = '', ...shown] = lines.split('\n');
      return { kind: 'run', title, shown: shown.map((line) => line.slice(2)).join('\n') };
    });
}

function changeOf(diff: string): Step {
  const [head = '', ...lines] = diff.trimEnd().split('\n');
  const side = (sign: string) =>
    lines
      .filter((line) => line.startsWith(' ') || line.startsWith(sign))
      .map((line) => `${line.slice(1)}\n`)
      .join('');
  return { kind: 'change', title: head.replace('--- ', ''), before: side('-'), after: side('+') };
}
