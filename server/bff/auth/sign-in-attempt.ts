import { parseCookie, stringifySetCookie } from 'cookie';
import type { Response } from 'express';
import { randomNonce, randomPKCECodeVerifier, randomState } from 'openid-client';
import { z } from 'zod';
import type { Sealer } from '../session/seal.ts';
import { cookieName } from '../session/session-cookie.ts';
import type { UsedStates } from './used-states.ts';

const Attempt = z.object({
  state: z.string(),
  nonce: z.string(),
  codeVerifier: z.string(),
  returnTo: z.string(),
  /** The session this browser had when it set out; the Strict cookie does not come to the callback. */
  earlierSession: z.string().optional(),
  startedAt: z.number(),
});

/** One way to Salesforce and back. It travels sealed in the browser, so that the server keeps nothing for people who never come back. */
export type SignInAttempt = z.infer<typeof Attempt>;

export interface SignInAttempts {
  begin(request: Pick<SignInAttempt, 'returnTo' | 'earlierSession'>): SignInAttempt;
  /** Sets the attempt's cookie and takes back the oldest ones beyond five. */
  remember(attempt: SignInAttempt, cookieHeader: string | undefined, response: Response): void;
  /**
   * The attempt that a callback's `state` belongs to, if this browser began it and it is not over.
   * It is given out once, and its cookie goes: a code that is used twice revokes what it gave.
   */
  take(
    state: string,
    cookieHeader: string | undefined,
    response: Response,
  ): Promise<SignInAttempt | undefined>;
}

/** Two tabs are common; fifty mean that somebody presses a button again and again. */
const mostAttempts = 5;
export const attemptSeconds = 600;

/**
 * The attempts of one browser, a cookie each, so that two tabs that sign in at once both succeed.
 *
 * The cookies are Lax, because Salesforce's redirect comes from another site.
 */
export function createSignInAttempts(
  sealer: Sealer,
  used: UsedStates,
  options: { readonly secure: boolean },
  clock: () => number,
): SignInAttempts {
  const prefix = cookieName('sign-in.', options.secure);
  const nameOf = (state: string) => prefix + state.slice(0, 16);
  const isAttempt = (name: string) => /^[\w-]{16}$/.test(name.slice(prefix.length));
  function open(name: string, sealed: string | undefined): SignInAttempt | undefined {
    const { data } = Attempt.safeParse(
      sealed === undefined ? undefined : sealer.open(sealed, name),
    );
    return data !== undefined && clock() - data.startedAt < attemptSeconds * 1000
      ? data
      : undefined;
  }

  function set(response: Response, name: string, value: string, maxAge: number): void {
    const { secure } = options;
    response.append(
      'Set-Cookie',
      stringifySetCookie({
        name,
        value,
        maxAge,
        secure,
        httpOnly: true,
        sameSite: 'lax',
        path: '/',
      }),
    );
  }

  /** The cookies that have to go, so that with a new one there are no more than five. */
  function surplus(cookieHeader: string | undefined): string[] {
    return Object.entries(parseCookie(cookieHeader ?? ''))
      .filter(([name]) => name.startsWith(prefix) && isAttempt(name))
      .map(([name, sealed]) => ({ name, startedAt: open(name, sealed)?.startedAt ?? 0 }))
      .sort((a, b) => b.startedAt - a.startedAt)
      .filter(({ startedAt }, place) => startedAt === 0 || place >= mostAttempts - 1)
      .map(({ name }) => name);
  }

  return {
    begin: (request) => ({
      ...request,
      state: randomState(),
      nonce: randomNonce(),
      codeVerifier: randomPKCECodeVerifier(),
      startedAt: clock(),
    }),
    remember(attempt, cookieHeader, response) {
      for (const name of surplus(cookieHeader)) set(response, name, '', 0);
      const name = nameOf(attempt.state);
      set(response, name, sealer.seal(attempt, name), attemptSeconds);
    },
    async take(state, cookieHeader, response) {
      const name = nameOf(state);
      if (!isAttempt(name)) return undefined;
      const attempt = open(name, parseCookie(cookieHeader ?? '')[name]);
      if (attempt?.state !== state || !(await used.use(state))) return undefined;
      set(response, name, '', 0);
      return attempt;
    },
  };
}
