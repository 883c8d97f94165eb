import express from 'express';
import { listen } from './listen.ts';

// Express as it comes, and with `helmet` as its argument behind helmet as it comes.
const app = express();
if (process.argv[2] === 'helmet') {
  const { default: helmet } = await import('helmet');
  app.use(helmet());
}
app.get('/healthz', (_request, response) => void response.json({ status: 'ok' }));
listen(app);
