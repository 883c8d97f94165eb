import { z } from 'zod';
import type { NewRecord } from '../routes/user-salesforce.ts';
import { UpstreamFailure } from './transport.ts';

/** One request within a composite one. */
export interface Part {
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

/** The bodies of all parts, in their order. */
export function bodiesOf(
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

/** @throws {UpstreamFailure} when it is of another shape */
export function parsed<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const { success, data } = schema.safeParse(value);
  if (!success) throw notAnAnswer();
  return data;
}

const notAnAnswer = () => new UpstreamFailure('Salesforce answered a composite in another shape');
