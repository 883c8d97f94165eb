/**
 * The text with a part of it replaced. Where the part is not there, somebody else's text is no longer as
 * it was, and the build must not go on as if nothing had happened.
 *
 * @throws {Error} when the text has no such part
 */
export function replaced(
  text: string,
  part: RegExp,
  by: (...found: string[]) => string,
  whose = 'The LWC engine',
): string {
  const changed = text.replace(part, by);
  if (changed === text) throw new Error(`${whose} is another: it has no ${part}`);
  return changed;
}
