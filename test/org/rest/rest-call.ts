import type { Viewer } from '../data/access/viewer.ts';
import type { OrgData } from '../data/org-data.ts';
import type { RequestBody } from './request-body.ts';

/** A request as Salesforce's resources see it: by HTTP, or within a composite one. */
export interface RestRequest {
  readonly method: string;
  /** Below the host: `/services/data/v66.0/…`, with its query string. */
  readonly url: string;
  readonly body: RequestBody;
  /** What the body is; undefined where there is none, and within another request. */
  readonly mediaType?: string | undefined;
  header(name: string): string | undefined;
  /** Whether it is a part of something that is done as a whole or not at all. */
  readonly allOrNone?: boolean;
}

/** An authenticated request at the resource that its path names. */
export interface RestCall extends RestRequest {
  readonly data: OrgData;
  readonly viewer: Viewer;
  readonly version: string;
  /** Of the host that was asked: `http://localhost:3001`. */
  readonly origin: string;
  /** What the path's pattern names, decoded. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** Answers another request of the same user within this one; its errors are answers, too. */
  within(request: RestRequest): RestAnswer;
}

/** What a resource answers; every error is thrown. */
export interface RestAnswer {
  readonly status: number;
  readonly body?: unknown;
  /** In place of a body of JSON. */
  readonly csv?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** For an answer with errors inside that took back what was written, whatever its status. */
  readonly rolledBack?: boolean;
}

export type RestHandler = (call: RestCall) => RestAnswer;

/** A part of the path that the pattern names. */
export function pathParameter({ parameters }: RestCall, name: string): string {
  return parameters[name] ?? '';
}
