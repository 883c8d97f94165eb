/** A refusal of the SOAP API's: a fault with, where the org itself refuses, an exception code. */
export class SoapFault extends Error {
  /** `sf:INVALID_LOGIN`, or `soapenv:Client` for what is no call at all. */
  readonly faultCode: string;
  /** The element within `detail`; null where there is none. */
  readonly detail: { readonly type: string; readonly code: string; readonly text: string } | null;

  constructor(code: string, text: string, type?: 'LoginFault' | 'UnexpectedErrorFault') {
    super(type === undefined ? text : `${code}: ${text}`);
    this.name = 'SoapFault';
    this.faultCode = type === undefined ? `soapenv:${code}` : `sf:${code}`;
    this.detail = type === undefined ? null : { type, code, text };
  }
}

/**
 * Salesforce's faults in Salesforce's words. P: seen in public issues and captures; U: not
 * confirmed, chosen here.
 */
export const soapFaults = {
  /** P: the same for a wrong name, a wrong password and an inactive user */
  invalidLogin: () =>
    new SoapFault(
      'INVALID_LOGIN',
      'Invalid username, password, security token; or user locked out.',
      'LoginFault',
    ),
  /** P (words), U (type of the detail): from 65.0 on; in all versions from Summer '27 */
  loginRetired: (version: string) =>
    new SoapFault(
      'INVALID_OPERATION',
      `The SOAP Login operation is not available in the API version specified (${version}). Refer to the documentation for supported versions.`,
      'UnexpectedErrorFault',
    ),
  /** P (words), U (type of the detail): how new orgs begin */
  loginDisabled: () =>
    new SoapFault(
      'INVALID_OPERATION',
      'SOAP API login() is disabled by default in this org. Contact the org administrator to enable SOAP API login().',
      'UnexpectedErrorFault',
    ),
  /** P */
  illegalSession: () =>
    new SoapFault(
      'INVALID_SESSION_ID',
      'Invalid Session ID found in SessionHeader: Illegal Session',
      'UnexpectedErrorFault',
    ),
  /** P (words), U (type of the detail) */
  unknownVersion: () =>
    new SoapFault(
      'UNSUPPORTED_API_VERSION',
      'Invalid Api version specified on URL',
      'UnexpectedErrorFault',
    ),
  /** P: also for the namespace of the other WSDL */
  unknownOperation: (namespace: string, name: string) =>
    new SoapFault(
      'Client',
      `No operation available for request {${namespace}}${name}, please check the WSDL for the service.`,
    ),
  /** P (`Premature end of file.`), U (the other sentences): what the XML reader says */
  malformed: (text: string) => new SoapFault('Client', text),
  /** U: by the status that the body would have had elsewhere */
  notRead: (status: number) =>
    new SoapFault(
      'Client',
      status === 413 ? 'The request is larger than 64 kB' : 'The request could not be read',
    ),
};
