/** A word of a command: literal text, and variables whose values come in their places. */
type Word = readonly (string | { readonly variable: string })[];

/** One command of an example, with what the document says it answers. */
export interface Statement {
  /** As the document has it. */
  readonly source: string;
  /** The variable that takes the output: `NAME=$(…)` and `NAME=value`. */
  readonly assigns: string | undefined;
  /** The commands of a pipe, one after the other. */
  readonly pipeline: readonly (readonly Word[])[];
  /** The comment lines below it, without their `# `, as one line. */
  readonly expected: string | undefined;
}

const token =
  /(?<blank>[ \t]+|\\\n)|(?<end>\n)|(?<comment>#.*)|(?<pipe>\|)|(?<open>\$\()|(?<close>\))|'(?<single>[^']*)'|"(?<double>(?:[^"\\]|\\[\s\S])*)"|\$(?<variable>\w+)|(?<text>[^\s'"$|()#\\]+)/y;

/** What is in double quotes: variables have their values, a backslash keeps the next character. */
function partsOf(quoted: string): Word {
  return [...quoted.matchAll(/\$(\w+)|((?:[^$\\]|\\[\s\S]|\$(?!\w))+)/g)].map(
    ([, variable, text = '']) =>
      variable === undefined ? text.replace(/\\([\s\S])/g, '$1') : { variable },
  );
}

/**
 * Reads as much of a POSIX shell as this repository's documents use: words, quotes, variables, one
 * substitution, pipes, comments.
 *
 * @throws {Error} for what it does not know
 * @example readScript('curl -s $ORG/services/data\n# [{"label":…}]')
 */
export function readScript(source: string): Statement[] {
  const statements: Statement[] = [];
  let word: Word | undefined;
  let pipeline: Word[][] = [[]];
  let assigns: string | undefined;
  let begins = 0;
  token.lastIndex = 0;

  const endWord = () => {
    if (word !== undefined) pipeline.at(-1)?.push(word);
    word = undefined;
  };
  const add = (...parts: Word) => {
    word = [...(word ?? []), ...parts];
  };
  const assign = () => {
    const [first = ''] = word ?? [];
    const [, name, value = ''] = (typeof first === 'string' && /^(\w+)=(.*)$/.exec(first)) || [];
    if (name === undefined || pipeline.length > 1 || pipeline[0]?.length !== 0) return;
    assigns = name;
    pipeline = [[['echo']]];
    word = [value, ...(word ?? []).slice(1)];
  };
  const endStatement = (end: number) => {
    if (assigns === undefined) assign();
    endWord();
    const isThere = pipeline.some((command) => command.length > 0);
    const text = source.slice(begins, end).trim();
    if (isThere) statements.push({ source: text, assigns, pipeline, expected: undefined });
    [pipeline, assigns, begins] = [[[]], undefined, end];
  };
  const expect = (comment: string) => {
    const last = statements.pop();
    const line = comment.replace(/^# ?/, '').trim();
    if (last !== undefined) statements.push({ ...last, expected: `${last.expected ?? ''}${line}` });
  };

  while (token.lastIndex < source.length) {
    const at = token.lastIndex;
    const groups = token.exec(source)?.groups;
    if (groups === undefined) throw new Error(`not understood: ${source.slice(at, at + 40)}`);
    const { blank, end, comment, pipe, open, close, single, double, variable, text } = groups;
    const isFirst = word === undefined && pipeline.every((command) => command.length === 0);
    // A pipe goes on in the next line.
    const isOpen = word === undefined && pipeline.length > 1 && pipeline.at(-1)?.length === 0;
    if (blank !== undefined || close !== undefined || (end !== undefined && isOpen)) endWord();
    else if (end !== undefined) endStatement(at);
    else if (comment !== undefined && isFirst) expect(comment);
    else if (pipe !== undefined) {
      endWord();
      pipeline.push([]);
    } else if (open !== undefined) {
      assign();
      if (assigns === undefined) throw new Error(`only NAME=$(…) is understood: ${source}`);
      [pipeline, word] = [[[]], undefined];
    } else if (single !== undefined) add(single);
    else if (double !== undefined) add(...partsOf(double));
    else if (variable !== undefined) add({ variable });
    else if (text !== undefined) add(text);
  }
  endStatement(source.length);
  return statements;
}
