import { describe, expect, it } from 'vitest';
import { routes } from '../../../server/api/index.ts';
import type { Answers } from '../../../server/setup/answers.ts';
import { publicReads } from '../../../server/setup/public-reads.ts';
import { salesforceProject } from '../../../server/setup/salesforce-project.ts';
import { readXml } from '../../org/soap/read-xml.ts';

const answers: Answers = {
  org: 'my-domain',
  loginUrl: 'https://acme.my.salesforce.com',
  appUrls: ['http://localhost:3000', 'https://shop.example'],
  integration: 'jwt_bearer',
  integrationUser: 'integration@acme.example',
  acting: false,
  name: 'Storefront',
  contactEmail: 'ops@acme.example',
};
const reads = publicReads(routes);
const certificate = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n';

const projectOf = (changes: Partial<Answers> = {}, pem: string | null = certificate) =>
  salesforceProject({ ...answers, ...changes }, reads, pem ?? undefined);

/** What the elements of a file say, by name; the last of several. */
function fields(files: ReadonlyMap<string, string>, path: string): Record<string, string> {
  const { namespace, children } = readXml(files.get(`salesforce/${path}`) ?? '');
  expect(namespace).toBe('http://soap.sforce.com/2006/04/metadata');
  return Object.fromEntries(children.map(({ name, text }) => [name, text]));
}

const app = 'app/main/default';
const policies = 'policies/main/default';
const places = {
  eca: `${app}/externalClientApps/Storefront.eca-meta.xml`,
  global: `${app}/extlClntAppGlobalOauthSets/Storefront_glbloauth.ecaGlblOauth-meta.xml`,
  oauth: `${app}/extlClntAppOauthSettings/Storefront_oauth.ecaOauth-meta.xml`,
  integration: `${app}/permissionsets/Storefront_Integration.permissionset-meta.xml`,
  users: `${app}/permissionsets/Storefront_Users.permissionset-meta.xml`,
  oauthPolicy: `${policies}/extlClntAppOauthPolicies/Storefront_oauthPlcy.ecaOauthPlcy-meta.xml`,
  policy: `${policies}/extlClntAppPolicies/Storefront_plcy.ecaPlcy-meta.xml`,
};

describe('salesforceProject', () => {
  it('has the five types and the permission sets, the policies in a folder of their own', () => {
    expect([...projectOf().keys()].toSorted()).toEqual(
      [...['sfdx-project.json', 'answers.json', 'certificate.pem'], ...Object.values(places)]
        .map((path) => `salesforce/${path}`)
        .toSorted(),
    );
    const { packageDirectories } = JSON.parse(
      projectOf().get('salesforce/sfdx-project.json') ?? '',
    );
    expect(packageDirectories).toEqual([{ path: 'app', default: true }, { path: 'policies' }]);
  });

  it('asks for PKCE, secrets and three scopes, and sends people to the callbacks alone', () => {
    const files = projectOf();
    expect(fields(files, places.global)).toMatchObject({
      callbackUrl: 'http://localhost:3000/auth/callback\nhttps://shop.example/auth/callback',
      certificate,
      externalClientApplication: 'Storefront',
      isConsumerSecretOptional: 'false',
      isPkceRequired: 'true',
      isRefreshTokenRotationEnabled: 'true',
      isSecretRequiredForRefreshToken: 'true',
      isNamedUserJwtEnabled: 'false',
    });
    expect(fields(files, places.oauth)).toMatchObject({
      commaSeparatedOauthScopes: 'Api, RefreshToken, OpenID',
    });
    expect(fields(files, places.eca)).toMatchObject({ distributionState: 'Local' });
    expect(fields(files, places.policy)).toMatchObject({ isOauthPluginEnabled: 'true' });
  });

  it('holds no key, no secret and no link of another org’s', () => {
    const all = [...projectOf().values()].join('\n');
    expect(all).not.toMatch(/PRIVATE KEY|consumerKey|consumerSecret|oauthLink/);
  });

  it('for JWT Bearer lets in whom an administrator has approved', () => {
    expect(fields(projectOf(), places.oauthPolicy)).toMatchObject({
      permittedUsersPolicyType: 'AdminApprovedPreAuthorized',
      commaSeparatedPermissionSet: 'Storefront_Integration,Storefront_Users',
      isClientCredentialsFlowEnabled: 'false',
    });
  });

  it('for client credentials names whom the app runs as', () => {
    const files = projectOf({ integration: 'client_credentials' }, null);
    expect(fields(files, places.global)).toMatchObject({ isClientCredentialsFlowEnabled: 'true' });
    expect(fields(files, places.global)).not.toHaveProperty('certificate');
    const policy = fields(files, places.oauthPolicy);
    expect(policy).toMatchObject({
      clientCredentialsFlowUser: 'integration@acme.example',
      isClientCredentialsFlowEnabled: 'true',
      permittedUsersPolicyType: 'AllSelfAuthorized',
    });
    expect(policy).not.toHaveProperty('commaSeparatedPermissionSet');
    expect([...files.keys()].some((path) => path.endsWith(places.users))).toBe(false);
  });

  it('without an integration has no permission set and no flow but the one of people', () => {
    const files = projectOf({ integration: 'none', integrationUser: '' }, null);
    expect([...files.keys()].filter((path) => path.includes('permissionset'))).toEqual([]);
    expect(fields(files, places.global)).toMatchObject({ isClientCredentialsFlowEnabled: 'false' });
  });

  it('escapes what people call things', () => {
    const name = 'A <b> & "c" ]]> d\u{1F600}';
    const files = projectOf({ name });
    expect(fields(files, `${app}/externalClientApps/A_b_c_d.eca-meta.xml`).label).toBe(name);
    expect(fields(files, `${app}/permissionsets/A_b_c_d_Users.permissionset-meta.xml`).label).toBe(
      `${name}: people who may sign in`,
    );
  });
});
