import type { Request } from 'express';
import type { Viewer } from '../data/access/viewer.ts';
import type { OrgData } from '../data/org-data.ts';

/** An authenticated call, as the resources see it. */
export interface RestCall {
  readonly data: OrgData;
  readonly viewer: Viewer;
  readonly version: string;
  readonly request: Request;
}

/** What a resource answers; every error is thrown. */
export interface RestAnswer {
  readonly status: number;
  readonly body: unknown;
}

export type RestHandler = (call: RestCall) => RestAnswer;

/** A query-string parameter; of a repeated one the first. */
export function queryParameter(request: Request, name: string): string | undefined {
  const value: unknown = request.query[name];
  const first: unknown = Array.isArray(value) ? value[0] : value;
  return typeof first === 'string' ? first : undefined;
}

/** A part of the path. */
export function pathParameter(request: Request, name: string): string {
  const value = request.params[name];
  return typeof value === 'string' ? value : '';
}
