import { type BackgroundWork, createBackgroundWork } from './background-work.ts';
import type { Logger } from './logger.ts';
import { createMeasure, type Measure } from './measure.ts';
import { createMeasuredCalls, type MeasuredCalls } from './measured-calls.ts';
import { type ApiUsage, createApiUsage } from './salesforce/api-usage.ts';
import { createAuthorizationServer } from './salesforce/authorization-server.ts';
import type { ClientAuthentication } from './salesforce/client-authentication.ts';
import type { ClientCertificate } from './salesforce/client-certificate.ts';
import type { IntegrationFlow } from './salesforce/mint-integration-grant.ts';
import { createOAuthClient, type OAuthClient } from './salesforce/oauth-client.ts';
import type { PrivateKeys } from './salesforce/taken-key.ts';
import { createMemorySessionStore } from './session/memory-session-store.ts';
import { createMemoryVault } from './session/memory-vault.ts';
import type { RedisLink } from './session/redis-link.ts';
import { createRedisSessionStore } from './session/redis-session-store.ts';
import { createRedisVault } from './session/redis-vault.ts';
import { createSealer } from './session/seal.ts';
import { createSessionCookie, type SessionCookie } from './session/session-cookie.ts';
import { createSessions, type Sessions } from './session/sessions.ts';
import { createSignOut, type SignOut } from './session/sign-out.ts';
import { createStandingApprovals, type StandingApprovals } from './session/standing-approvals.ts';
import type { Vault } from './session/vault.ts';

export interface CoreOptions {
  /** The public origin that browsers see. http is for loopback hosts only. */
  readonly appUrl: URL;
  readonly salesforce: {
    /** `https://login.salesforce.com`, `https://test.salesforce.com`, a My Domain or an Experience Cloud site. */
    readonly loginUrl: URL;
    /** The consumer key of the External Client App. */
    readonly clientId: string;
    /** How the server proves to be that app. */
    readonly clientAuthentication: ClientAuthentication;
    /** Shown to Salesforce where the org enforces mutual TLS; it goes to port 8443 of a My Domain then. */
    readonly clientCertificate?: ClientCertificate | undefined;
    /** How public routes get at their data; absent: they answer `not_configured`. */
    readonly integration?: IntegrationFlow | undefined;
    /** For example `66.0`. */
    readonly apiVersion: string;
    /** Lets the server act for users who are not there and have approved that; absent: nobody can approve it. */
    readonly actingKey?: PrivateKeys | undefined;
    /** Only this organization's users may sign in. */
    readonly organizationId?: string | undefined;
    /** How many percent of the org's daily API calls may be used before the server makes no more. Default 90. */
    readonly limitShare?: number;
    /** Whether signing out also ends the browser's Salesforce session. Default true. */
    readonly signOut?: boolean;
  };
  readonly session: {
    /** 32 bytes or more each; the first signs and encrypts, all verify and decrypt. */
    readonly secrets: readonly string[];
    /** Default 30. */
    readonly idleMinutes?: number;
    /** Default 12. */
    readonly maxHours?: number;
    /** Where sessions and grants are kept, for any number of processes; absent: in this one. */
    readonly redis?: RedisLink | undefined;
  };
  readonly log: Logger;
  /** Told of what goes on without anybody waiting: await it before the process ends. */
  readonly background?: BackgroundWork | undefined;
  /** Milliseconds since 1970. */
  readonly clock?: () => number;
}

/** Who is signed in, and what Salesforce has given for them: what requests, jobs and operators share. */
export interface Core {
  readonly callbackUrl: URL;
  readonly oauth: OAuthClient;
  readonly vault: Vault;
  readonly cookie: SessionCookie;
  readonly sessions: Sessions;
  /** Absent where nobody can approve anything for their absence: without Redis, or without a key to sign with. */
  readonly approvals: StandingApprovals | undefined;
  readonly signOut: SignOut;
  /** One for all that calls Salesforce's API. */
  readonly usage: ApiUsage;
  readonly background: BackgroundWork;
  readonly measure: Measure;
  readonly calls: MeasuredCalls;
}

/** Sessions one person may have at once. */
const sessionsPerUser = 50;
/** Sessions one process keeps in memory: about 100 MB. */
const sessionsInMemory = 100_000;

/** @throws {TypeError} when an option is missing or out of bounds */
export function createCore(options: CoreOptions): Core {
  checkOptions(options);
  const { appUrl, salesforce, log, clock = Date.now } = options;
  const { background = createBackgroundWork() } = options;
  const { secrets, redis, idleMinutes = 30, maxHours = 12 } = options.session;
  const limits = {
    idleMs: idleMinutes * 60_000,
    lifetimeMs: maxHours * 3_600_000,
    perUser: sessionsPerUser,
  };
  const sealer = (purpose: string) => createSealer(secrets, purpose);

  const callbackUrl = new URL('/auth/callback', appUrl);
  const measure = createMeasure();
  const calls = createMeasuredCalls();
  const server = createAuthorizationServer({ ...salesforce, calls });
  const oauth = createOAuthClient({ server, loginUrl: salesforce.loginUrl, callbackUrl });
  const vault = redis
    ? createRedisVault(redis, sealer('grant'), limits)
    : createMemoryVault(limits, clock);
  const store = redis
    ? createRedisSessionStore(redis, sealer('session'), limits)
    : createMemorySessionStore({ ...limits, maxSessions: sessionsInMemory }, clock);
  const approvals =
    redis && salesforce.actingKey
      ? createStandingApprovals(redis, sealer('standing approval'), limits)
      : undefined;
  const cookie = createSessionCookie({ secrets, secure: appUrl.protocol === 'https:' });
  const sessions = createSessions(store, cookie, limits, clock);
  const signOut = createSignOut({ sessions, vault, approvals, oauth, background, log });
  const usage = createApiUsage({ limitShare: salesforce.limitShare ?? 90, log, clock });
  return {
    ...{ callbackUrl, oauth, vault, cookie, sessions, approvals, signOut, usage, background },
    ...{ measure, calls },
  };
}

function checkOptions({ appUrl, session: { secrets } }: CoreOptions): void {
  const onLoopback = /^(localhost|127\.0\.0\.1|\[::1\])$/.test(appUrl.hostname);
  if (appUrl.protocol !== 'https:' && !(appUrl.protocol === 'http:' && onLoopback)) {
    throw new TypeError(`appUrl must be https, or http on a loopback host, not ${appUrl.origin}`);
  }
  if (secrets.length === 0 || secrets.some((secret) => Buffer.byteLength(secret) < 32)) {
    throw new TypeError('session.secrets must hold at least one secret, each of 32 bytes or more');
  }
}
