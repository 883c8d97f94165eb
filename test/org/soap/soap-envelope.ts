import { readXml, type XmlElement } from './read-xml.ts';
import { type SoapFault, soapFaults } from './soap-fault.ts';
import { writeXml, type XmlFields } from './write-xml.ts';

const soap = 'http://schemas.xmlsoap.org/soap/envelope/';

/** One call: the operation with its parameters, and the session it is made in. */
export interface SoapCall {
  readonly operation: XmlElement;
  readonly sessionId: string | undefined;
}

function childNamed(
  parent: XmlElement | undefined,
  namespace: string,
  name: string,
): XmlElement | undefined {
  const found = parent?.children.filter((c) => c.namespace === namespace && c.name === name);
  // Said twice, it says nothing.
  return found?.length === 1 ? found[0] : undefined;
}

/** The text of a call's parameter; absent where it is missing or repeated. */
export function parameterOf(operation: XmlElement, name: string): string | undefined {
  return childNamed(operation, operation.namespace, name)?.text;
}

/**
 * Reads a SOAP 1.1 envelope of one of the API's WSDLs.
 *
 * @param namespace the WSDL's: a call of another is no operation here
 * @throws SoapFault for what is no envelope, or calls nothing
 */
export function readCall(source: string, namespace: string): SoapCall {
  const envelope = parse(source);
  const body = childNamed(envelope, soap, 'Body');
  if (envelope.namespace !== soap || envelope.name !== 'Envelope' || body === undefined) {
    throw soapFaults.malformed('SOAP message MUST contain an Envelope with a Body');
  }
  const [operation, second] = body.children;
  if (operation === undefined || second !== undefined) {
    throw soapFaults.malformed('The Body must contain one operation');
  }
  if (operation.namespace !== namespace) {
    throw soapFaults.unknownOperation(operation.namespace, operation.name);
  }
  const header = childNamed(childNamed(envelope, soap, 'Header'), namespace, 'SessionHeader');
  return { operation, sessionId: header && parameterOf(header, 'sessionId') };
}

function parse(source: string): XmlElement {
  try {
    return readXml(source);
  } catch (error) {
    if (error instanceof SyntaxError) throw soapFaults.malformed(error.message);
    throw error;
  }
}

function envelope(namespaces: string, body: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="${soap}" ${namespaces} xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><soapenv:Body>${body}</soapenv:Body></soapenv:Envelope>`;
}

/** The answer to a call, as Salesforce lays it out (P). */
export function writeAnswer(namespace: string, operation: string, result: XmlFields): string {
  return envelope(`xmlns="${namespace}"`, writeXml({ [`${operation}Response`]: result }));
}

/** A fault, as Salesforce lays it out (P). */
export function writeFault(namespace: string, fault: SoapFault): string {
  const { faultCode, message, detail } = fault;
  const described = writeXml({ faultcode: faultCode, faultstring: message });
  const exception =
    detail && writeXml({ 'sf:exceptionCode': detail.code, 'sf:exceptionMessage': detail.text });
  const type = `sf:${detail?.type ?? ''}`;
  const detailed =
    exception && `<detail><${type} xsi:type="${type}">${exception}</${type}></detail>`;
  return envelope(
    `xmlns:sf="${namespace.replace('urn:', 'urn:fault.')}"`,
    `<soapenv:Fault>${described}${detailed ?? ''}</soapenv:Fault>`,
  );
}
