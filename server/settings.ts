import { z } from 'zod';
import { readCertificateChain, readCertificateKey, readPrivateKeys } from './bff/index.ts';
import { telemetrySettings } from './telemetry/telemetry-settings.ts';

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

/** @param read throws a TypeError that says what is wrong, and never quotes */
const readBy = <T>(read: (text: string) => T) =>
  z.string().transform((text, context) => {
    try {
      return read(text);
    } catch (error) {
      context.addIssue(error instanceof TypeError ? error.message : 'cannot be read');
      return z.NEVER;
    }
  });

/** Every setting there is, by its name in the environment. `.env.example` lists the same. */
export const settings = z.object({
  PORT: wholeNumber(1, 65_535).default(3000),
  APP_URL: z
    .string({ error: 'is missing: the public origin that browsers see' })
    .pipe(httpsUrl)
    .refine((url) => url.pathname === '/', { error: 'must be an origin, without a path' }),
  HEROKU_APP_DEFAULT_DOMAIN_NAME: z
    .hostname({ error: 'must be a host name, as Heroku sets it' })
    .optional(),
  TRUST_PROXY: wholeNumber(0, 10).optional(),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], {
      error: 'must be one of fatal, error, warn, info, debug, trace, silent',
    })
    .default('info'),
  SALESFORCE_LOGIN_URL: z
    .string({ error: 'is missing: for example https://login.salesforce.com' })
    // As issuers are written: one that ends otherwise is another one.
    .transform((url) => url.trim().replace(/\/+$/, ''))
    .pipe(httpsUrl),
  SALESFORCE_CLIENT_ID: required,
  SALESFORCE_CLIENT_SECRET: z.string().optional(),
  SALESFORCE_CLIENT_AUTH: z
    .enum(['client_secret_post', 'client_secret_basic', 'private_key_jwt'], {
      error: 'must be client_secret_post, client_secret_basic or private_key_jwt',
    })
    .default('client_secret_post'),
  SALESFORCE_PRIVATE_KEY: readBy(readPrivateKeys).optional(),
  SALESFORCE_CLIENT_CERTIFICATE: readBy(readCertificateChain).optional(),
  SALESFORCE_CLIENT_CERTIFICATE_KEY: readBy(readCertificateKey).optional(),
  SALESFORCE_INTEGRATION_FLOW: z
    .enum(['jwt_bearer', 'client_credentials'], {
      error: 'must be jwt_bearer or client_credentials',
    })
    .optional(),
  SALESFORCE_INTEGRATION_USERNAME: z.string().optional(),
  SALESFORCE_ORG_ID: z
    .string()
    .regex(/^00D[A-Za-z0-9]{12}(?:[A-Za-z0-9]{3})?$/, 'must be an organization id (00D…)')
    .optional(),
  SALESFORCE_API_VERSION: z
    .string()
    .regex(/^[1-9]\d{1,2}\.0$/, 'must be a version such as 66.0')
    .default('66.0'),
  SALESFORCE_LIMIT_SHARE: wholeNumber(1, 100).default(90),
  PUBLIC_CALLS_PER_HOUR: wholeNumber(1, 1_000_000).default(1_000),
  SESSION_SECRET: secretList,
  SESSION_IDLE_MINUTES: wholeNumber(1, 1_440).default(30),
  SESSION_MAX_HOURS: wholeNumber(1, 720).default(12),
  REDIS_URL: z
    .url({ protocol: /^rediss?$/, error: 'must be redis:// or rediss://' })
    .refine((url) => !URL.canParse(url) || /^\/?\d*$/.test(new URL(url).pathname), {
      error: 'must have the number of a database as its path, or none',
    })
    .optional(),
  REDIS_TLS_REJECT_UNAUTHORIZED: trueOrFalse.default(true),
  DATABASE_URL: z
    .url({
      protocol: /^postgres(?:ql)?$/,
      hostname: /./,
      error: 'must be postgres://user:password@host:port/database',
    })
    .refine((url) => !URL.canParse(url) || !/^\/?$/.test(new URL(url).pathname), {
      error: 'must have the name of a database as its path',
    })
    .refine(
      (url) =>
        !URL.canParse(url) || /^(?:\?sslmode=(?:require|verify-\w+))?$/.test(new URL(url).search),
      { error: 'must have no parameters but sslmode=require, verify-ca or verify-full' },
    )
    .optional(),
  DATABASE_TLS_REJECT_UNAUTHORIZED: trueOrFalse.default(true),
  // One user may take two.
  DATABASE_CONNECTIONS: wholeNumber(2, 100).default(8),
  SESSION_STORE: z.enum(['memory'], { error: 'must be memory' }).optional(),
  SIGN_OUT_OF_SALESFORCE: trueOrFalse.default(true),
  RATE_LIMIT_SIGN_IN: wholeNumber(1, 1_000_000).default(60),
  RATE_LIMIT_API: wholeNumber(1, 1_000_000).default(1_000),
  ...telemetrySettings,
});

export type Settings = z.output<typeof settings>;
