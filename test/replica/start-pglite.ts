import { PGlite } from '@electric-sql/pglite';
import { PGLiteSocketServer } from '@electric-sql/pglite-socket';

/** Of the server's pool, of the feed, and of somebody who looks. */
const maxConnections = 50;

/** Starts Postgres in this process, in memory, and lets it listen on loopback. */
export async function startPglite(port: number): Promise<{ url: string; stop(): Promise<void> }> {
  const db = await PGlite.create();
  const server = new PGLiteSocketServer({ db, port, host: '127.0.0.1', maxConnections });
  await server.start();
  return {
    url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    async stop() {
      await server.stop();
      await db.close();
    },
  };
}
