import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { freePort } from '../processes/free-port.ts';

/** The line between a server and Salesforce. */
export interface Line {
  readonly url: string;
  /** How many connections there are now. */
  connections(): number;
  /** Nobody listens any more, and whatever was under way breaks off. */
  cut(): Promise<void>;
  mend(): Promise<void>;
}

/**
 * @param port where the embedded org listens, or will: it takes the host that it is asked by for its own
 * @example const line = await layLine(orgPort);
 */
export async function layLine(port: number): Promise<Line> {
  const own = await freePort();
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(port, '127.0.0.1');
    sockets.add(near);
    near.once('close', () => {
      sockets.delete(near);
      far.destroy();
    });
    far.once('close', () => near.destroy());
    for (const socket of [near, far]) socket.on('error', () => undefined);
    near.pipe(far);
    far.pipe(near);
  });
  async function mend(): Promise<void> {
    server.listen(own, '127.0.0.1');
    await once(server, 'listening');
  }
  await mend();
  return {
    url: `http://127.0.0.1:${own}`,
    connections: () => sockets.size,
    async cut() {
      server.close();
      for (const socket of sockets) socket.destroy();
      await once(server, 'close');
    },
    mend,
  };
}
