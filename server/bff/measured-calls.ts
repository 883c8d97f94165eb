import {
  type Attributes,
  type Histogram,
  type Meter,
  metrics,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  type Tracer,
  trace,
} from '@opentelemetry/api';
import { errorTypeOf } from './error-type.ts';
import { duration, httpBuckets, scope } from './measure.ts';
import { currentTally, type Tally } from './tally.ts';

/** One call of Salesforce. */
export interface UpstreamCall<Answer> {
  readonly method: string;
  /** What is asked there, in one word out of few; never its address, which has values in it. */
  readonly endpoint: string;
  readonly send: () => Promise<Answer>;
  readonly statusOf: (answer: Answer) => number;
}

/** Calls of others: timed for all, tallied for the request that they are made for, and spans of its trace. */
export interface MeasuredCalls {
  /** Calls Salesforce. @throws whatever `send` does */
  upstream<Answer>(call: UpstreamCall<Answer>): Promise<Answer>;
  /** Asks Redis. @throws whatever `ask` does */
  store<Answer>(command: string, ask: () => Promise<Answer>): Promise<Answer>;
  /** Asks Postgres. @throws whatever `ask` does */
  replica<Answer>(ask: () => Promise<Answer>): Promise<Answer>;
}

/** In seconds. @see https://opentelemetry.io/docs/specs/semconv/database/database-metrics/ */
const storeBuckets = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10];

/**
 * Nothing of what is sent or answered is kept: the names of what is called, statuses and kinds of errors.
 * Neither is anything sent along: Salesforce is told nothing of our traces.
 *
 * @example
 * const calls = createMeasuredCalls();
 * const reply = await calls.store('GET', () => client.sendCommand(['GET', key]));
 */
export function createMeasuredCalls(
  meter: Meter = metrics.getMeter(scope),
  tracer: Tracer = trace.getTracer(scope),
): MeasuredCalls {
  const upstreamCalls = meter.createHistogram(
    'http.client.request.duration',
    duration('Calls of Salesforce', httpBuckets),
  );
  const storeCalls = meter.createHistogram(
    'db.client.operation.duration',
    duration('What Redis and Postgres are asked', storeBuckets),
  );

  async function measured<Answer>(
    call: { readonly name: string; readonly of: 'upstream' | 'store' | 'replica' },
    histogram: Histogram,
    attributes: Attributes,
    ask: () => Promise<Answer>,
    outcomeOf: (answer: Answer) => Attributes,
  ): Promise<Answer> {
    const tally = currentTally();
    const span = spanWithin(tally, call.name, attributes);
    const start = performance.now();
    let outcome: Attributes = {};
    try {
      const answer = await ask();
      outcome = outcomeOf(answer);
      return answer;
    } catch (error) {
      outcome = { 'error.type': errorTypeOf(error) };
      throw error;
    } finally {
      const ms = performance.now() - start;
      if (tally !== undefined) {
        tally[call.of].calls += 1;
        tally[call.of].ms += ms;
      }
      histogram.record(ms / 1_000, { ...attributes, ...outcome });
      span?.setAttributes(outcome);
      if ('error.type' in outcome) span?.setStatus({ code: SpanStatusCode.ERROR });
      span?.end();
    }
  }

  function spanWithin(tally: Tally | undefined, name: string, attributes: Attributes) {
    const parent = tally?.span;
    return parent?.isRecording()
      ? tracer.startSpan(
          name,
          { kind: SpanKind.CLIENT, attributes },
          trace.setSpan(ROOT_CONTEXT, parent),
        )
      : undefined;
  }

  const database = (system: string, operation: string) => ({
    'db.system.name': system,
    'db.operation.name': operation,
  });
  const answered = () => ({});

  return {
    upstream: ({ method, endpoint, send, statusOf }) =>
      measured(
        { name: `${method} ${endpoint}`, of: 'upstream' },
        upstreamCalls,
        { 'http.request.method': method, 'lwc_bff.endpoint': endpoint },
        send,
        (answer) => statusAttributes(statusOf(answer), 400),
      ),
    store: (command, ask) =>
      measured(
        { name: command, of: 'store' },
        storeCalls,
        database('redis', command),
        ask,
        answered,
      ),
    replica: (ask) =>
      measured(
        { name: 'SELECT', of: 'replica' },
        storeCalls,
        database('postgresql', 'SELECT'),
        ask,
        answered,
      ),
  };
}

/** @param firstError from which status on it counts as one: for whoever asks 400, for whoever answers 500 */
export const statusAttributes = (status: number, firstError: 400 | 500): Attributes => ({
  'http.response.status_code': status,
  ...(status >= firstError && { 'error.type': String(status) }),
});
