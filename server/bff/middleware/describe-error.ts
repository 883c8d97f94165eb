import { errorCodeOf } from '../salesforce/translate-error.ts';
import { UpstreamFailure } from '../salesforce/transport.ts';
import { ReplicaFailure } from '../sources/replica-failure.ts';

/**
 * What the log may know of an error. Upstream messages quote queries and could quote anything, so of
 * them only the code is kept, and of "No such column" the names; our own mistakes are kept whole.
 */
export function describeError(error: unknown): Record<string, unknown> {
  try {
    return described(error);
  } catch {
    return { cause: 'an error that cannot be read' };
  }
}

function described(error: unknown): Record<string, unknown> {
  if (error === undefined) return {};
  if (!(error instanceof Error)) return { cause: typeof error };
  const code = errorCodeOf(error);
  if (code !== '') return { cause: code, about: namesIn(error.message) };
  if (error instanceof UpstreamFailure) {
    return { cause: error.name, about: error.message, because: systemCode(error.cause) };
  }
  if (error instanceof ReplicaFailure) return { cause: error.name, about: error.message };
  if (error.name === 'OAuthFailure') return { cause: error.message };
  return { cause: `${error.name}`, stack: `${error.stack}` };
}

const namesIn = (message: string): string | undefined =>
  /No such column '[\w.]+' on entity '\w+'|sObject type '\w+' is not supported/.exec(message)?.[0];

function systemCode(error: unknown): unknown {
  if (!(error instanceof Error)) return undefined;
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
