/** My Domains of orgs that have the test host for their sign-in: sandboxes, of older names too, and scratch orgs. */
const ofTestHost = /--|\.(?:sandbox|scratch)\.my\.salesforce\.com$/;

/**
 * Whom an assertion of the JWT Bearer flow is addressed to: the host where users of this login URL sign in.
 *
 * Salesforce knows three audiences: the login host (whatever the org's My Domain), the test host for
 * sandboxes, and an Experience Cloud site by its own address.
 *
 * @param loginUrl the configured `SALESFORCE_LOGIN_URL`
 * @see https://help.salesforce.com/s/articleView?id=xcloud.remoteaccess_oauth_jwt_flow.htm
 * @example jwtAudience(new URL('https://shop--uat.sandbox.my.salesforce.com')) // 'https://test.salesforce.com'
 */
export function jwtAudience({ hostname, origin, pathname }: URL): string {
  if (hostname.endsWith('.my.salesforce.com')) {
    return ofTestHost.test(hostname)
      ? 'https://test.salesforce.com'
      : 'https://login.salesforce.com';
  }
  return `${origin}${pathname.replace(/\/$/, '')}`;
}
