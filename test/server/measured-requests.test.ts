import { type ContextManager, context, ROOT_CONTEXT, trace } from '@opentelemetry/api';
import type { Request } from 'express';
import { afterEach, describe, expect, it } from 'vitest';
import { createMeasuredRequests } from '../../server/bff/middleware/measured-requests.ts';
import { inMemoryTelemetry } from '../in-memory-telemetry.ts';

const traceId = '0af7651916cd43dd8448eb211c80319c';
const spanId = 'b7ad6b7169203331';
const traceparent = `00-${traceId}-${spanId}-01`;

function setUp() {
  const telemetry = inMemoryTelemetry();
  const requests = createMeasuredRequests(telemetry.meter, telemetry.tracer);
  const ended = { route: 'myOrders', status: 200, ms: 1_500, user: 'pseudonym' };
  return {
    ...telemetry,
    answered(asked: object = {}, how: object = {}) {
      // All that is looked at.
      const request = { method: 'GET', headers: {}, secure: true, id: 'id', ...asked } as Request;
      const end = { ...ended, ...how };
      requests.end(request, requests.begin(request, end.route), end);
    },
  };
}

const usual = {
  'http.request.method': 'GET',
  'http.route': 'myOrders',
  'http.response.status_code': 200,
  'url.scheme': 'https',
};

describe('createMeasuredRequests', () => {
  afterEach(() => context.disable());

  it('takes the time of a request in seconds, and makes it a span', async () => {
    const { answered, measured, spans } = setUp();
    answered();
    expect(await measured()).toEqual([
      { name: 'http.server.request.duration', attributes: usual, value: 1, sum: 1.5 },
    ]);
    expect(spans()).toMatchObject([
      {
        name: 'GET myOrders',
        attributes: { ...usual, 'lwc_bff.request_id': 'id', 'enduser.pseudo.id': 'pseudonym' },
        status: { code: 0 },
      },
    ]);
  });

  it.each([
    [{}, { status: 404 }, { ...usual, 'http.response.status_code': 404 }, 0],
    [{}, { status: 503 }, { 'http.response.status_code': 503, 'error.type': '503' }, 2],
    [{}, { status: undefined }, { 'error.type': 'abandoned' }, 2],
    [{ secure: false }, {}, { 'url.scheme': 'http' }, 0],
    [{ method: 'M-SEARCH' }, {}, { 'http.request.method': '_OTHER' }, 0],
  ])('tells %j that ended with %j', async (asked, how, attributes, code) => {
    const { answered, measured, spans } = setUp();
    answered(asked, how);
    const [measurement] = await measured();
    expect(measurement?.attributes).toMatchObject(attributes);
    expect(spans()).toMatchObject([{ attributes, status: { code } }]);
  });

  it.each(['/healthz', '/readyz'])('measures %s, and does not trace it', async (route) => {
    const { answered, measured, spans } = setUp();
    answered({}, { route });
    expect(await measured()).toHaveLength(1);
    expect(spans()).toEqual([]);
  });

  it('goes on with the trace of a proxy, and not with what is not well-formed', () => {
    const { answered, spans } = setUp();
    answered({ headers: { traceparent } });
    answered({ headers: { traceparent: `${traceparent}-more` } });
    const [joined, own] = spans();
    expect(joined?.parentSpanContext).toMatchObject({ traceId, spanId });
    expect(own?.parentSpanContext).toBeUndefined();
    expect(own?.spanContext().traceId).not.toBe(traceId);
  });

  it('goes on with what an application around it traces, whatever comes along', () => {
    const { answered, spans, tracer } = setUp();
    const around = tracer.startSpan('of the application');
    const active = trace.setSpan(ROOT_CONTEXT, around);
    const manager: ContextManager = {
      active: () => active,
      with: (_context, work, self, ...args) => work.apply(self, args),
      bind: (_context, target) => target,
      enable: () => manager,
      disable: () => manager,
    };
    context.setGlobalContextManager(manager);
    answered({ headers: { traceparent } });
    expect(spans()[0]?.parentSpanContext?.spanId).toBe(around.spanContext().spanId);
  });
});
