/**
 * What kind of error it is, in one word out of few: the code of a system's, else its class. Never its
 * message, which may quote anything.
 *
 * @see https://opentelemetry.io/docs/specs/semconv/registry/attributes/error/
 */
export function errorTypeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  if (error.cause instanceof Error) return errorTypeOf(error.cause);
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
