import { type Counter, type Meter, metrics } from '@opentelemetry/api';

/**
 * What happens, counted. Every attribute has few values and none of them comes from outside: no address, no
 * id, no token, no query.
 */
export interface Measure {
  /** @param outcome `completed`, or the code of the refusal */
  signIn(outcome: string): void;
  signOut(how: 'here' | 'everywhere' | 'others' | 'another'): void;
  refresh(outcome: string): void;
  /** @param by who was at it already */
  waitedForRefresh(by: 'this_process' | 'another_process' | 'salesforce', ms: number): void;
  /** For public rows that another process is asking for. */
  waitedForRows(ms: number): void;
  csrfRefusal(reason: 'header' | 'site' | 'origin'): void;
  /** @param found fresh or not, in this process; by another one; or nowhere */
  publicRead(found: 'hit' | 'stale' | 'shared' | 'miss'): void;
}

/** By this name OpenTelemetry knows what is measured here. */
export const scope = 'lwc_bff';

/** In seconds. @see https://opentelemetry.io/docs/specs/semconv/http/http-metrics/ */
export const httpBuckets = [
  0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10,
];

/** @param buckets their upper bounds, in seconds */
export const duration = (description: string, buckets: readonly number[]) => ({
  description,
  unit: 's',
  advice: { explicitBucketBoundaries: [...buckets] },
});

/**
 * Counts by OpenTelemetry's interface alone, which does nothing unless an SDK has been set up before. Made
 * twice, it counts into the same instruments.
 *
 * @example
 * const measure = createMeasure();
 * measure.signIn('completed');
 */
export function createMeasure(meter: Meter = metrics.getMeter(scope)): Measure {
  const by =
    (counter: Counter, attribute: string) =>
    (value: string): void =>
      counter.add(1, { [attribute]: value });

  const waits = meter.createHistogram(
    'lwc_bff.refresh.wait.duration',
    duration('How long requests wait for a refresh that somebody else has begun', httpBuckets),
  );
  const waitsForRows = meter.createHistogram(
    'lwc_bff.public_cache.wait.duration',
    duration('How long this process waits for public rows that another asks for', httpBuckets),
  );
  return {
    signIn: by(
      meter.createCounter('lwc_bff.sign_ins', {
        description: 'Sign-ins that have come to an end',
        unit: '{sign_in}',
      }),
      'lwc_bff.outcome',
    ),
    signOut: by(
      meter.createCounter('lwc_bff.sign_outs', {
        description: 'Sign-outs, by the sessions that they end',
        unit: '{sign_out}',
      }),
      'lwc_bff.how',
    ),
    refresh: by(
      meter.createCounter('lwc_bff.refreshes', {
        description: 'Refreshes of access tokens that have come to an end',
        unit: '{refresh}',
      }),
      'lwc_bff.outcome',
    ),
    csrfRefusal: by(
      meter.createCounter('lwc_bff.csrf.refusals', {
        description: 'Requests that no page of ours has sent',
        unit: '{request}',
      }),
      'lwc_bff.reason',
    ),
    publicRead: by(
      meter.createCounter('lwc_bff.public_cache.reads', {
        description: 'Reads of public rows, by where they were found',
        unit: '{read}',
      }),
      'lwc_bff.found',
    ),
    waitedForRefresh: (whom, ms) => waits.record(ms / 1_000, { 'lwc_bff.waited_for': whom }),
    waitedForRows: (ms) => waitsForRows.record(ms / 1_000),
  };
}
