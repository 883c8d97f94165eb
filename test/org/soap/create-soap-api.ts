import express, { type NextFunction, type Request, type Response } from 'express';
import type { OAuthContext } from '../oauth/oauth-context.ts';
import { orgUrl } from '../oauth/org-url.ts';
import { findVersion } from '../rest/versions.ts';
import { readCall, writeAnswer, writeFault } from './soap-envelope.ts';
import { SoapFault, soapFaults } from './soap-fault.ts';
import { runOperation } from './soap-operations.ts';

const namespaces = new Map([
  ['u', 'urn:partner.soap.sforce.com'],
  ['c', 'urn:enterprise.soap.sforce.com'],
]);

const address = '/services/Soap/:wsdl/:version{/:organization}';

function send(res: Response, status: number, body: string): void {
  res.status(status).set('Cache-Control', 'no-store').type('text/xml;charset=UTF-8').send(body);
}

/**
 * What of the SOAP API people sign in with, and see then: `login`, `logout`, `getUserInfo`,
 * `describeTabs`, of the partner and of the enterprise WSDL. Every other call is answered as one
 * that the WSDL does not have.
 *
 * @example app.use(createSoapApi(context))
 */
export function createSoapApi(context: OAuthContext): express.Router {
  const router = express.Router({ caseSensitive: true });
  const text = express.text({ type: 'text/xml', limit: '64kb' });
  /** A body that was not read: too large, or written in no way that is known. */
  const refuseBody: express.ErrorRequestHandler = (error, req, res, next) => {
    const namespace = namespaces.get(String(req.params.wsdl));
    const status = error instanceof Error && 'status' in error ? Number(error.status) : 500;
    if (namespace === undefined || status >= 500) next(error);
    else send(res, 500, writeFault(namespace, soapFaults.notRead(status)));
  };
  router.post(address, text, refuseBody, (req: Request, res: Response, next: NextFunction) => {
    const wsdl = String(req.params.wsdl);
    const namespace = namespaces.get(wsdl);
    if (namespace === undefined) {
      next();
      return;
    }
    try {
      const version = findVersion(String(req.params.version));
      if (version === undefined) throw soapFaults.unknownVersion();
      const call = readCall(typeof req.body === 'string' ? req.body : '', namespace);
      const result = runOperation(context, call, { url: orgUrl(req), wsdl, version });
      send(res, 200, writeAnswer(namespace, call.operation.name, result));
    } catch (error) {
      if (!(error instanceof SoapFault)) throw error;
      // Every fault is a 500 (P), as SOAP 1.1 section 6.2 wants it.
      send(res, 500, writeFault(namespace, error));
    }
  });
  return router;
}
