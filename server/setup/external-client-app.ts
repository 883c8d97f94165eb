import { type Answers, isPreAuthorized } from './answers.ts';
import { appNames } from './app-names.ts';
import { xmlDocument } from './xml-document.ts';

/** A component of metadata: its folder, the file's name in source format, and what is in it. */
export interface MetadataFile {
  readonly folder: string;
  readonly file: string;
  readonly xml: string;
}

/**
 * The External Client App and its OAuth settings, which go first.
 *
 * No consumer key, no secret and no `oauthLink`: Salesforce makes them, and a deploy with a wrong link is
 * refused. The certificate is always there when the app has one: a deploy without it would clear it.
 *
 * @param certificate PEM; undefined: JWT Bearer stays off
 * @see https://developer.salesforce.com/docs/atlas.en-us.api_meta.meta/api_meta/meta_extlclntappglobaloauthsettings.htm
 */
export function externalClientApp(
  answers: Answers,
  certificate: string | undefined,
): MetadataFile[] {
  const { name: label, contactEmail, appUrls, integration } = answers;
  const { app, globalOauth, oauth } = appNames(label);
  return [
    {
      folder: 'externalClientApps',
      file: `${app}.eca-meta.xml`,
      xml: xmlDocument('ExternalClientApplication', [
        ['contactEmail', contactEmail],
        ['distributionState', 'Local'],
        ['isProtected', false],
        ['label', label],
      ]),
    },
    {
      folder: 'extlClntAppGlobalOauthSets',
      file: `${globalOauth}.ecaGlblOauth-meta.xml`,
      xml: xmlDocument('ExtlClntAppGlobalOauthSettings', [
        // Several stand in one element, a line each, as in Setup.
        ['callbackUrl', appUrls.map((url) => `${url}/auth/callback`).join('\n')],
        ...(certificate === undefined ? [] : [['certificate', certificate] as const]),
        ['externalClientApplication', app],
        ['isClientCredentialsFlowEnabled', integration === 'client_credentials'],
        ['isCodeCredFlowEnabled', false],
        ['isConsumerSecretOptional', false],
        ['isDeviceFlowEnabled', false],
        ['isIntrospectAllTokens', false],
        // Tokens that are JWTs themselves, which has nothing to do with JWT Bearer.
        ['isNamedUserJwtEnabled', false],
        ['isPkceRequired', true],
        ['isRefreshTokenRotationEnabled', true],
        ['isSecretRequiredForRefreshToken', true],
        ['isSecretRequiredForTokenExchange', true],
        ['isTokenExchangeEnabled', false],
        ['label', globalOauth],
        ['shouldRotateConsumerKey', false],
        ['shouldRotateConsumerSecret', false],
      ]),
    },
    {
      folder: 'extlClntAppOauthSettings',
      file: `${oauth}.ecaOauth-meta.xml`,
      xml: xmlDocument('ExtlClntAppOauthSettings', [
        ['commaSeparatedOauthScopes', 'Api, RefreshToken, OpenID'],
        ['externalClientApplication', app],
        ['label', oauth],
      ]),
    },
  ];
}

/**
 * Who may use the app and for how long, which goes second: Salesforce makes the policies when the app
 * arrives, and what is deployed afterwards changes them.
 *
 * @see https://help.salesforce.com/s/articleView?id=xcloud.meta_configure_external_client_app_policies.htm
 */
export function appPolicies(answers: Answers): MetadataFile[] {
  const { integration, integrationUser } = answers;
  const names = appNames(answers.name);
  const byRunAsUser = integration === 'client_credentials';
  return [
    {
      folder: 'extlClntAppOauthPolicies',
      file: `${names.oauthPolicy}.ecaOauthPlcy-meta.xml`,
      xml: xmlDocument('ExtlClntAppOauthConfigurablePolicies', [
        ...(byRunAsUser ? [['clientCredentialsFlowUser', integrationUser] as const] : []),
        ...(isPreAuthorized(answers)
          ? [
              [
                'commaSeparatedPermissionSet',
                `${names.integrationPermissionSet},${names.usersPermissionSet}`,
              ] as const,
            ]
          : []),
        ['externalClientApplication', names.app],
        ['ipRelaxationPolicyType', 'Enforce'],
        ['isClientCredentialsFlowEnabled', byRunAsUser],
        ['isGuestCodeCredFlowEnabled', false],
        ['isTokenExchangeFlowEnabled', false],
        ['label', names.oauthPolicy],
        [
          'permittedUsersPolicyType',
          isPreAuthorized(answers) ? 'AdminApprovedPreAuthorized' : 'AllSelfAuthorized',
        ],
        // Longer than any session of the app's.
        ['refreshTokenPolicyType', 'SpecificInactivity'],
        ['refreshTokenValidityPeriod', 31],
        ['refreshTokenValidityUnit', 'Days'],
      ]),
    },
    {
      folder: 'extlClntAppPolicies',
      file: `${names.policy}.ecaPlcy-meta.xml`,
      xml: xmlDocument('ExtlClntAppConfigurablePolicies', [
        ['externalClientApplication', names.app],
        ['isEnabled', true],
        ['isOauthPluginEnabled', true],
        ['label', names.policy],
      ]),
    },
  ];
}
