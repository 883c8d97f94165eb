/** Settings by name; an empty one is not set. */
export type EnvValues = Readonly<Record<string, string>>;

/** Where an assignment stands: its comment, if one follows on the line, is not part of it. */
interface Assignment {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

/** As dotenv reads them: a value in quotes may go over several lines. */
const assignments =
  /^[^\S\r\n]*(?:export[^\S\r\n]+)?([\w.-]+)[^\S\r\n]*=[^\S\r\n]*(?:'(?:\\'|[^'])*'|"(?:\\"|[^"])*"|`(?:\\`|[^`])*`|[^#\r\n]*)/gm;

const assignmentsIn = (text: string): Assignment[] =>
  [...text.matchAll(assignments)].map(({ 0: whole, 1: name = '', index }) => ({
    name,
    start: index,
    end: index + whole.trimEnd().length,
  }));

/**
 * The text of an `.env` file with other values: everything else in it stays to the letter, comments, order
 * and unknown names included.
 *
 * A setting that is there is written where it stands; one that is only there as `# NAME=` goes below that
 * line, and any other to the end.
 *
 * @param text as it is
 * @param parse reads a text as the server will; a value that is right already is not touched
 * @param values only those that are to be otherwise
 */
export function withValues(
  text: string,
  values: EnvValues,
  parse: (text: string) => Readonly<Record<string, string | undefined>>,
): string {
  return Object.entries(values)
    .filter(([name, value]) => parse(text)[name] !== value)
    .reduce((result, [name, value]) => withValue(result, name, value), text);
}

function withValue(text: string, name: string, value: string): string {
  const line = `${name}=${quoted(value)}`;
  // The last one counts.
  const there = assignmentsIn(text).findLast((assignment) => assignment.name === name);
  if (there !== undefined) return text.slice(0, there.start) + line + text.slice(there.end);
  const lineBreak = text.includes('\r\n') ? '\r\n' : '\n';
  const shown = new RegExp(`^# ?${name}=[^\\r\\n]*$`, 'm').exec(text);
  if (shown !== null && !isInside(text, shown.index)) {
    const after = shown.index + shown[0].length;
    return text.slice(0, after) + lineBreak + line + text.slice(after);
  }
  const whole = text === '' || /\n$/.test(text) ? text : text + lineBreak;
  return `${whole}${line}${lineBreak}`;
}

/** Whether a place is in the middle of a value that goes over several lines. */
const isInside = (text: string, place: number): boolean =>
  assignmentsIn(text).some(({ start, end }) => start < place && place < end);

/** As dotenv reads it back: it takes quotes away and, in double ones, makes line breaks of `\n`. */
function quoted(value: string): string {
  if (/^[\w.:/@+=,-]*$/.test(value)) return value;
  const quote = ["'", '`', '"'].find((mark) => !value.includes(mark));
  if (quote === undefined || (quote === '"' && value.includes('\\'))) {
    throw new TypeError('An .env file has no way to write a value with all three kinds of quotes');
  }
  return `${quote}${value}${quote}`;
}
