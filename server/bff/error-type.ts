/**
 * What kind of error it is, in one word out of few: the code of a system's, else its class. Never its
 * message, which may quote anything.
 *
 * Of causes it follows a few: they may lead in a circle.
 *
 * @see https://opentelemetry.io/docs/specs/semconv/registry/attributes/error/
 */
export function errorTypeOf(error: unknown, causes = 10): string {
  if (!(error instanceof Error)) return 'unknown';
  if (error.cause instanceof Error && causes > 0) return errorTypeOf(error.cause, causes - 1);
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
