import {
  AuthorizationResponseError,
  ClientError,
  ResponseBodyError,
  WWWAuthenticateChallengeError,
} from 'openid-client';
import { describe, expect, it } from 'vitest';
import { oauthFailure } from '../../server/bff/salesforce/oauth-failure.ts';

const response = new Response(null, { status: 400 });
const clientError = (code: string, cause?: unknown) =>
  Object.assign(new ClientError('x', { cause }), { code });
const fetchFailed = (code: string) =>
  new TypeError('fetch failed', { cause: Object.assign(new Error('x'), { code }) });

describe('oauthFailure', () => {
  it.each([
    [
      'an error in the answer',
      new ResponseBodyError('x', {
        cause: { error: 'invalid_grant', error_description: 'why' },
        response,
      }),
      ['refused', 'invalid_grant', 'why'],
    ],
    [
      'an error in the redirect',
      new AuthorizationResponseError('x', { cause: new URLSearchParams('error=access_denied') }),
      ['refused', 'access_denied', ''],
    ],
    [
      'a refusal by header (RFC 6749 section 5.2)',
      new WWWAuthenticateChallengeError('x', {
        cause: [{ scheme: 'basic', parameters: { realm: 'x', error: 'invalid_client' } }],
        response,
      }),
      ['refused', 'invalid_client', ''],
    ],
    [
      'another status',
      clientError('OAUTH_RESPONSE_IS_NOT_CONFORM', new Response(null, { status: 503 })),
      ['refused', 'OAUTH_RESPONSE_IS_NOT_CONFORM', 'HTTP 503'],
    ],
    ['a time-out', clientError('OAUTH_TIMEOUT'), ['unknown', 'OAUTH_TIMEOUT', '']],
    ['half an answer', clientError('OAUTH_PARSE_ERROR'), ['unknown', 'OAUTH_PARSE_ERROR', '']],
    ['a connection refused', fetchFailed('ECONNREFUSED'), ['not_sent', 'ECONNREFUSED', '']],
    ['a name that is not known', fetchFailed('ENOTFOUND'), ['not_sent', 'ENOTFOUND', '']],
    ['a connection cut', fetchFailed('UND_ERR_SOCKET'), ['unknown', 'UND_ERR_SOCKET', '']],
    ['anything else', 'surprise', ['unknown', 'unknown', '']],
  ])('knows %s', (_, error, expected) => {
    const { outcome, error: said, description } = oauthFailure(error);
    expect([outcome, said, description]).toEqual(expected);
  });
});
