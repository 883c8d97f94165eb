import type { Request, RequestHandler } from 'express';
import type { Logger } from '../logger.ts';
import { Problem } from '../problem.ts';
import type { OAuthClient, SignedIn } from '../salesforce/oauth-client.ts';
import { OAuthFailure } from '../salesforce/oauth-failure.ts';
import { sameId } from '../salesforce/salesforce-id.ts';
import { ownerOf } from '../session/owner.ts';
import type { SignOut } from '../session/sign-out.ts';
import type { Vault } from '../session/vault.ts';
import type { ShowRefusal } from './show-refusal.ts';
import type { SignInAttempts } from './sign-in-attempt.ts';

export interface CallbackOptions {
  readonly callbackUrl: URL;
  readonly oauth: OAuthClient;
  readonly attempts: SignInAttempts;
  readonly signOut: SignOut;
  readonly vault: Vault;
  /** Only this organization's users may sign in; undefined: anybody's. */
  readonly organizationId: string | undefined;
  readonly log: Logger;
  readonly clock: () => number;
  readonly showRefusal: ShowRefusal;
}

/** `GET /auth/callback`: Salesforce has sent the browser back. */
export function callback(options: CallbackOptions): RequestHandler {
  const { attempts, oauth, signOut, vault, log, showRefusal } = options;
  return async function callbackHandler(request, response) {
    const url = new URL(options.callbackUrl);
    // Everything after the first "?", whatever form the request's address has.
    [, url.search = ''] = /^[^?]*(\?.*)?$/s.exec(request.originalUrl) ?? [];
    const attempt = attempts.take(onlyState(url), request.headers.cookie, response);
    // The back button, a reload, an old tab: nothing to sign in with, and nothing to complain about.
    if (attempt === undefined) {
      response.redirect(303, '/');
      return;
    }
    let signedIn: SignedIn;
    try {
      signedIn = await oauth.exchange(url, attempt);
      await requireOrganization(signedIn);
    } catch (error) {
      if (!(error instanceof OAuthFailure)) throw error;
      showRefusal(error, attempt.returnTo, request, response);
      return;
    }
    await beginSession(request, signedIn);
    // The session that this browser had: sealed in the attempt, as the Strict cookie does not come along.
    if (attempt.earlierSession !== undefined) await signOut.session(attempt.earlierSession);
    log.info({ event: 'sign_in', requestId: request.id });
    response.redirect(303, attempt.returnTo);
  };

  async function requireOrganization({ user, grant }: SignedIn): Promise<void> {
    const { organizationId } = options;
    if (organizationId === undefined || sameId(user.organizationId, organizationId)) return;
    void signOut.grant(grant);
    throw new OAuthFailure('refused', 'organization_not_allowed', '', undefined);
  }

  /**
   * Session first: nobody can use it before the answer, but a sign-out of the person's other session
   * would take a grant that no session holds.
   */
  async function beginSession(request: Request, { user, grant }: SignedIn): Promise<void> {
    const now = options.clock();
    const userAgent = (request.get('user-agent') ?? '').slice(0, 300);
    request.session.record = { user, createdAt: now, lastSeenAt: now, userAgent };
    await save(request);
    const replaced = await vault.replace(ownerOf(user), grant);
    // The person need not wait for this: until then it merely counts among their five grants.
    if (replaced?.ofOneSignIn) void signOut.grant(replaced);
  }
}

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
    request.session.save((error: unknown) => (error ? reject(error) : resolve()));
  });
