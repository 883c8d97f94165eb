/**
 * Makes sure that a template tag is used as one: what it is given is then the source's own text.
 *
 * @throws {TypeError} when it is called like a function
 */
export function requireTemplate(tag: string, strings: TemplateStringsArray): void {
  if (!Object.isFrozen(strings) || !Array.isArray(strings.raw)) {
    throw new TypeError(`${tag} is a template tag: write ${tag}\`SELECT …\`, do not call it`);
  }
}
