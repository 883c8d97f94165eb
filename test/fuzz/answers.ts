import { expect } from 'vitest';
import type { RawAnswer } from './raw-connections.ts';

/** The codes that docs/architecture.md names, with their status: there are no others. */
const statusOf: Readonly<Record<string, number>> = {
  not_signed_in: 401,
  session_expired: 401,
  forbidden: 403,
  csrf_rejected: 403,
  not_found: 404,
  method_not_allowed: 405,
  conflict: 409,
  too_large: 413,
  invalid_input: 422,
  rate_limited: 429,
  internal: 500,
  salesforce_unavailable: 503,
  salesforce_limit: 503,
  store_unavailable: 503,
  replica_unavailable: 503,
  not_configured: 503,
};

export interface ProblemBody {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: string;
  readonly requestId: string;
  readonly errors?: readonly { readonly field: string; readonly message: string }[];
}

/** That a refusal is one as the contract describes it, and nothing but that. */
export function expectProblem({ status, headers, body }: RawAnswer): ProblemBody {
  expect(headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
  expect(headers.get('cache-control')).toBe('no-store');
  const { errors, ...problem } = JSON.parse(Buffer.from(body, 'latin1').toString()) as ProblemBody;
  expect(problem).toEqual({
    type: 'about:blank',
    title: expect.any(String),
    status: statusOf[problem.code],
    detail: expect.any(String),
    code: problem.code,
    requestId: headers.get('x-request-id'),
  });
  expect(status).toBe(problem.status);
  for (const error of errors ?? []) {
    expect(error).toEqual({ field: expect.any(String), message: expect.any(String) });
  }
  return { ...problem, ...(errors && { errors }) };
}

/** What every answer of the application's carries, whatever was asked. */
export function expectSecured({ headers }: RawAnswer): void {
  expect([
    headers.get('content-security-policy')?.startsWith("default-src 'none';script-src 'self'"),
    headers.get('x-content-type-options'),
    headers.get('x-frame-options'),
    headers.get('referrer-policy'),
    headers.get('cross-origin-opener-policy'),
    headers.get('permissions-policy')?.startsWith('camera=()'),
    headers.get('x-powered-by'),
    headers.get('access-control-allow-origin'),
  ]).toEqual([true, 'nosniff', 'DENY', 'same-origin', 'same-origin', true, undefined, undefined]);
}
