import type { Routes } from '../bff/index.ts';
import { fieldsOfQuery, type ReadField } from './fields-of-query.ts';
import { Refusal } from './refusal.ts';
import { sampleInputs } from './sample-inputs.ts';

/** The fields that are read of each object. */
export type Reads = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * What the integration user has to read so that every public route can be answered: found by asking the
 * routes for their queries.
 *
 * @throws {Refusal} for a route whose queries cannot be read
 * @example publicReads(routes).get('Product2') // Set { 'Name', 'ProductCode', … }
 */
export function publicReads(routes: Routes): Reads {
  const reads = new Map<string, Set<string>>();
  for (const [name, route] of Object.entries(routes)) {
    if (route.kind !== 'publicQuery') continue;
    for (const { object, field } of explained(name, () =>
      [
        ...new Set(sampleInputs(route.input).map((input) => route.select(input).toString())),
      ].flatMap(fieldsOfQuery),
    )) {
      reads.set(object, (reads.get(object) ?? new Set()).add(field));
    }
  }
  return reads;
}

function explained(route: string, read: () => ReadField[]): ReadField[] {
  try {
    return read();
  } catch (error) {
    throw new Refusal(
      `Which fields the public route ${route} reads cannot be told: ${error instanceof Error ? error.message : error}`,
    );
  }
}
