import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { OrgTls } from './require-client-certificate.ts';

/** A server under both loopback addresses. */
export interface LoopbackServer {
  readonly port: number;
  /** Resolves when nothing listens any more; open connections are cut. */
  close(): Promise<void>;
}

function listen(serve: () => Server, host: string, port: number): Promise<Server> {
  const server = serve();
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve(server));
  });
}

const serveTls = (
  handler: RequestListener,
  { key, certificate, clientAuthority }: OrgTls,
): Server =>
  createTlsServer(
    { key, cert: certificate, ca: clientAuthority, requestCert: true, rejectUnauthorized: false },
    handler,
  );

const unavailable = new Set(['EADDRNOTAVAIL', 'EAFNOSUPPORT']);

/** `localhost` is ::1 first on many machines; one without IPv6 does well without. */
async function listenOnIPv6(serve: () => Server, port: number): Promise<Server[]> {
  try {
    return [await listen(serve, '::1', port)];
  } catch (error) {
    if (error instanceof Error && 'code' in error && unavailable.has(String(error.code))) return [];
    throw error;
  }
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

/**
 * Listens on 127.0.0.1 and, where there is one, on ::1, under the same port.
 *
 * @param port 0 for a free one
 * @param tls asks for a certificate, and leaves it to others whether there must be one
 * @throws Error when the port is taken
 */
export async function listenOnLoopback(
  handler: RequestListener,
  port: number,
  tls?: OrgTls,
): Promise<LoopbackServer> {
  const serve = () => (tls === undefined ? createServer(handler) : serveTls(handler, tls));
  // A port that is free under one address may be taken under the other: then try the next.
  for (let triesLeft = port === 0 ? 10 : 1; ; triesLeft -= 1) {
    const first = await listen(serve, '127.0.0.1', port);
    const free = (first.address() as AddressInfo).port;
    try {
      const servers = [first, ...(await listenOnIPv6(serve, free))];
      return {
        port: free,
        close: async () => void (await Promise.all(servers.map(close))),
      };
    } catch (error) {
      await close(first);
      if (triesLeft <= 1) throw error;
    }
  }
}
