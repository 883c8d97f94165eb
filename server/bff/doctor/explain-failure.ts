import { Problem } from '../problem.ts';
import { OAuthFailure } from '../salesforce/oauth-failure.ts';
import {
  explainRefusal,
  isAway,
  remedyOf,
  salesforceAway,
  type Undertaking,
} from '../salesforce/refusals.ts';
import { errorCodeOf } from '../salesforce/translate-error.ts';
import { UpstreamFailure } from '../salesforce/transport.ts';
import { type Outcome, wrong } from './check.ts';

/** What goes wrong on the way to a server that speaks TLS, by OpenSSL's codes and Node's. */
const ofTls = /^(?:ERR_SSL_|ERR_TLS_|CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_)/;

/** What a check has thrown, in the words of the table of refusals where there are some. */
export function explainFailure(error: unknown, undertaking: Undertaking = 'integration'): Outcome {
  if (error instanceof OAuthFailure) return explainOAuth(error, undertaking);
  if (error instanceof Problem) {
    return wrong(`${error.code}: ${error.detail}`, 'See the log of the server for its cause.');
  }
  const code = codeOf(error);
  // In our own words, where nothing below has a code.
  if (error instanceof UpstreamFailure && code === error.name) {
    return wrong(error.message, salesforceAway.operator);
  }
  if (code === 'TimeoutError') {
    return wrong('no answer in time', 'Look at the network in between, and at what should answer.');
  }
  if (code === 'MUTUAL_AUTHENTICATION_FAILED') {
    return wrong(code, remedyOf('client_certificate_rejected'));
  }
  return wrong(code, ofTls.test(code) ? tlsRemedy : 'Look at the network in between.');
}

const tlsRemedy =
  'The two sides do not agree on a certificate. Where the org demands one of the server: SALESFORCE_CLIENT_CERTIFICATE and SALESFORCE_CLIENT_CERTIFICATE_KEY, with the whole chain. Where it is the other side that is not trusted: NODE_EXTRA_CA_CERTS.';

function explainOAuth(failure: OAuthFailure, undertaking: Undertaking): Outcome {
  const tls = codeOf(failure);
  if (isAway(failure) && ofTls.test(tls)) return wrong(tls, tlsRemedy);
  const { code, operator } = explainRefusal(failure, undertaking);
  const said = [failure.error, failure.description].filter(Boolean).join(': ');
  return wrong(`${code} (${said})`, operator);
}

/** The innermost code: those around it only say that something failed. Never a message: it may quote. */
export function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  const own = 'code' in error && typeof error.code === 'string' ? error.code : errorCodeOf(error);
  const inner = error.cause instanceof Error ? codeOf(error.cause) : '';
  return /^[A-Z][A-Z0-9_]+$/.test(inner) ? inner : own || error.name;
}
