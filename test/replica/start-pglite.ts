import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PGlite } from '@electric-sql/pglite';
import { PGLiteSocketServer } from '@electric-sql/pglite-socket';
import { root } from '../processes/start-node.ts';

/** Of the server's pool, of the feed, and of somebody who looks. */
const maxConnections = 50;

/** Starts Postgres in this process, in memory, and lets it listen on loopback. */
export async function startPglite(port: number): Promise<{ url: string; stop(): Promise<void> }> {
  const db = await startDatabase();
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

/**
 * An empty database. Making one takes five times the work of starting one (measured: 10 s of CPU time and
 * 2 on a small machine), so the first is kept for whoever starts another.
 */
async function startDatabase(): Promise<PGlite> {
  const empty = join(root, 'node_modules/.cache', `empty-database-${await version()}.tar`);
  const kept = await readFile(empty).catch(() => undefined);
  if (kept !== undefined) {
    const db = await PGlite.create({ loadDataDir: new Blob([kept]) }).catch(() => undefined);
    if (db !== undefined) return db;
  }
  const db = await PGlite.create();
  await keep(empty, db).catch((error: unknown) => console.error(String(error)));
  return db;
}

async function keep(file: string, db: PGlite): Promise<void> {
  const dump = await db.dumpDataDir('none');
  await mkdir(dirname(file), { recursive: true });
  // Renamed, so that nobody reads it half written.
  const own = `${file}.${process.pid}`;
  await writeFile(own, Buffer.from(await dump.arrayBuffer()));
  await rename(own, file);
}

/** What one version of Postgres has made, another does not read. */
async function version(): Promise<string> {
  const entry = fileURLToPath(import.meta.resolve('@electric-sql/pglite'));
  const text = await readFile(join(dirname(entry), '../package.json'), 'utf8');
  return String(JSON.parse(text).version);
}
