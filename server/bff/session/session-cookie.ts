import { hash, randomBytes } from 'node:crypto';
import { parseCookie } from 'cookie';
import { unsign } from 'cookie-signature';
import { deriveKey } from './seal.ts';

export interface CookieOptions {
  readonly secrets: readonly string[];
  /** False for a loopback host on http alone, where browsers keep no Secure cookie. */
  readonly secure: boolean;
}

/** How the session's id travels. */
export interface SessionCookie {
  readonly name: string;
  /** What signs and verifies, the signing one first; derived, so that it opens nothing else. */
  readonly signatureKeys: readonly string[];
  readonly secure: boolean;
  /** @returns the hash of the id in a request's `Cookie` header, if the signature is ours */
  keyFrom(header: string | undefined): string | undefined;
}

/**
 * The browser keeps `__Host-Http-` cookies from other hosts, from http and from scripts.
 *
 * @see https://www.ietf.org/archive/id/draft-ietf-httpbis-rfc6265bis-20.html
 */
export const cookieName = (name: string, secure: boolean): string =>
  secure ? `__Host-Http-${name}` : name;

/** 256 bits that nobody can guess. */
export const newSessionId = (): string => randomBytes(32).toString('base64url');

/** A session is kept under the hash of its id, so that whoever reads the store cannot be anybody. */
export const sessionKey = (id: string): string => hash('sha256', id, 'base64url');

export function createSessionCookie({ secrets, secure }: CookieOptions): SessionCookie {
  const name = cookieName('session', secure);
  const signatureKeys = secrets.map((secret) => deriveKey(secret, 'session id').toString('base64'));

  function read(header: string): string | undefined {
    const value = parseCookie(header)[name];
    // The form that express-session writes: `s:` and the signed id.
    if (value === undefined || !value.startsWith('s:')) return undefined;
    for (const key of signatureKeys) {
      const id = unsign(value.slice(2), key);
      if (id !== false) return sessionKey(id);
    }
    return undefined;
  }

  // Every request is asked for twice in a row: to be counted, and for its session.
  let last: { readonly header: string; readonly key: string | undefined } | undefined;
  return {
    name,
    signatureKeys,
    secure,
    keyFrom(header) {
      if (header === undefined) return undefined;
      if (last?.header !== header) last = { header, key: read(header) };
      return last.key;
    },
  };
}
