import type {
  ClientAuthentication,
  ClientCertificate,
  IntegrationFlow,
  PrivateKeys,
} from './bff/index.ts';
import { complaintsAmong, complaintsOfValues, type Given } from './setting-rules.ts';
import { type Settings, settings } from './settings.ts';

/** The whole configuration, read once. Nothing else in the server reads the environment. */
export interface Config {
  readonly port: number;
  readonly appUrl: URL;
  readonly trustProxy: number;
  readonly logLevel: string;
  readonly salesforce: {
    readonly loginUrl: URL;
    readonly clientId: string;
    readonly clientAuthentication: ClientAuthentication;
    /** Undefined: connections to Salesforce show none. */
    readonly clientCertificate: ClientCertificate | undefined;
    /** Undefined: nobody can let the server act for them while they are away. */
    readonly actingKey: PrivateKeys | undefined;
    /** Undefined: public routes answer `not_configured`. */
    readonly integration: IntegrationFlow | undefined;
    readonly organizationId: string | undefined;
    readonly apiVersion: string;
    readonly signOut: boolean;
    readonly limitShare: number;
  };
  readonly publicCallsPerHour: number;
  readonly session: {
    readonly secrets: readonly string[];
    readonly idleMinutes: number;
    readonly maxHours: number;
    /** Undefined: sessions and grants are kept in this process. */
    readonly redis: { readonly url: string; readonly rejectUnauthorized: boolean } | undefined;
  };
  /** Undefined: routes over replicated data answer `not_configured`. */
  readonly database:
    | {
        readonly url: string;
        readonly rejectUnauthorized: boolean;
        /** Of this process, at most. */
        readonly connections: number;
      }
    | undefined;
  /** Where what is measured is sent; undefined: nowhere. */
  readonly telemetry:
    | {
        readonly endpoint: string;
        readonly headers: Readonly<Record<string, string>>;
        readonly serviceName: string;
      }
    | undefined;
  /** Requests a minute. */
  readonly rateLimits: { readonly signIn: number; readonly api: number };
}

/** Everything that is wrong with the environment, in one message: names and rules, never values. */
export class ConfigError extends Error {
  readonly complaints: readonly string[];

  constructor(complaints: readonly string[]) {
    super(
      `The configuration is not complete. Set these in the environment or in .env (see .env.example):\n${complaints
        .map((complaint) => `  - ${complaint}`)
        .join('\n')}`,
    );
    this.name = 'ConfigError';
    this.complaints = complaints;
  }
}

/**
 * A review app is reached at the name that Heroku has made up for it, and nobody could have set that before.
 *
 * @see https://devcenter.heroku.com/articles/dyno-metadata
 */
function withOrigin(given: Given): Given {
  const { APP_URL, HEROKU_APP_DEFAULT_DOMAIN_NAME: domain } = given;
  return APP_URL !== undefined || domain === undefined
    ? given
    : { ...given, APP_URL: `https://${domain}` };
}

/**
 * Reads the environment into a frozen configuration.
 *
 * @param environment as the process has it; a setting that is empty counts as not set
 * @throws {ConfigError} that lists everything that is missing or wrong
 * @example const { port } = readConfig({ APP_URL: "https://shop.example", … });
 */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const given = withOrigin(
    Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== '')),
  );
  const { data, error } = settings.safeParse(given);
  const complaints = [
    ...(error?.issues ?? []).map(({ path, message }) => `${path.join('.')} ${message}`),
    ...complaintsAmong(given),
    ...(data === undefined ? [] : complaintsOfValues(data)),
  ].toSorted();
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
      clientAuthentication: clientAuthentication(data),
      integration: integration(data),
      clientCertificate: clientCertificate(data),
      actingKey: data.SALESFORCE_PRIVATE_KEY,
      organizationId: data.SALESFORCE_ORG_ID,
      apiVersion: data.SALESFORCE_API_VERSION,
      signOut: data.SIGN_OUT_OF_SALESFORCE,
      limitShare: data.SALESFORCE_LIMIT_SHARE,
    }),
    publicCallsPerHour: data.PUBLIC_CALLS_PER_HOUR,
    session: Object.freeze({
      secrets: Object.freeze(data.SESSION_SECRET),
      idleMinutes: data.SESSION_IDLE_MINUTES,
      maxHours: data.SESSION_MAX_HOURS,
      redis:
        data.REDIS_URL === undefined
          ? undefined
          : Object.freeze({
              url: data.REDIS_URL,
              rejectUnauthorized: data.REDIS_TLS_REJECT_UNAUTHORIZED,
            }),
    }),
    database:
      data.DATABASE_URL === undefined
        ? undefined
        : Object.freeze({
            url: data.DATABASE_URL,
            rejectUnauthorized: data.DATABASE_TLS_REJECT_UNAUTHORIZED,
            connections: data.DATABASE_CONNECTIONS,
          }),
    telemetry: telemetry(data),
    rateLimits: Object.freeze({ signIn: data.RATE_LIMIT_SIGN_IN, api: data.RATE_LIMIT_API }),
  });
}

function clientAuthentication(data: Settings): ClientAuthentication {
  const { SALESFORCE_CLIENT_AUTH: method, SALESFORCE_PRIVATE_KEY: key } = data;
  if (method !== 'private_key_jwt') {
    return Object.freeze({ method, secret: present(data.SALESFORCE_CLIENT_SECRET) });
  }
  return Object.freeze({ method, privateKey: present(key) });
}

function telemetry(data: Settings): Config['telemetry'] {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_EXPORTER_OTLP_HEADERS: headers = {} } = data;
  if (endpoint === undefined) return undefined;
  const serviceName = data.OTEL_SERVICE_NAME;
  return Object.freeze({ endpoint, headers: Object.freeze(headers), serviceName });
}

function clientCertificate(data: Settings): ClientCertificate | undefined {
  const { SALESFORCE_CLIENT_CERTIFICATE: chain, SALESFORCE_CLIENT_CERTIFICATE_KEY: privateKey } =
    data;
  if (chain === undefined || privateKey === undefined) return undefined;
  return Object.freeze({ chain, privateKey });
}

function integration(data: Settings): IntegrationFlow | undefined {
  const { SALESFORCE_INTEGRATION_FLOW: flow } = data;
  if (flow !== 'jwt_bearer') return flow && Object.freeze({ flow });
  return Object.freeze({
    flow,
    username: present(data.SALESFORCE_INTEGRATION_USERNAME),
    privateKey: present(data.SALESFORCE_PRIVATE_KEY),
  });
}

/** For what `complaintsAmong` has made sure of. */
function present<T>(value: T | undefined): T {
  if (value === undefined) throw new TypeError('A setting is missing that was checked for');
  return value;
}
