import type { CustomFetch, ServerMetadata } from 'openid-client';
import type { MeasuredCalls } from '../measured-calls.ts';

/**
 * `fetch` for the OAuth library, timed until the head of the answer is there.
 *
 * @param metadata what the provider says of its addresses, once that is known
 * @param send what to send by. Default: Node's own
 */
export function measuredFetch(
  calls: MeasuredCalls,
  metadata: () => ServerMetadata | undefined,
  // The library's options are those of `fetch`, in types of its own.
  send: CustomFetch = (url, options) => fetch(url, options as RequestInit),
): CustomFetch {
  return (url, options) =>
    calls.upstream({
      method: options.method,
      endpoint: endpointOf(url, metadata()),
      send: () => send(url, options),
      statusOf: ({ status }) => status,
    });
}

/** By what it is for, which has the same name at every provider. */
function endpointOf(url: string, metadata: ServerMetadata | undefined): string {
  switch (url) {
    case metadata?.token_endpoint:
      return 'token';
    case metadata?.introspection_endpoint:
      return 'introspection';
    case metadata?.revocation_endpoint:
      return 'revocation';
    case metadata?.userinfo_endpoint:
      return 'userinfo';
    case metadata?.jwks_uri:
      return 'keys';
    default:
      return metadata === undefined ? 'discovery' : 'other';
  }
}
