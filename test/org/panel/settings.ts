import { z } from 'zod';
import { type AppSettings, appSettingsSchema, seconds, username } from '../oauth/app-settings.ts';

const orgSettingsSchema = z.object({
  /**
   * Which of Salesforce's hosts the org answers as: its own My Domain, or one of those that all
   * orgs share, where Client Credentials does not work (P).
   */
  hostKind: z.enum(['my_domain', 'login', 'test']),
  /** A sandbox takes JWTs for test.salesforce.com, production those for login.salesforce.com (D). */
  sandbox: z.boolean(),
  /** Usernames of those whom login hours or IP ranges keep out at the moment. */
  restrictedUsers: z.array(username),
  /** Sources disagree (P): most see a redirect with the error, one the error as a plain body. */
  missingChallengeAnswer: z.enum(['redirect', 'body']),
  /** Salesforce documents the first (D) and is seen to answer the second (P). */
  wrongVerifierError: z.enum(['invalid_request', 'invalid_grant']),
  /** Likewise. */
  inactiveUserError: z.enum(['inactive_user', 'invalid_grant']),
  /** Salesforce's own pages write it either way (D). */
  deniedError: z.enum(['access_denied', 'access-denied']),
  /** Whether "Allow access?" is asked once per user, app and scopes, every time, or never. */
  consent: z.enum(['remembered', 'always', 'preauthorized']),
  /** `login()` of the SOAP API, which new orgs have switched off (P); on here, since tests sign in by it. */
  soapLogin: z.boolean(),
  /**
   * OAuth's username-password flow, blocked in orgs made since Summer '23 and unknown to External
   * Client Apps (D); on here for the same reason, and for every app.
   */
  usernamePasswordFlow: z.boolean(),
  /** By how much the org's clock is ahead of the machine's: to an application, its own is off. */
  clockAheadSeconds: z.number().int().min(-86_400).max(86_400),
  dailyApiLimit: z.number().int().min(0),
  accessTokenSeconds: seconds,
  codeSeconds: seconds,
  idTokenSeconds: seconds,
  /** How long the browser stays signed in to the org itself. */
  browserSessionSeconds: seconds,
});

/** What an administrator of the org could set, and some of what is uncertain about Salesforce. */
export type OrgSettings = Readonly<z.infer<typeof orgSettingsSchema>>;

/** Policies of the storefront app that are settings by the same names: for whoever has no other. */
const policiesSchema = z.object(
  appSettingsSchema.pick({
    rotateRefreshTokens: true,
    requirePkce: true,
    requireSecretForWebServerFlow: true,
    requireSecretForRefreshTokenFlow: true,
    refreshTokenSeconds: true,
  }).shape,
);

type StorefrontPolicies = Readonly<z.infer<typeof policiesSchema>>;

/** All that goes by the name of a setting in the panel. */
export type Settings = OrgSettings & StorefrontPolicies;

const changeSchema = z
  .strictObject({ ...orgSettingsSchema.shape, ...policiesSchema.shape })
  .partial();

/**
 * Parts a change into what is the org's and what is the storefront app's.
 *
 * @throws ZodError naming unknown settings and wrong values
 */
export function parseSettings(change: unknown) {
  const parsed = changeSchema.parse(change);
  return {
    org: orgSettingsSchema.partial().parse(parsed),
    storefront: policiesSchema.partial().parse(parsed),
  };
}

type OrgChange = ReturnType<typeof parseSettings>['org'];

/** The settings as the panel shows them. */
export function allSettings(org: OrgSettings, storefront: AppSettings): Settings {
  return { ...org, ...policiesSchema.parse(storefront) };
}

const defaultSettings: OrgSettings = {
  hostKind: 'my_domain',
  sandbox: false,
  restrictedUsers: [],
  missingChallengeAnswer: 'redirect',
  wrongVerifierError: 'invalid_request',
  inactiveUserError: 'inactive_user',
  deniedError: 'access_denied',
  consent: 'remembered',
  soapLogin: true,
  usernamePasswordFlow: true,
  clockAheadSeconds: 0,
  dailyApiLimit: 100_000,
  accessTokenSeconds: 7200,
  codeSeconds: 900,
  idTokenSeconds: 120,
  browserSessionSeconds: 7200,
};

/** The org's settings as they are now; `change` merges, `reset` goes back to those of the start. */
export interface SettingsHolder {
  current(): OrgSettings;
  change(change: OrgChange): void;
  reset(): void;
}

/** @param overrides what differs from `defaultSettings` from the start on */
export function createSettings(overrides: OrgChange = {}): SettingsHolder {
  const atStart: OrgSettings = orgSettingsSchema.parse({ ...defaultSettings, ...overrides });
  let current = atStart;
  return {
    current: () => current,
    change(change) {
      current = orgSettingsSchema.parse({ ...current, ...change });
    },
    reset() {
      current = atStart;
    },
  };
}
