import type { NextFunction, Request, Response } from 'express';
import { refusals } from './oauth-error.ts';
import { formParameters } from './parameters.ts';

/**
 * Refuses a second refresh of a token while the first is under way (P). It stands before the
 * panel's faults, so that a delayed call counts as under way.
 */
export function createInFlightRefreshes() {
  const inFlight = new Set<string>();
  return function inFlightRefreshes(req: Request, res: Response, next: NextFunction): void {
    const token = formParameters(req).get('refresh_token');
    if (token === undefined) {
      next();
      return;
    }
    if (inFlight.has(token)) throw refusals.alreadyProcessing();
    inFlight.add(token);
    res.once('close', async () => {
      // Somebody who stopped waiting has not stopped the work: a fault's delay runs on.
      await res.locals.delayed;
      inFlight.delete(token);
    });
    next();
  };
}
