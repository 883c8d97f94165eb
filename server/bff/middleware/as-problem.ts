import { Problem } from '../problem.ts';

/**
 * What has been thrown, as the problem that a browser may see. What is not a {@link Problem} was not foreseen
 * and says nothing outward; neither does what cannot be read, such as a `Proxy` whose traps throw.
 */
export function asProblem(thrown: unknown): Problem {
  try {
    // Read to the last property, so that nothing has to be read later, when nobody would catch it.
    if (thrown instanceof Problem) return new Problem(thrown.code, thrown.detail, thrown);
    const { status, type } = httpErrorOf(thrown);
    if (type === 'entity.too.large') return new Problem('too_large', 'The body is too large.');
    // Without its cause: the message of a parser quotes what it could not parse.
    return status >= 400 && status < 500
      ? new Problem('invalid_input', 'The request is not well-formed.')
      : internal(thrown);
  } catch {
    return internal(thrown);
  }
}

const internal = (cause: unknown) =>
  new Problem('internal', 'Something went wrong on our side.', { cause });

/** What Express and its body parser say of a request that they cannot read. */
function httpErrorOf(error: unknown): { status: number; type?: unknown } {
  if (!(error instanceof Error)) return { status: 500 };
  return {
    status: 'status' in error && typeof error.status === 'number' ? error.status : 500,
    ...('type' in error && { type: error.type }),
  };
}
