import express, { type Express, type RequestHandler } from 'express';
import { routes } from './api/index.ts';
import {
  type BackgroundWork,
  createBff,
  errorHandler,
  type Logger,
  type RedisLink,
  type ReplicaSource,
} from './bff/index.ts';
import type { Config } from './config.ts';
import { securityHeaders } from './security-headers.ts';

export interface AppParts {
  readonly config: Config;
  /** What answers for the client's files and its page. */
  readonly client: RequestHandler;
  /** Where sessions and grants are kept; absent: in this process. */
  readonly redis?: RedisLink | undefined;
  /** Where replicated data is read; absent: routes over it answer `not_configured`. */
  readonly replica?: ReplicaSource | undefined;
  readonly background?: BackgroundWork | undefined;
  readonly log: Logger;
}

/**
 * The storefront's server: headers first, then the middleware with the storefront's routes, then the
 * client for every other address.
 */
export function createApp({ config, client, redis, replica, background, log }: AppParts): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('trust proxy', config.trustProxy);
  app.use(securityHeaders({ https: config.appUrl.protocol === 'https:' }));
  app.use(
    createBff({
      routes,
      appUrl: config.appUrl,
      salesforce: config.salesforce,
      publicCallsPerHour: config.publicCallsPerHour,
      session: { ...config.session, redis },
      replica,
      rateLimits: config.rateLimits,
      background,
      log,
    }),
  );
  app.use(client);
  app.use(errorHandler(log));
  return app;
}
