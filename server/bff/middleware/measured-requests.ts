import {
  type Context,
  context,
  type Meter,
  metrics,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  type Tracer,
  trace,
} from '@opentelemetry/api';
import type { Request } from 'express';
import { duration, httpBuckets, scope } from '../measure.ts';
import { statusAttributes } from '../measured-calls.ts';
import { traceParent } from './trace-parent.ts';

/** How a request has ended. */
export interface EndedRequest {
  readonly route: string;
  /** Undefined where nobody was there any more to be answered. */
  readonly status: number | undefined;
  readonly ms: number;
  /** Whose it was, as a pseudonym. */
  readonly user: string | undefined;
}

export interface MeasuredRequests {
  /**
   * Begins its span, below that of an application around us or of a proxy in front; none for those that only
   * ask whether we are well.
   */
  begin(request: Request, route: string): Span | undefined;
  end(request: Request, span: Span | undefined, ended: EndedRequest): void;
}

/** Others could be made up. @see https://opentelemetry.io/docs/specs/semconv/registry/attributes/http/ */
const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

const untraced: ReadonlySet<string> = new Set(['/healthz', '/readyz']);

/** @example const requests = createMeasuredRequests(); */
export function createMeasuredRequests(
  meter: Meter = metrics.getMeter(scope),
  tracer: Tracer = trace.getTracer(scope),
): MeasuredRequests {
  const durations = meter.createHistogram(
    'http.server.request.duration',
    duration('Requests', httpBuckets),
  );
  return {
    begin(request, route) {
      if (untraced.has(route)) return undefined;
      const options = { kind: SpanKind.SERVER };
      return tracer.startSpan(`${methodOf(request)} ${route}`, options, contextOf(request));
    },
    end(request, span, { route, status, ms, user }) {
      const attributes = {
        'http.request.method': methodOf(request),
        'url.scheme': request.secure ? 'https' : 'http',
        'http.route': route,
        ...(status === undefined ? { 'error.type': 'abandoned' } : statusAttributes(status, 500)),
      };
      durations.record(ms / 1_000, attributes);
      if (!span?.isRecording()) return;
      span.setAttributes({
        ...attributes,
        'lwc_bff.request_id': request.id,
        ...(user !== undefined && { 'enduser.pseudo.id': user }),
      });
      if ('error.type' in attributes) span.setStatus({ code: SpanStatusCode.ERROR });
      span.end();
    },
  };
}

function contextOf({ headers }: Request): Context {
  const active = context.active();
  if (trace.getSpan(active) !== undefined) return active;
  const parent = traceParent(headers.traceparent);
  return parent === undefined ? ROOT_CONTEXT : trace.setSpanContext(ROOT_CONTEXT, parent);
}

const methodOf = ({ method }: Request): string => (methods.has(method) ? method : '_OTHER');
