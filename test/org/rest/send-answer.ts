import type { Response } from 'express';
import type { RestAnswer } from './rest-call.ts';

/** Salesforce's own spelling of the type (seen); Express would write it otherwise. */
export function sendAnswer(
  response: Response,
  { status, body, csv, headers = {} }: RestAnswer,
): void {
  response.statusCode = status;
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  if (csv !== undefined) {
    response.setHeader('content-type', 'text/csv;charset=UTF-8');
    response.end(csv);
    return;
  }
  if (body === undefined) {
    response.end();
    return;
  }
  response.setHeader('content-type', 'application/json;charset=UTF-8');
  response.end(JSON.stringify(body));
}
