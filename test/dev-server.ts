import { createServer } from 'node:http';
import { join } from 'node:path';
import { pino } from 'pino';
import { createServer as createVite } from 'vite';
import { createApp } from '../server/app.ts';
import { readConfig } from '../server/config.ts';
import { root } from './processes/start-node.ts';

// The server as `npm run dev` runs it: the same app, with Vite in the place of the built client, on
// one origin, its web socket included, so that the Content Security Policy stays as it is.
const config = readConfig(process.env);
const server = createServer();
const vite = await createVite({
  configFile: join(root, 'vite.config.ts'),
  appType: 'spa',
  server: {
    middlewareMode: true,
    ws: { server },
    allowedHosts: [new URL(config.appUrl).hostname],
  },
});
const log = pino({ level: config.logLevel, base: null });
server.on('request', createApp({ config, client: vite.middlewares, log }));
server.listen(config.port);
