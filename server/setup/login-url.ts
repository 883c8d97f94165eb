import { settings } from '../settings.ts';
import type { Answers } from './answers.ts';

type OrgKind = Answers['org'];

// A partition may stand in between: sandbox, scratch, develop, trailblaze …
const myDomain = /^[a-z0-9-]+(?:\.[a-z]+)?\.my\.salesforce\.(?:com|mil)$/;
const sandboxDomain = /^[a-z0-9-]+--[a-z0-9-]+(?:\.sandbox)?\.my\.salesforce\.(?:com|mil)$/;
const loginHost = /^(?:login|test|welcome)\.salesforce\.(?:com|mil)$/;
const loopback = /^(?:localhost|127\.0\.0\.1|\[::1\])$/;

/** Where an administrator works is not where people sign in. */
const otherPlaces = /\.(?:lightning\.force|my\.salesforce-setup|vf\.force|visualforce)\.com$/;

const rules: Readonly<Record<OrgKind, { fits(host: string): boolean; rule: string }>> = {
  production: {
    fits: (host) =>
      host === 'login.salesforce.com' || (myDomain.test(host) && !sandboxDomain.test(host)),
    rule: 'https://login.salesforce.com, or the My Domain: https://your-domain.my.salesforce.com',
  },
  sandbox: {
    fits: (host) => host === 'test.salesforce.com' || sandboxDomain.test(host),
    rule: "https://test.salesforce.com, or the sandbox's My Domain: https://your-domain--name.sandbox.my.salesforce.com",
  },
  'my-domain': {
    fits: (host) => myDomain.test(host),
    rule: 'the My Domain: https://your-domain.my.salesforce.com (a scratch org: ….scratch.my.salesforce.com)',
  },
  site: {
    fits: (host) => !loginHost.test(host) && !myDomain.test(host),
    rule: "the site's address: https://your-domain.my.site.com/name, or a domain of its own",
  },
};

/** What is offered where nothing is known; only two of the kinds have one that is everybody's. */
export const usualLoginUrl: Readonly<Partial<Record<OrgKind, string>>> = {
  production: 'https://login.salesforce.com',
  sandbox: 'https://test.salesforce.com',
};

/**
 * The login URL as the server takes it.
 *
 * @throws {TypeError} when it is none, or not one of that kind of org's; a loopback host always is, for an
 * org on this machine
 */
export function readLoginUrl(text: string, org: OrgKind): string {
  const read = settings.shape.SALESFORCE_LOGIN_URL.safeParse(text);
  if (!read.success) throw new TypeError(read.error.issues[0]?.message ?? 'must be a URL');
  const { hostname, origin, pathname } = read.data;
  if (otherPlaces.test(hostname)) {
    throw new TypeError(
      'must be where people sign in, not where Lightning or Setup runs: https://your-domain.my.salesforce.com',
    );
  }
  const { fits, rule } = rules[org];
  if (!loopback.test(hostname) && !fits(hostname)) throw new TypeError(`must be ${rule}`);
  if (org !== 'site' && pathname !== '/') throw new TypeError('must be an origin, without a path');
  return `${origin}${pathname === '/' ? '' : pathname}`;
}

/** Whether a login URL is everybody's, and no org's own. */
export const isEverybodys = (loginUrl: string): boolean =>
  loginHost.test(new URL(loginUrl).hostname);
