import { createServer } from 'node:http';
import { join } from 'node:path';
import { pino } from 'pino';
import { createServer as createVite } from 'vite';
import { createApp } from '../server/app.ts';
import { readConfig } from '../server/config.ts';
import { createLogLines } from '../server/log-lines.ts';
import { root } from './processes/start-node.ts';
import { viteInStrictPage } from './processes/vite-in-strict-page.ts';

// The server as `npm run dev` runs it: the same app, with Vite in the place of the built client, on
// one origin, its web socket included, so that the Content Security Policy stays as it is.
const config = readConfig(process.env);
const lines = createLogLines();
process.once('exit', lines.flushSync);
const log = pino({ level: config.logLevel, base: null }, lines);
const server = createServer();
const vite = await createVite({
  configFile: join(root, 'vite.config.ts'),
  // Node reads the configuration as it is. Bundled, it would be a new file at every start, which
  // `node --watch` takes for a change.
  configLoader: 'native',
  appType: 'spa',
  plugins: [viteInStrictPage()],
  server: {
    middlewareMode: true,
    ws: { server },
    allowedHosts: [config.appUrl.hostname],
  },
});
server.on('request', createApp({ config, client: vite.middlewares, log }));
server.listen(config.port);
