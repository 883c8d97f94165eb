import { once } from 'node:events';
import type { RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createHttpServer } from '../../server/http-server.ts';
import { createRawConnections, type RawConnections } from './raw-connections.ts';

/** Lets an application answer in this process, as the server itself does. @param port default: a free one */
export async function listen(
  app: RequestListener,
  port = 0,
): Promise<{ readonly connections: RawConnections; stop(): Promise<void> }> {
  const server = createHttpServer(app);
  server.listen(port, 'localhost');
  await once(server, 'listening');
  // A server that listens on a port has an address of this kind.
  const { address, port: taken } = server.address() as AddressInfo;
  const connections = createRawConnections(address, taken);
  return {
    connections,
    async stop() {
      connections.close();
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
