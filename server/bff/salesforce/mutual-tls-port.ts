import type { Dispatcher } from 'undici';

/**
 * Where Salesforce asks a caller for its certificate: port 8443 of the org's My Domain. The port that
 * browsers use does not ask, and a user on whom it is enforced is refused there.
 *
 * Discovery and the keys that ID tokens are signed with are for everybody, and stay on that one.
 *
 * @see https://help.salesforce.com/s/articleView?id=sf.security_keys_uploading_mutual_auth_cert_api.htm
 * @example mutualTlsOrigin('https://shop.my.salesforce.com', '/services/data') // 'https://shop.my.salesforce.com:8443'
 */
export function mutualTlsOrigin(origin: string, path: string): string {
  const url = new URL(origin);
  return isMyDomain(url) && url.port === '' && path.startsWith('/services/')
    ? `https://${url.hostname}:8443`
    : origin;
}

/** Whether a caller is asked for its certificate there: at a My Domain, or at a port that was named for it. */
export const asksForCertificate = (url: URL): boolean =>
  url.protocol === 'https:' && (isMyDomain(url) || url.port !== '');

const isMyDomain = ({ protocol, hostname }: URL): boolean =>
  protocol === 'https:' && /\.my\.salesforce\.(?:com|mil)$/.test(hostname);

/** Sends every call there that belongs there. */
export const viaMutualTlsPort: Dispatcher.DispatcherComposeInterceptor =
  (dispatch) => (options, handler) =>
    dispatch(
      { ...options, origin: mutualTlsOrigin(String(options.origin ?? ''), options.path) },
      handler,
    );
