import { z } from 'zod';
import { Problem } from '../problem.ts';
import type { Soql } from '../queries/soql.ts';
import { CreatedId, type MadeRecord, type NewRecord } from '../routes/user-salesforce.ts';
import { UpstreamFailure } from './transport.ts';

/** One request within a composite one. */
interface Part {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly referenceId: string;
  readonly body?: unknown;
}

/** Several requests as one call of Salesforce's API, and what is made of their answers. */
export interface Composite<Answer> {
  readonly body: {
    readonly allOrNone: boolean;
    /** Otherwise Salesforce may run parts together that do not refer to one another, in another order. */
    readonly collateSubrequests: false;
    readonly compositeRequest: readonly Part[];
  };
  /**
   * @throws {UpstreamFailure} when it is no answer to these requests
   * @throws {PartRefused} when Salesforce has refused one of them
   */
  read(answer: unknown): Answer;
}

/** Salesforce's own limits. */
const mostParts = 25;
const mostQueries = 5;

const CompositeAnswer = z.object({
  compositeResponse: z.array(
    z.object({ body: z.unknown(), httpStatusCode: z.number(), referenceId: z.string() }),
  ),
});

const Refusal = z.object({
  errorCode: z.string(),
  message: z.string(),
  fields: z.array(z.string()).nullish(),
});

const QueryAnswer = z.object({ done: z.literal(true), records: z.array(z.unknown()) });
const SaveAnswer = z.object({ id: z.string(), success: z.literal(true) });

/** What Salesforce says of the part of a composite request that it has refused, in jsforce's shape. */
export class PartRefused extends Error {
  readonly errorCode: string;
  /** The fields that are to blame, by their names in Salesforce. */
  readonly fields: readonly string[];
  /** The record that was to be made; undefined where another part was refused. */
  readonly record: NewRecord | undefined;

  constructor(refusal: z.output<typeof Refusal>, record: NewRecord | undefined) {
    super(refusal.message);
    this.name = 'PartRefused';
    this.errorCode = refusal.errorCode;
    this.fields = refusal.fields ?? [];
    this.record = record;
  }
}

/**
 * Queries, asked at once.
 *
 * @see https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_composite_composite.htm
 * @throws {TypeError} for none, or more than Salesforce takes
 */
export function queriesAtOnce(
  queries: readonly Soql[],
  root: string,
): Composite<readonly (readonly unknown[])[]> {
  if (queries.length === 0 || queries.length > mostQueries) {
    throw new TypeError(`1 to ${mostQueries} queries are asked at once, not ${queries.length}`);
  }
  const compositeRequest = queries.map((query, index) => ({
    method: 'GET' as const,
    url: `${root}/query?q=${encodeURIComponent(query.toString())}`,
    referenceId: `query${index}`,
  }));
  return {
    body: { allOrNone: false, collateSubrequests: false, compositeRequest },
    read(answer) {
      const bodies = bodiesOf(answer, compositeRequest, () => undefined);
      return bodies.map((body) => parsed(QueryAnswer, body).records);
    },
  };
}

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

/** The bodies of all parts, in their order. */
function bodiesOf(
  answer: unknown,
  parts: readonly Part[],
  recordOf: (referenceId: string) => NewRecord | undefined,
): readonly unknown[] {
  const answers = parsed(CompositeAnswer, answer).compositeResponse;
  const refused = answers.flatMap(({ body, httpStatusCode, referenceId }) => {
    const refusal = httpStatusCode < 400 ? undefined : z.array(Refusal).safeParse(body).data?.[0];
    return refusal ? new PartRefused(refusal, recordOf(referenceId)) : [];
  });
  // The part that failed, not those that were taken back because of it.
  const cause = refused.find(({ errorCode }) => errorCode !== 'PROCESSING_HALTED') ?? refused[0];
  if (cause !== undefined) throw cause;
  const isComplete =
    answers.length === parts.length &&
    parts.every(({ referenceId }, at) => answers[at]?.referenceId === referenceId);
  if (!isComplete || answers.some(({ httpStatusCode }) => httpStatusCode >= 300))
    throw notAnAnswer();
  return answers.map(({ body }) => body);
}

function parsed<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const { success, data } = schema.safeParse(value);
  if (!success) throw notAnAnswer();
  return data;
}

const notAnAnswer = () => new UpstreamFailure('Salesforce answered a composite in another shape');

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
