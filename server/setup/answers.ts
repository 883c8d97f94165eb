import { z } from 'zod';

/** Which kind of org people sign in to: it decides which login URLs there are. */
export const orgKinds = ['production', 'sandbox', 'my-domain', 'site'] as const;
export const integrations = ['jwt_bearer', 'client_credentials', 'none'] as const;

/** What setup has to know. None of it is secret: it is kept beside the metadata, for the next time. */
export const answersSchema = z.object({
  org: z.enum(orgKinds),
  /** Without a slash at its end, as issuers are written. */
  loginUrl: z.string(),
  /** Origins at which browsers reach the app; the first is `APP_URL`. */
  appUrls: z.array(z.string()),
  /** How public routes get at their data. */
  integration: z.enum(integrations),
  /** The username; empty where there is no integration. */
  integrationUser: z.string(),
  /** Whether people may let the app act while they are away. */
  acting: z.boolean(),
  /** The app's, which people read on the consent page. */
  name: z.string(),
  contactEmail: z.string(),
});

export type Answers = Readonly<z.output<typeof answersSchema>>;

/**
 * Whether the app has a key of its own, and a certificate of it in Salesforce: both flows by JWT Bearer need
 * one, and so does a server that authenticates itself by it.
 *
 * @param present what `.env` has
 */
export const needsKey = (
  { integration, acting }: Answers,
  present: Readonly<Record<string, string | undefined>>,
): boolean =>
  integration === 'jwt_bearer' || acting || present.SALESFORCE_CLIENT_AUTH === 'private_key_jwt';

/**
 * Whether only people with a permission set get in. An integration user of Salesforce's own licence cannot
 * sign in and approve the app, so JWT Bearer for it needs an administrator's approval; that setting is the
 * whole app's.
 */
export const isPreAuthorized = ({ integration }: Answers): boolean => integration === 'jwt_bearer';
