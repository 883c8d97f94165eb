import { type Meter, metrics } from '@opentelemetry/api';
import type { Logger } from '../logger.ts';
import { scope } from '../measure.ts';
import { Problem } from '../problem.ts';

export interface ApiUsageOptions {
  /** How many percent of the org's daily calls may be used, by whoever uses them, before this server stops. */
  readonly limitShare: number;
  readonly log: Logger;
  /** Milliseconds since 1970. */
  readonly clock?: () => number;
  /** Where the gauges are; without an SDK, OpenTelemetry's own does nothing. */
  readonly meter?: Pick<Meter, 'createObservableGauge'>;
}

/** What an answer of Salesforce's tells of the limit. */
export interface UsageSign {
  /** `Sforce-Limit-Info`, as it came. */
  readonly header: string | undefined;
  /** Whether it is the refusal of a call beyond the limit. */
  readonly isRefusal: boolean;
}

/** How far the org's daily API calls are used up: known from every answer, and heeded before every call. */
export interface ApiUsage {
  /**
   * To be asked before a piece of work that calls Salesforce; what has begun is finished.
   * @throws {Problem} `salesforce_limit`, once the calls are as far used up as they may be; but for one
   * piece of work a minute, whose answer tells how it is by then
   */
  admit(): void;
  note(sign: UsageSign): void;
}

/** Calls age out of the day one by one: a minute of waiting is short beside it, and 1,440 probes a day are few. */
const probeMs = 60_000;

/** Salesforce's own header has 30 characters, or some 80 with the usage of an app. */
const longestHeader = 500;

/**
 * Keeps this server from using up what the whole org needs. Salesforce counts the calls of the last 24
 * hours, of everybody; the server stops at a share of them, and notices by itself when there is room again.
 *
 * @see https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/headers_api_usage.htm
 * @example
 * const usage = createApiUsage({ limitShare: 90, log });
 * usage.admit();
 */
export function createApiUsage(options: ApiUsageOptions): ApiUsage {
  const { limitShare, log, clock = Date.now } = options;
  const { meter = metrics.getMeter(scope) } = options;
  let known: { readonly used: number; readonly limit: number } | undefined;
  let isRefused = false;
  /** Since when nothing is asked, or when it was last tried. */
  let probedAt: number | undefined;
  const gauge = (description: string) => ({ description, unit: '{call}' });
  const used = meter.createObservableGauge(
    'lwc_bff.salesforce.api.used',
    gauge('API calls of the org in the last 24 hours'),
  );
  const limit = meter.createObservableGauge(
    'lwc_bff.salesforce.api.limit',
    gauge('API calls that the org has in 24 hours'),
  );
  const left = meter.createObservableGauge(
    'lwc_bff.salesforce.api.left',
    gauge('API calls that the org has left'),
  );
  used.addCallback((result) => known && result.observe(known.used));
  limit.addCallback((result) => known && result.observe(known.limit));
  // Salesforce lets an org go beyond its limit for a while.
  left.addCallback((result) => known && result.observe(Math.max(0, known.limit - known.used)));

  const isSpent = (): boolean =>
    isRefused || (known !== undefined && known.used >= (known.limit * limitShare) / 100);

  return {
    admit() {
      if (probedAt === undefined) return;
      const now = clock();
      const waited = now - probedAt;
      // A clock that was set back does not prolong it.
      if (waited >= 0 && waited < probeMs) throw limitReached((probeMs - waited) / 1_000);
      probedAt = now;
    },
    note({ header, isRefusal }) {
      known = readUsage(header) ?? known;
      isRefused = isRefusal;
      if (isSpent() === (probedAt !== undefined)) return;
      probedAt = isSpent() ? clock() : undefined;
      log.warn({ event: 'salesforce_limit', reached: isSpent(), ...known });
    },
  };
}

/**
 * For what is not asked of Salesforce at all, or was refused there.
 *
 * @param seconds after which it may be otherwise
 */
export const limitReached = (seconds: number, cause?: unknown): Problem =>
  new Problem(
    'salesforce_limit',
    'Salesforce takes no more requests for the moment. Please try again later.',
    { headers: { 'Retry-After': String(Math.max(1, Math.ceil(seconds))) }, cause },
  );

/** How soon a call that Salesforce has refused may be worth another. */
export const secondsUntilProbe = probeMs / 1_000;

/** `api-usage=123/15000`, alone or before what belongs to one app; anything else says nothing. */
function readUsage(header: string | undefined) {
  if (header === undefined || header.length > longestHeader) return undefined;
  const [, used, limit] = /^api-usage=(\d{1,10})\/([1-9]\d{0,9})(?:;|$)/.exec(header) ?? [];
  return used === undefined ? undefined : { used: Number(used), limit: Number(limit) };
}
