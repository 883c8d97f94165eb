import { z } from 'zod';

const seconds = z.number().int().min(0).max(10_000_000);

const settingsSchema = z.strictObject({
  /** Every refresh answers a new refresh token; using an old one again revokes the family. */
  rotateRefreshTokens: z.boolean(),
  requirePkce: z.boolean(),
  /** Sources disagree (P): most see a redirect with the error, one the error as a plain body. */
  missingChallengeAnswer: z.enum(['redirect', 'body']),
  /** Salesforce's own pages write it either way (D). */
  deniedError: z.enum(['access_denied', 'access-denied']),
  requireSecretForWebServerFlow: z.boolean(),
  requireSecretForRefreshTokenFlow: z.boolean(),
  /** Whether "Allow access?" is asked once per user, every time, or never. */
  consent: z.enum(['remembered', 'always', 'preauthorized']),
  /** `login()` of the SOAP API, which new orgs have switched off (P); on here, since tests sign in by it. */
  soapLogin: z.boolean(),
  dailyApiLimit: z.number().int().min(0),
  accessTokenSeconds: seconds,
  /** null: until revoked, Salesforce's default. */
  refreshTokenSeconds: seconds.nullable(),
  codeSeconds: seconds,
  idTokenSeconds: seconds,
  /** How long the browser stays signed in to the org itself. */
  browserSessionSeconds: seconds,
});

/** What an administrator of the org could set, and some of what is uncertain about Salesforce. */
export type Settings = Readonly<z.infer<typeof settingsSchema>>;

const defaultSettings: Settings = {
  rotateRefreshTokens: false,
  requirePkce: true,
  missingChallengeAnswer: 'redirect',
  deniedError: 'access_denied',
  requireSecretForWebServerFlow: true,
  requireSecretForRefreshTokenFlow: true,
  consent: 'remembered',
  soapLogin: true,
  dailyApiLimit: 100_000,
  accessTokenSeconds: 7200,
  refreshTokenSeconds: null,
  codeSeconds: 900,
  idTokenSeconds: 120,
  browserSessionSeconds: 7200,
};

const changeSchema = settingsSchema.partial();

/** The settings as they are now; `change` merges, `reset` goes back to those of the start. */
export interface SettingsHolder {
  current(): Settings;
  /** @throws ZodError naming unknown settings and wrong values */
  change(change: unknown): Settings;
  reset(): void;
}

/** @param overrides what differs from `defaultSettings` from the start on */
export function createSettings(overrides: Partial<Settings> = {}): SettingsHolder {
  const atStart: Settings = settingsSchema.parse({ ...defaultSettings, ...overrides });
  let current = atStart;
  return {
    current: () => current,
    change: (change) => {
      current = settingsSchema.parse({ ...current, ...changeSchema.parse(change) });
      return current;
    },
    reset: () => {
      current = atStart;
    },
  };
}
