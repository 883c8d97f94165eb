import { TLSSocket } from 'node:tls';
import type { RequestHandler } from 'express';
import { ApiError } from './data/api-error.ts';
import { sendOAuthError } from './oauth/create-oauth.ts';
import { OAuthError } from './oauth/oauth-error.ts';
import { answerError } from './rest/answer-error.ts';
import { sendAnswer } from './rest/send-answer.ts';

/** How the org speaks TLS, and to whom. PEM, all of it. */
export interface OrgTls {
  readonly key: string;
  readonly certificate: string;
  /** Of the certificates that applications show. */
  readonly clientAuthority: string;
}

/** What browsers ask for as well, which show none: "intended for API use and not for user interface use" (D). */
const forPrograms = /^\/services\/(?:data\/v|oauth2\/(?:token|revoke|introspect|userinfo)\b)/;

/**
 * "Enforce SSL/TLS Mutual Authentication", for every user and at the org's one port, where Salesforce has a
 * port of its own for it, 8443 (D). The handshake asks for a certificate and goes on without one; who shows
 * none, or one that the org does not know, is refused when it comes to a user (D).
 */
export const requireClientCertificate: RequestHandler = (req, res, next) => {
  const isKnown = req.socket instanceof TLSSocket && req.socket.authorized;
  if (isKnown || !forPrograms.test(req.path)) {
    next();
  } else if (req.path.startsWith('/services/data/')) {
    // P (code and sentence), U (status).
    const message = 'This session could not be mutually authenticated for the use with REST API';
    sendAnswer(res, answerError(new ApiError(403, 'MUTUAL_AUTHENTICATION_FAILED', message)));
  } else {
    // U: nobody has written down what the token endpoint says.
    sendOAuthError(
      new OAuthError('invalid_request', 'mutual authentication failed'),
      req,
      res,
      next,
    );
  }
};
