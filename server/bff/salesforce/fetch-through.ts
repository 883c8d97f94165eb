import type { CustomFetch } from 'openid-client';
import { type Dispatcher, fetch, type RequestInit } from 'undici';

/** Statuses that have no body, and must be given none. */
const withoutBody: ReadonlySet<number> = new Set([204, 205, 304]);

/**
 * `fetch` for the OAuth library, through connections of our own. Node's own `fetch` is of another version of
 * undici and takes none of these.
 */
export function fetchThrough(dispatcher: Dispatcher): CustomFetch {
  return async (url, options) => {
    // The library's options are the DOM's, which undici's are too, in types of its own.
    const answer = await fetch(url, { ...options, dispatcher } as RequestInit);
    const body = withoutBody.has(answer.status) ? null : await answer.arrayBuffer();
    // Of Node's own class: who reads it looks.
    return new Response(body, { status: answer.status, headers: [...answer.headers] });
  };
}
