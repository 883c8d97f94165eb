import { asksForCertificate, isKeyOf } from './bff/index.ts';
import type { Settings } from './settings.ts';

/** Settings as the environment has them. */
export type Given = Readonly<Record<string, string | undefined>>;

/** What one setting asks of another, as they are given. */
export function complaintsAmong(given: Given): string[] {
  const complaints: string[] = [];
  const need = (name: string, why: string) => {
    if (given[name] === undefined) complaints.push(`${name} is missing: ${why}`);
  };
  const { SALESFORCE_CLIENT_AUTH: auth, SALESFORCE_INTEGRATION_FLOW: flow } = given;
  if (auth === 'private_key_jwt') {
    need('SALESFORCE_PRIVATE_KEY', 'SALESFORCE_CLIENT_AUTH=private_key_jwt signs with it');
  } else {
    need('SALESFORCE_CLIENT_SECRET', "the app's consumer secret");
  }
  if (flow === 'jwt_bearer') {
    need('SALESFORCE_PRIVATE_KEY', 'SALESFORCE_INTEGRATION_FLOW=jwt_bearer signs with it');
    need('SALESFORCE_INTEGRATION_USERNAME', 'SALESFORCE_INTEGRATION_FLOW=jwt_bearer acts for it');
  }
  if (flow === 'client_credentials' && isLoginHost(given.SALESFORCE_LOGIN_URL)) {
    complaints.push(
      "SALESFORCE_LOGIN_URL must be the org's My Domain: Salesforce supports SALESFORCE_INTEGRATION_FLOW=client_credentials at no login or test host",
    );
  }
  if (isMutual(given)) {
    need('SALESFORCE_CLIENT_CERTIFICATE', 'SALESFORCE_CLIENT_CERTIFICATE_KEY is its key');
    need('SALESFORCE_CLIENT_CERTIFICATE_KEY', 'SALESFORCE_CLIENT_CERTIFICATE is shown with it');
  }
  if (given.REDIS_URL !== undefined && given.SESSION_STORE !== undefined) {
    complaints.push(
      'SESSION_STORE must not be set beside REDIS_URL: sessions are kept in one of them',
    );
  }
  if (
    given.OTEL_EXPORTER_OTLP_HEADERS !== undefined &&
    isReadable(given.OTEL_EXPORTER_OTLP_ENDPOINT)
  ) {
    complaints.push(
      'OTEL_EXPORTER_OTLP_ENDPOINT must be https: what OTEL_EXPORTER_OTLP_HEADERS has, such as a key, could be read on the way',
    );
  }
  const isProduction = /^\s*https:/i.test(given.APP_URL ?? '');
  if (isProduction && given.SESSION_STORE === undefined) {
    need(
      'REDIS_URL',
      'without it sessions live in the memory of one process and end with it; SESSION_STORE=memory says that this is meant',
    );
  }
  return complaints;
}

const isMutual = (given: Given): boolean =>
  given.SALESFORCE_CLIENT_CERTIFICATE !== undefined ||
  given.SALESFORCE_CLIENT_CERTIFICATE_KEY !== undefined;

/** Whether what is sent there leaves this machine unencrypted. */
function isReadable(url: string | undefined): boolean {
  if (url === undefined || !URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  return protocol === 'http:' && !/^(?:localhost|127\.0\.0\.1|\[::1\])$/.test(hostname);
}

/** Hosts that are everybody's, and no org's own. */
const isLoginHost = (url: string | undefined): boolean =>
  url !== undefined &&
  URL.canParse(url) &&
  /^(?:login|test|welcome)\.salesforce\.(?:com|mil)$/.test(new URL(url).hostname);

/** What only shows when each is read. */
export function complaintsOfValues(data: Settings): string[] {
  const {
    SALESFORCE_CLIENT_CERTIFICATE: chain,
    SALESFORCE_CLIENT_CERTIFICATE_KEY: privateKey,
    SALESFORCE_LOGIN_URL: loginUrl,
  } = data;
  if (chain === undefined || privateKey === undefined) return [];
  return [
    ...(isKeyOf({ chain, privateKey })
      ? []
      : ['SALESFORCE_CLIENT_CERTIFICATE_KEY must be the key of SALESFORCE_CLIENT_CERTIFICATE']),
    ...(asksForCertificate(loginUrl)
      ? []
      : [
          "SALESFORCE_LOGIN_URL must be the org's My Domain (https://….my.salesforce.com), or name a port: nowhere else does Salesforce ask for SALESFORCE_CLIENT_CERTIFICATE",
        ]),
  ];
}
