import { ApiError } from '../data/api-error.ts';

/** As Salesforce's parser, Jackson, has it by default; that Salesforce leaves it so is a guess. */
const deepest = 1000;

const quote = 0x22;
const backslash = 0x5c;

/** Where the quote is that ends a string; an even number of backslashes before it escape each other. */
function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let before = end - 1;
    while (text.charCodeAt(before) === backslash) before -= 1;
    if ((end - before) % 2 === 1) return end;
  }
  return text.length;
}

/**
 * Refuses a text whose lists and objects stand within one another without end, before anything
 * walks through them.
 * @throws {ApiError} JSON_PARSER_ERROR (Jackson's words)
 */
export function requireShallow(text: string): void {
  let depth = 0;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === quote) index = endOfString(text, index);
    // `[` and `{`, `]` and `}` are one bit apart; a set of them would take ten times as long.
    else if ((code | 0x20) === 0x7b) depth += 1;
    else if ((code | 0x20) === 0x7d) depth -= 1;
    if (depth > deepest) {
      const message = `Document nesting depth (${String(depth)}) exceeds the maximum allowed (${String(deepest)})`;
      throw new ApiError(400, 'JSON_PARSER_ERROR', message);
    }
  }
}
