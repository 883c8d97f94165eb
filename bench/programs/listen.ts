import type { Express } from 'express';

/** Serves on loopback at the port that the environment names. */
export function listen(app: Express): void {
  app.listen(Number(process.env.PORT), '127.0.0.1');
}
