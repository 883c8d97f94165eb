import { createViewer } from '../data/access/viewer.ts';
import { verifyAccessToken } from '../oauth/bearer-token.ts';
import type { OAuthContext } from '../oauth/oauth-context.ts';
import { demoPassword } from '../pages/demo-users.ts';
import { tabsOf } from '../rest/ui/tabs-resource.ts';
import { parameterOf, type SoapCall } from './soap-envelope.ts';
import { soapFaults } from './soap-fault.ts';
import { userInfo } from './user-info.ts';
import type { XmlFields } from './write-xml.ts';

/** Where a call came in. */
export interface SoapEndpoint {
  /** The origin that was asked. */
  readonly url: string;
  /** `u` for the partner WSDL, `c` for the enterprise one. */
  readonly wsdl: string;
  readonly version: string;
}

type Operation = (context: OAuthContext, call: SoapCall, endpoint: SoapEndpoint) => XmlFields;

/** The first version without `login()` (P). */
const versionWithoutLogin = 65;

/** A session of its own, as good for REST as one by OAuth; it belongs to no app. */
const login: Operation = (context, { operation }, { url, wsdl, version }) => {
  const settings = context.settings();
  if (Number(version) >= versionWithoutLogin) throw soapFaults.loginRetired(version);
  if (!settings.soapLogin) throw soapFaults.loginDisabled();
  const data = context.data();
  const user = data.userByUsername(parameterOf(operation, 'username') ?? '');
  if (!user?.active || parameterOf(operation, 'password') !== demoPassword) {
    throw soapFaults.invalidLogin();
  }
  const authTime = Math.floor(context.clock() / 1000);
  const grant = { userId: user.id, clientId: '', scopes: ['api', 'web', 'id'], authTime };
  const session = context.grants.issueAccessToken(context.grants.createGrant(grant));
  const path = `${version}/${data.organizationId.slice(0, 15)}`;
  return {
    result: {
      metadataServerUrl: `${url}/services/Soap/m/${path}`,
      passwordExpired: false,
      sandbox: data.tables.Organization.get(data.organizationId).IsSandbox ?? false,
      serverUrl: `${url}/services/Soap/${wsdl}/${path}`,
      sessionId: session.value,
      userId: user.id,
      userInfo: userInfo(data, user, settings.accessTokenSeconds),
    },
  };
};

function sessionOf(context: OAuthContext, { sessionId }: SoapCall) {
  const session = verifyAccessToken(context, sessionId);
  if (session === undefined) throw soapFaults.illegalSession();
  return session;
}

const logout: Operation = (context, call) => {
  context.grants.revokeAccessToken(sessionOf(context, call).token);
  return {};
};

const getUserInfo: Operation = (context, call) => {
  const { token, user } = sessionOf(context, call);
  const seconds = Math.floor((token.expiresAt - context.clock()) / 1000);
  return { result: userInfo(context.data(), user, seconds) };
};

/** The org has one app, with all of its tabs (the elements are documented, in this order). */
const describeTabs: Operation = (context, call, { url }) => {
  const { user } = sessionOf(context, call);
  const data = context.data();
  const tabs = tabsOf({ viewer: createViewer(data, user), origin: url });
  return {
    result: {
      description: null,
      label: data.organizationName,
      logoUrl: `${url}/img/logo.png`,
      namespace: '',
      selected: true,
      tabSetId: null,
      tabs,
    },
  };
};

const operations = new Map<string, Operation>([
  ['login', login],
  ['logout', logout],
  ['getUserInfo', getUserInfo],
  ['describeTabs', describeTabs],
]);

/**
 * The elements of the answer.
 *
 * @throws SoapFault
 */
export const runOperation: Operation = (context, call, endpoint) => {
  const { name, namespace } = call.operation;
  const operation = operations.get(name);
  if (operation === undefined) throw soapFaults.unknownOperation(namespace, name);
  return operation(context, call, endpoint);
};
