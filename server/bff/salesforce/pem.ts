/**
 * A PEM as the environment has it: environments mangle line breaks, so it is taken with real or literal
 * `\n` ones, or as base64 of the whole.
 */
export function pemOf(text: string): string {
  const pem = text.trim().replaceAll('\\n', '\n');
  return pem.startsWith('-----') ? pem : Buffer.from(pem, 'base64').toString('utf8').trim();
}
