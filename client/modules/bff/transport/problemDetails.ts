import { type FieldError, RequestError } from './requestError.ts';

/**
 * An answer that is not a success, as the error that components know.
 *
 * The answer may come from a proxy on the way and be no problem details at all, so nothing in it is
 * taken for granted.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9457
 */
export async function problemDetails(response: Response): Promise<RequestError> {
  const { status, statusText } = response;
  const problem = await membersOf(response);
  const title = textOf(problem.title) ?? (statusText || `Status ${status}`);
  const requestId = textOf(problem.requestId) ?? response.headers.get('x-request-id');
  return new RequestError(status, title, {
    message: textOf(problem.detail) ?? 'The server could not answer. Please try again.',
    errorCode: textOf(problem.code) ?? 'unexpected_answer',
    ...(requestId ? { requestId } : {}),
    ...(Array.isArray(problem.errors) ? { errors: problem.errors.filter(isFieldError) } : {}),
  });
}

async function membersOf(response: Response): Promise<Readonly<Record<string, unknown>>> {
  if (!response.headers.get('content-type')?.includes('json')) return {};
  const body: unknown = await response.json().catch(() => undefined);
  return typeof body === 'object' && body !== null ? { ...body } : {};
}

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

const isFieldError = (value: unknown): value is FieldError =>
  typeof value === 'object' &&
  value !== null &&
  'field' in value &&
  typeof value.field === 'string' &&
  'message' in value &&
  typeof value.message === 'string';
