import type { RequestHandler } from 'express';
import { Problem } from '../problem.ts';

/** Answers 405 to every method that a path does not have; stands behind those it has. */
export function onlyMethods(...allowed: readonly string[]): RequestHandler {
  const Allow = allowed.join(', ');
  return function onlyMethodsMiddleware() {
    throw new Problem('method_not_allowed', `This address answers ${Allow}.`, {
      headers: { Allow },
    });
  };
}
