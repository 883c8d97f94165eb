import type { RequestHandler } from 'express';
import type { Logger } from '../logger.ts';
import type { Owner } from '../session/owner.ts';
import { createTally, withTally } from '../tally.ts';
import type { MeasuredRequests } from './measured-requests.ts';

export interface RequestLogOptions {
  readonly log: Logger;
  /** One of a bounded number of names for a path. */
  readonly routeOf: (path: string) => string;
  readonly pseudonymOf: (owner: Owner) => string;
  readonly requests: MeasuredRequests;
  /** Milliseconds since some moment. */
  readonly clock?: () => number;
}

/**
 * One line a request, with what it has cost: the same is measured, and traced. The path goes in without its
 * query string: a callback's carries a code.
 */
export function requestLog(options: RequestLogOptions): RequestHandler {
  const { log, routeOf, pseudonymOf, requests } = options;
  const { clock = performance.now.bind(performance) } = options;
  return function requestLogMiddleware(request, response, next) {
    const startedAt = clock();
    // Express changes it on the way.
    const { path } = request;
    const route = routeOf(path);
    const span = requests.begin(request, route);
    const tally = createTally(request.id, span);
    response.once('close', () => {
      const ms = clock() - startedAt;
      const user = tally.user && pseudonymOf(tally.user);
      // Express has one before anything is answered.
      const status = response.headersSent ? response.statusCode : undefined;
      log.info({
        event: 'request',
        requestId: request.id,
        traceId: span?.isRecording() ? span.spanContext().traceId : undefined,
        method: request.method,
        path: path.slice(0, 200),
        route,
        user,
        status,
        completed: response.writableFinished,
        ms: Math.round(ms),
        upstreamCalls: tally.upstream.calls,
        upstreamMs: Math.round(tally.upstream.ms),
        // What is undefined is not written: most requests ask one of them or neither.
        storeCalls: tally.store.calls || undefined,
        storeMs: tally.store.calls ? Math.round(tally.store.ms) : undefined,
        replicaCalls: tally.replica.calls || undefined,
        replicaMs: tally.replica.calls ? Math.round(tally.replica.ms) : undefined,
      });
      requests.end(request, span, { route, status, ms, user });
    });
    withTally(tally, next);
  };
}
