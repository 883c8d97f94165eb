import { z } from 'zod';

/** The whole configuration, read once. Nothing else in the server reads the environment. */
export interface Config {
  readonly port: number;
  readonly appUrl: URL;
  readonly trustProxy: number;
  readonly logLevel: string;
  readonly salesforce: {
    readonly loginUrl: URL;
    readonly clientId: string;
    readonly clientSecret: string;
    readonly clientAuth: 'client_secret_post' | 'client_secret_basic';
    readonly organizationId: string | undefined;
    readonly apiVersion: string;
    readonly signOut: boolean;
  };
  readonly session: {
    readonly secrets: readonly string[];
    readonly idleMinutes: number;
    readonly maxHours: number;
  };
}

/** Everything that is wrong with the environment, in one message: names and rules, never values. */
export class ConfigError extends Error {
  constructor(complaints: readonly string[]) {
    super(
      `The configuration is not complete. Set these in the environment or in .env (see .env.example):\n${complaints
        .map((complaint) => `  - ${complaint}`)
        .join('\n')}`,
    );
    this.name = 'ConfigError';
  }
}

const isLoopback = (url: URL): boolean => /^(localhost|127\.0\.0\.1|\[::1\])$/.test(url.hostname);

const httpsUrl = z
  .url({ protocol: /^https?$/, error: 'must be a URL' })
  .transform((text) => new URL(text))
  .refine((url) => url.protocol === 'https:' || isLoopback(url), {
    error: 'must be https (http is for localhost only)',
  })
  .refine(
    (url) => url.username === '' && url.password === '' && url.search === '' && url.hash === '',
    {
      error: 'must be a plain URL without credentials, query or fragment',
    },
  );

const wholeNumber = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d+$/, `must be a whole number from ${min} to ${max}`)
    .transform(Number)
    .refine((n) => n >= min && n <= max, { error: `must be a whole number from ${min} to ${max}` });

const trueOrFalse = z
  .enum(['true', 'false'], { error: 'must be true or false' })
  .transform((text) => text === 'true');

const required = z.string({ error: 'is missing' }).min(1, 'is missing');

const secretList = required
  .transform((list) => list.split(',').map((secret) => secret.trim()))
  .refine((secrets) => secrets.every((secret) => Buffer.byteLength(secret) >= 32), {
    error: 'must be 32 bytes or more; several secrets are separated by commas, each that long',
  });

/** Every setting there is, by its name in the environment. `.env.example` lists the same. */
export const settings = z.object({
  PORT: wholeNumber(1, 65_535).default(3000),
  APP_URL: z
    .string({ error: 'is missing: the public origin that browsers see' })
    .pipe(httpsUrl)
    .refine((url) => url.pathname === '/', { error: 'must be an origin, without a path' }),
  TRUST_PROXY: wholeNumber(0, 10).optional(),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], {
      error: 'must be one of fatal, error, warn, info, debug, trace, silent',
    })
    .default('info'),
  SALESFORCE_LOGIN_URL: z
    .string({ error: 'is missing: for example https://login.salesforce.com' })
    .pipe(httpsUrl),
  SALESFORCE_CLIENT_ID: required,
  SALESFORCE_CLIENT_SECRET: required,
  SALESFORCE_CLIENT_AUTH: z
    .enum(['client_secret_post', 'client_secret_basic'], {
      error: 'must be client_secret_post or client_secret_basic',
    })
    .default('client_secret_post'),
  SALESFORCE_ORG_ID: z
    .string()
    .regex(/^00D[A-Za-z0-9]{12}(?:[A-Za-z0-9]{3})?$/, 'must be an organization id (00D…)')
    .optional(),
  SALESFORCE_API_VERSION: z
    .string()
    .regex(/^[1-9]\d{1,2}\.0$/, 'must be a version such as 66.0')
    .default('66.0'),
  SESSION_SECRET: secretList,
  SESSION_IDLE_MINUTES: wholeNumber(1, 1_440).default(30),
  SESSION_MAX_HOURS: wholeNumber(1, 720).default(12),
  SESSION_STORE: z.enum(['memory'], { error: 'must be memory' }).optional(),
  SIGN_OUT_OF_SALESFORCE: trueOrFalse.default(true),
});

/**
 * Reads the environment into a frozen configuration.
 *
 * @param environment as the process has it; a setting that is empty counts as not set
 * @throws {ConfigError} that lists everything that is missing or wrong
 * @example const { port } = readConfig({ APP_URL: "https://shop.example", … });
 */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const { data, error } = settings.safeParse(given);
  const complaints = (error?.issues ?? []).map(
    ({ path, message }) => `${path.join('.')} ${message}`,
  );
  if (/^\s*https:/i.test(given.APP_URL ?? '') && given.SESSION_STORE === undefined) {
    complaints.push(
      'SESSION_STORE is missing: sessions live in the memory of one process and end with it; SESSION_STORE=memory says that this is meant',
    );
  }
  if (data === undefined || complaints.length > 0) throw new ConfigError(complaints);
  const isHttps = data.APP_URL.protocol === 'https:';
  return Object.freeze({
    port: data.PORT,
    appUrl: data.APP_URL,
    trustProxy: data.TRUST_PROXY ?? (isHttps ? 1 : 0),
    logLevel: data.LOG_LEVEL,
    salesforce: Object.freeze({
      loginUrl: data.SALESFORCE_LOGIN_URL,
      clientId: data.SALESFORCE_CLIENT_ID,
      clientSecret: data.SALESFORCE_CLIENT_SECRET,
      clientAuth: data.SALESFORCE_CLIENT_AUTH,
      organizationId: data.SALESFORCE_ORG_ID,
      apiVersion: data.SALESFORCE_API_VERSION,
      signOut: data.SIGN_OUT_OF_SALESFORCE,
    }),
    session: Object.freeze({
      secrets: Object.freeze(data.SESSION_SECRET),
      idleMinutes: data.SESSION_IDLE_MINUTES,
      maxHours: data.SESSION_MAX_HOURS,
    }),
  });
}
