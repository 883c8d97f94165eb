import express, { type NextFunction, type Request, type Response } from 'express';
import { createAttemptStore } from './attempt-store.ts';
import { createAuthorizeEndpoint } from './authorize-endpoint.ts';
import { createConsentEndpoint } from './consent-endpoint.ts';
import { discoveryDocument } from './discovery.ts';
import { createEndSessionEndpoint } from './end-session-endpoint.ts';
import { createIdentityEndpoint, createUserinfoEndpoint } from './identity.ts';
import { createIntrospectEndpoint } from './introspect-endpoint.ts';
import type { OAuthContext } from './oauth-context.ts';
import { OAuthError } from './oauth-error.ts';
import { createRevokeEndpoint } from './revoke-endpoint.ts';
import { createSignInEndpoint } from './sign-in-endpoint.ts';
import { createTokenEndpoint } from './token-endpoint.ts';

/** Answers a refusal as JSON, as Salesforce's endpoints for programs do. */
export function sendOAuthError(
  error: unknown,
  _req: Request,
  res: Response,
  next: NextFunction,
): void {
  if (!(error instanceof OAuthError) || res.headersSent) {
    next(error);
    return;
  }
  res
    .status(error.status)
    .set('Cache-Control', 'no-store')
    .json({ error: error.error, error_description: error.description });
}

/** Everything of OAuth and OpenID Connect, for the root of the org's app. */
export function createOAuth(context: OAuthContext): { router: express.Router; reset(): void } {
  const attempts = createAttemptStore(context.clock);
  const router = express.Router({ caseSensitive: true });
  router.use('/services/oauth2', (_req, res, next) => {
    res.set({ 'Cache-Control': 'no-store', Pragma: 'no-cache' });
    next();
  });

  const authorize = createAuthorizeEndpoint(context, attempts);
  router.route('/services/oauth2/authorize').get(authorize).post(authorize);
  router.post('/login', createSignInEndpoint(context, attempts));
  const consent = createConsentEndpoint(context, attempts);
  router.route('/consent').get(consent).post(consent);

  router.all('/services/oauth2/token', createTokenEndpoint(context));
  const revoke = createRevokeEndpoint(context);
  router.route('/services/oauth2/revoke').get(revoke).post(revoke);
  router.all('/services/oauth2/introspect', createIntrospectEndpoint(context));
  const userinfo = createUserinfoEndpoint(context);
  router.route('/services/oauth2/userinfo').get(userinfo).post(userinfo);

  router.get(
    '/.well-known/openid-configuration',
    (req, res) => void res.json(discoveryDocument(req)),
  );
  router.get('/id/keys', (_req, res) => void res.json(context.key.publicKeys));
  router.get('/id/:organization/:user', createIdentityEndpoint(context));
  const endSession = createEndSessionEndpoint(context);
  router.route('/services/auth/idp/oidc/logout').get(endSession).post(endSession);

  router.use(sendOAuthError);
  return { router, reset: attempts.reset };
}
