import express from 'express';
import session from 'express-session';
import helmet from 'helmet';
import { createAskSalesforce } from './ask-salesforce.ts';
import { listen } from './listen.ts';
import { RedisStore } from './redis-store.ts';

declare module 'express-session' {
  interface SessionData {
    user?: object;
    accessToken?: string;
  }
}

// "The plain stack": Express, helmet and express-session as their documentation sets them up, with the
// user and their token in the session. No CSRF check, no rate limit, no log, no encryption, no deadline.
const { SESSION_SECRET = '', SALESFORCE_LOGIN_URL = '', REDIS_URL } = process.env;
const askSalesforce = createAskSalesforce(SALESFORCE_LOGIN_URL);
const app = express();
app.use(helmet());
app.use(
  session({
    secret: SESSION_SECRET,
    resave: false,
    saveUninitialized: false,
    cookie: { httpOnly: true, sameSite: 'strict', maxAge: 43_200_000 },
    ...(REDIS_URL !== undefined && { store: new RedisStore() }),
  }),
);
app.get('/auth/login', (request, response) => {
  request.session.user = {
    id: '005000000000001AAA',
    organizationId: '00D000000000001AAA',
    username: 'ada@northwind.example',
    name: 'Ada Lovelace',
    email: 'ada@northwind.example',
  };
  request.session.accessToken = `00D000000000001!${'x'.repeat(96)}`;
  response.sendStatus(200);
});
app.get('/auth/session', ({ session: { user } }, response) => {
  if (user === undefined) response.sendStatus(401);
  else response.json({ user });
});
app.get('/api/myOrder', async ({ session: { accessToken }, query: { id } }, response) => {
  if (accessToken === undefined) response.sendStatus(401);
  else response.json(await askSalesforce(accessToken, id));
});
listen(app);
