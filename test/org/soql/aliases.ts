import type { Viewer } from '../data/access/viewer.ts';
import type { ObjectSchema } from '../data/schema/object-schema.ts';
import type { PathRoot } from './field-path.ts';
import { hopTo } from './hop.ts';
import type { SelectReading } from './select-reading.ts';
import { errorAt } from './source-text.ts';

/**
 * What the names after FROM stand for: in `FROM Contact c, c.Account a` (documented, "Alias
 * Notation") `c` is the contact and `a` its account.
 * @throws {ApiError} MALFORMED_QUERY
 */
export function aliasesOf(
  viewer: Viewer,
  source: string,
  object: ObjectSchema,
  { alias, parents }: SelectReading,
): PathRoot['aliases'] {
  const aliases = new Map<string, readonly string[]>();
  if (alias !== undefined) {
    aliases.set(alias.toLowerCase(), []);
  }
  for (const parent of parents) {
    const [first = '', ...rest] = parent.text.split('.');
    const isOwnName = first.toLowerCase() === object.name.toLowerCase();
    const start = aliases.get(first.toLowerCase()) ?? (isOwnName ? [] : undefined);
    const path = [...(start ?? []), ...rest];
    let reached: ObjectSchema | undefined = start === undefined ? undefined : object;
    for (const name of path) {
      reached = reached && hopTo(viewer, reached, name)?.parent;
    }
    if (reached === undefined || rest.length === 0) {
      const known = start !== undefined && viewer.children(object, rest.join('.')) !== undefined;
      // The second is seen; children beside their parent are old SOQL that no page documents.
      const message = known
        ? 'Child relationships after FROM are not supported by the embedded org'
        : `A driving SObject type has already been set, all other entity types in the FROM clause must be relationships to the initial object.  The driving object is ${object.name}.`;
      throw errorAt(source, parent.place, 'MALFORMED_QUERY', message);
    }
    if (parent.alias !== undefined) {
      aliases.set(parent.alias.toLowerCase(), path);
    }
  }
  return aliases;
}
