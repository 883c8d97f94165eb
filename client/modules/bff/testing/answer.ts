import type { InputError, ProblemCode } from '../../../../server/bff/index.ts';

/** What a server answers: by default 200 and no more than `{}`. */
export interface Answer {
  readonly status?: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What a problem says beside its code. */
export interface ProblemMembers {
  /** One sentence for whoever sees it. */
  readonly detail?: string;
  /** What is wrong with which input. */
  readonly errors?: readonly InputError[];
}

/**
 * The answer of a server that refuses, as problem details.
 *
 * @param code `errorCode` in the browser
 * @example server.last.answer(problem(503, 'salesforce_unavailable'))
 */
export const problem = (
  status: number,
  code: ProblemCode,
  members: ProblemMembers = {},
): Answer => ({
  status,
  body: { title: code, status, code, detail: `Because of ${code}.`, requestId: 'r-1', ...members },
});

/** An answer as it comes from the network. */
export function responseOf({ status = 200, body = {}, headers }: Answer): Response {
  const type = status < 400 ? 'application/json' : 'application/problem+json';
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': type, ...headers },
  });
}
