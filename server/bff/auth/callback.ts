import { randomUUID } from 'node:crypto';
import type { Request, RequestHandler } from 'express';
import type { Logger } from '../logger.ts';
import type { Measure } from '../measure.ts';
import { Problem } from '../problem.ts';
import type { OAuthClient, SignedIn } from '../salesforce/oauth-client.ts';
import { OAuthFailure } from '../salesforce/oauth-failure.ts';
import { sameId } from '../salesforce/salesforce-id.ts';
import { ownerOf } from '../session/owner.ts';
import type { Sessions } from '../session/sessions.ts';
import type { SignOut } from '../session/sign-out.ts';
import type { Grant, Vault } from '../session/vault.ts';
import { noteUser } from '../tally.ts';
import type { User } from '../user.ts';
import type { ShowRefusal } from './show-refusal.ts';
import type { SignInAttempt, SignInAttempts } from './sign-in-attempt.ts';

export interface CallbackOptions {
  readonly callbackUrl: URL;
  readonly oauth: OAuthClient;
  readonly attempts: SignInAttempts;
  readonly sessions: Sessions;
  readonly signOut: SignOut;
  readonly vault: Vault;
  /** Only this organization's users may sign in; undefined: anybody's. */
  readonly organizationId: string | undefined;
  readonly log: Logger;
  readonly measure: Measure;
  readonly clock: () => number;
  readonly showRefusal: ShowRefusal;
}

/** `GET /auth/callback`: Salesforce has sent the browser back. */
export function callback(options: CallbackOptions): RequestHandler {
  const { attempts, oauth, sessions, signOut, vault, log, showRefusal } = options;
  return async function callbackHandler(request, response) {
    const url = new URL(options.callbackUrl);
    // Everything after the first "?", whatever form the request's address has.
    [, url.search = ''] = /^[^?]*(\?.*)?$/s.exec(request.originalUrl) ?? [];
    const state = onlyState(url);
    let returnTo = '/';
    try {
      const attempt = await attempts.take(state, request.headers.cookie, response);
      // The back button, a reload, an old tab: nothing to sign in with, and nothing to complain about.
      if (attempt !== undefined) {
        returnTo = attempt.returnTo;
        await signIn(await oauth.exchange(url, attempt), attempt, request);
      }
    } catch (error) {
      showRefusal(error, returnTo, request, response);
      return;
    }
    response.redirect(303, returnTo);
  };

  async function signIn(signedIn: SignedIn, attempt: SignInAttempt, request: Request) {
    const { user, grant } = signedIn;
    noteUser(user);
    try {
      requireOrganization(signedIn);
      await beginSession(request, user);
    } catch (error) {
      // Nobody will hold this grant: it must not count among the five of the user.
      giveBack(grant);
      throw error;
    }
    try {
      await keepGrant(user, grant);
    } catch (error) {
      // It may have been kept, and be the one of the person's other browsers now: it is not given back.
      await endSession(request);
      throw error;
    }
    // The session that this browser had: sealed in the attempt, as the Strict cookie does not come along.
    if (attempt.earlierSession !== undefined) await signOut.session(attempt.earlierSession);
    options.measure.signIn('completed');
    log.info({ event: 'sign_in', requestId: request.id, outcome: 'completed' });
  }

  /** The person need not wait for this: until then it merely counts among their five grants. */
  function giveBack(grant: Grant | undefined): void {
    if (grant?.ofOneSignIn) void signOut.grant(grant);
  }

  function requireOrganization({ user }: SignedIn): void {
    const { organizationId } = options;
    if (organizationId === undefined || sameId(user.organizationId, organizationId)) return;
    throw new OAuthFailure('refused', 'organization_not_allowed', '', undefined);
  }

  /**
   * Session first, grant afterwards: nobody can use the session before the answer, but a sign-out of the
   * person's other session would take a grant that no session holds.
   */
  async function beginSession(request: Request, user: User): Promise<void> {
    const now = options.clock();
    const userAgent = (request.get('user-agent') ?? '').slice(0, 300);
    request.session.record = { user, createdAt: now, lastSeenAt: now, userAgent };
    await save(request);
  }

  async function keepGrant(user: User, grant: Grant): Promise<void> {
    const owner = ownerOf(user);
    const generation = randomUUID();
    giveBack(await twice(() => vault.replace(owner, grant, generation)));
    // A sign-out everywhere may have come between: then nobody holds it.
    if (await sessions.hasAny(user)) return;
    if (await vault.remove(owner, generation)) giveBack(grant);
  }
}

/** Once more where the store was away: the first answer may have been lost. */
async function twice<T>(ask: () => Promise<T>): Promise<T> {
  return ask().catch((error: unknown) => {
    if (error instanceof Problem && error.code === 'store_unavailable') return ask();
    throw error;
  });
}

/** Without its cookie; a session that cannot be reached ends by itself. */
const endSession = (request: Request) =>
  new Promise<void>((resolve) => request.session.destroy(() => resolve()));

/** @throws {Problem} when there is no `state`, or more than one: then nobody can say whose callback it is */
function onlyState(url: URL): string {
  const [state, ...more] = url.searchParams.getAll('state');
  if (state === undefined || state === '' || more.length > 0) {
    throw new Problem('invalid_input', 'A callback carries exactly one state.', {
      errors: [{ field: 'state', message: 'must be given once' }],
    });
  }
  return state;
}

const save = (request: Request) =>
  new Promise<void>((resolve, reject) => {
    request.session.save((error: unknown) => (error ? reject(reasonOf(error)) : resolve()));
  });

/** What our store said, out of what express-session was told. */
const reasonOf = (error: unknown): unknown =>
  error instanceof Error && error.cause instanceof Problem ? error.cause : error;
