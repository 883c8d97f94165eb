import express, { type Request, type Response } from 'express';
import { ApiError } from '../data/api-error.ts';

/** Salesforce reads no larger body either (documented: 50 MB, with files). */
const largestBody = 50 * 1024 * 1024;

/** Why a body was not read; what the parser itself says of it stays inside. The words are guesses. */
function notRead(error: unknown): unknown {
  const status = error instanceof Error && 'status' in error ? error.status : 500;
  switch (status) {
    case 400:
      return new ApiError(400, 'INVALID_INPUT', 'The request body could not be read');
    case 413:
      return new ApiError(413, 'REQUEST_TOO_LARGE', 'Request body exceeds 50 MB');
    case 415:
      return new ApiError(
        ...[415, 'UNSUPPORTED_MEDIA_TYPE', 'The charset or encoding of the body is not supported'],
      );
    default:
      return error;
  }
}

const parse = express.text({ type: () => true, limit: largestBody });

/**
 * The body of a request, of whatever type; empty where there is none.
 * @throws {ApiError} for one that is too large, or written in no way that is known
 */
export function readText(request: Request, response: Response): Promise<string> {
  return new Promise((resolve, reject) => {
    parse(request, response, (error?: unknown) => {
      if (error === undefined) resolve(typeof request.body === 'string' ? request.body : '');
      else reject(notRead(error));
    });
  });
}
