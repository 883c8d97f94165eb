import { X509Certificate } from 'node:crypto';
import { z } from 'zod';
import { allScopes, oneNamedScope } from './scopes.ts';

/** Whole seconds, up to some four months. */
export const seconds = z.number().int().min(0).max(10_000_000);

/** Salesforce keeps usernames in lower case and takes them in any. */
export const username = z.string().trim().toLowerCase();

/** What a browser would run or show in place of leaving the org's page. */
const inPage = new Set(['javascript:', 'data:', 'vbscript:', 'blob:', 'about:']);

/**
 * Exact, or with `:*` in place of the port, for servers on free ports. Schemes of one's own are for
 * apps on phones.
 */
const redirectUri = z
  .string()
  .refine((uri) => !inPage.has(URL.parse(uri.replace(':*/', '/'))?.protocol ?? 'data:'), {
    error: ({ input }) => `not a redirect URI: ${String(input)}`,
  });

/** Scopes that the org attaches no meaning to are an app's own business: `sfap_api`, `cdp_api` … */
const scope = z
  .string()
  .regex(/^[a-z][a-z0-9_]*$/)
  .transform(oneNamedScope);

const certificate = z.string().refine((pem) => {
  try {
    return new X509Certificate(pem).publicKey.asymmetricKeyType === 'rsa';
  } catch {
    return false;
  }
}, 'is not the PEM of an RSA certificate');

/**
 * What an administrator sets for an External Client App in Setup. The metadata types have longer
 * names for the same: `isPkceRequired`, `isRefreshTokenRotationEnabled` … (D).
 */
export const appSettingsSchema = z.strictObject({
  name: z.string().min(1).max(80),
  redirectUris: z.array(redirectUri),
  scopes: z.array(scope).min(1),
  /** PEM of the certificate that was uploaded; null where there is none, or none any more. */
  certificate: certificate.nullable(),
  /** Whether this org has the app at all: one that another org made may be asked for here. */
  installed: z.boolean(),
  /** "All users may self-authorize", or "Admin approved users are pre-authorized" (D). */
  permittedUsers: z.enum(['all_may_self_authorize', 'admin_approved']),
  /** Whom the administrator approved, where `permittedUsers` asks for it; names as in Setup. */
  approvedProfiles: z.array(z.string()),
  approvedUsers: z.array(username),
  clientCredentialsEnabled: z.boolean(),
  /** The user that Client Credentials signs in, by username. */
  runAsUser: username.nullable(),
  requirePkce: z.boolean(),
  requireSecretForWebServerFlow: z.boolean(),
  requireSecretForRefreshTokenFlow: z.boolean(),
  /** Every refresh answers a new refresh token; using an old one again revokes the family. */
  rotateRefreshTokens: z.boolean(),
  /** null: until revoked. */
  refreshTokenSeconds: seconds.nullable(),
  /** null: as long as the org's sessions last. */
  accessTokenSeconds: seconds.nullable(),
});

export type AppSettings = Readonly<z.output<typeof appSettingsSchema>>;

/** A new app as Setup proposes it (D), but with every scope. */
export const newAppSettings: Omit<AppSettings, 'name'> = {
  redirectUris: [],
  scopes: [...allScopes],
  certificate: null,
  installed: true,
  permittedUsers: 'all_may_self_authorize',
  approvedProfiles: [],
  approvedUsers: [],
  clientCredentialsEnabled: false,
  runAsUser: null,
  requirePkce: true,
  requireSecretForWebServerFlow: true,
  requireSecretForRefreshTokenFlow: true,
  rotateRefreshTokens: false,
  refreshTokenSeconds: null,
  accessTokenSeconds: null,
};
