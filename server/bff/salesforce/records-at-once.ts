import { z } from 'zod';
import { Problem } from '../problem.ts';
import { CreatedId, type MadeRecord, type NewRecord } from '../routes/user-salesforce.ts';
import { bodiesOf, type Composite, parsed } from './composite.ts';

/** Salesforce's own limit. */
const mostParts = 25;

const SaveAnswer = z.object({ id: z.string(), success: z.literal(true) });

/**
 * Records, made all or none, and then read as far as their makers want to know.
 *
 * @throws {TypeError} for none, or for more than Salesforce takes, and for names that could name another path
 */
export function recordsAtOnce(
  records: readonly NewRecord[],
  root: string,
): Composite<readonly MadeRecord[]> {
  const makings = records.map((record) => ({
    method: 'POST' as const,
    url: `${root}/sobjects/${apiName(record.sObject)}`,
    referenceId: new CreatedId(record.name).name,
    body: written(record),
  }));
  const readings = records.flatMap(({ name, sObject, read }) =>
    read === undefined
      ? []
      : {
          method: 'GET' as const,
          url: `${root}/sobjects/${apiName(sObject)}/@{${name}.id}?fields=${read.map(apiName).join(',')}`,
          referenceId: readingOf(name),
        },
  );
  const compositeRequest = [...makings, ...readings];
  const names = new Set(compositeRequest.map(({ referenceId }) => referenceId));
  if (names.size < compositeRequest.length) throw new TypeError('Two records have one name');
  if (records.length === 0 || compositeRequest.length > mostParts) {
    throw new TypeError(`1 to ${mostParts} parts make one call, not ${compositeRequest.length}`);
  }
  return {
    body: { allOrNone: true, collateSubrequests: false, compositeRequest },
    read(answer) {
      const bodies = bodiesOf(answer, compositeRequest, (part) =>
        records.find(({ name }) => name === part),
      );
      const named = new Map(compositeRequest.map((part, at) => [part.referenceId, bodies[at]]));
      return records.map(({ name }) => {
        const { id } = parsed(SaveAnswer, named.get(name));
        const read = z.looseObject({}).safeParse(named.get(readingOf(name))).data;
        return { ...read, Id: id };
      });
    },
  };
}

const readingOf = (name: string) => `${name}_read`;

/** The name of an object or a field of Salesforce's; anything else could name another path. */
function apiName(name: string): string {
  if (!/^[A-Za-z]\w{0,79}$/.test(name)) {
    throw new TypeError(`Not the name of an object or a field: ${JSON.stringify(name)}`);
  }
  return name;
}

/**
 * The values as a composite request has them. Salesforce takes `@{…}` in any text for a reference, and
 * knows no escape.
 */
function written({ fields, inputs = {} }: NewRecord): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(fields).map(([field, value]) => {
      if (typeof value === 'string' && value.includes('@{')) {
        throw new Problem('invalid_input', 'Some of the input is not valid.', {
          errors: [{ field: inputs[field] ?? field, message: 'must not contain "@{"' }],
        });
      }
      return [apiName(field), value instanceof CreatedId ? `@{${value.name}.id}` : value];
    }),
  );
}
