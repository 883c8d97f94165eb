import { isSpanContextValid, type SpanContext } from '@opentelemetry/api';

/** Version, trace, span and flags; what a later version adds comes behind them. */
const wellFormed = /^([\da-f]{2})-([\da-f]{32})-([\da-f]{16})-([\da-f]{2})(-.*)?$/;

const longest = 200;

/**
 * Reads what a proxy in front says of the trace that a request belongs to. It may also come from anybody, and
 * so is used for nothing but to name our own spans; what is not well-formed was not said.
 *
 * @see https://www.w3.org/TR/trace-context/#traceparent-header
 */
export function traceParent(header: unknown): SpanContext | undefined {
  if (typeof header !== 'string' || header.length > longest) return undefined;
  const [, version, traceId = '', spanId = '', flags = '', more] = wellFormed.exec(header) ?? [];
  if (version === 'ff' || (version === '00' && more !== undefined)) return undefined;
  const context = { traceId, spanId, traceFlags: Number.parseInt(flags, 16) & 1, isRemote: true };
  return isSpanContextValid(context) ? context : undefined;
}
