import type { IntegrationGrant } from '../salesforce/integration-grant.ts';
import type { IntegrationFlow } from '../salesforce/mint-integration-grant.ts';
import type { AskSalesforce } from './ask-salesforce.ts';
import { type Check, ok, warning, wrong } from './check.ts';

/** Whether the integration user's token can be had, and whether its org has the version that is asked for. */
export function integrationChecks(options: {
  readonly integration: IntegrationFlow | undefined;
  readonly grant: () => Promise<IntegrationGrant>;
  readonly loginUrl: URL;
  readonly apiVersion: string;
  readonly ask: AskSalesforce;
}): readonly Check[] {
  const { integration, grant, loginUrl, apiVersion, ask } = options;
  return [
    {
      name: 'integration',
      needs: ['login_host'],
      async run() {
        if (integration === undefined) {
          return warning(
            'there is no integration user: public routes answer not_configured',
            'Set SALESFORCE_INTEGRATION_FLOW to jwt_bearer or client_credentials, if there are public routes.',
          );
        }
        await grant();
        const who = integration.flow === 'jwt_bearer' ? ` for ${integration.username}` : '';
        return ok(`${integration.flow} gives a token${who}`);
      },
    },
    {
      name: 'api_version',
      needs: ['login_host'],
      async run(signal) {
        // Any host of the org's lists them for anybody; without a grant the login host is all there is.
        const { instanceUrl } = integration
          ? await grant().catch(() => ({ instanceUrl: loginUrl.origin }))
          : { instanceUrl: loginUrl.origin };
        const { body } = await ask(new URL('/services/data', instanceUrl), signal);
        const offered = versionsIn(body);
        const newest = offered.at(-1);
        if (newest === undefined) {
          return warning(
            `${instanceUrl} does not list its versions`,
            "Set SALESFORCE_LOGIN_URL to the org's My Domain, or try with an integration user.",
          );
        }
        return offered.includes(apiVersion)
          ? ok(`${apiVersion} is offered; the newest is ${newest}`)
          : wrong(
              `${apiVersion} is not offered: ${offered[0]} to ${newest} are`,
              `Set SALESFORCE_API_VERSION to ${newest}.`,
            );
      },
    },
  ];
}

function versionsIn(body: string): readonly string[] {
  try {
    const list: unknown = JSON.parse(body);
    if (!Array.isArray(list)) return [];
    return list
      .map(({ version }) => String(version))
      .filter((version) => /^\d{2,3}\.0$/.test(version))
      .toSorted((a, b) => Number(a) - Number(b));
  } catch {
    return [];
  }
}
