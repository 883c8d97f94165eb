import type { Response } from 'express';
import type { ApiError } from '../data/api-error.ts';

/** Salesforce's own spelling of the type (seen); Express would write it otherwise. */
export function sendJson(response: Response, status: number, body: unknown): void {
  response.statusCode = status;
  response.setHeader('content-type', 'application/json;charset=UTF-8');
  response.end(JSON.stringify(body));
}

/** Errors are a list, of one nearly always (seen). */
export function sendError(response: Response, error: ApiError): void {
  const { status, errorCode, message, fields } = error;
  sendJson(response, status, [{ message, errorCode, ...(fields !== undefined && { fields }) }]);
}
