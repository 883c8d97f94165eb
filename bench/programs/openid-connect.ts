import express from 'express';
import { auth } from 'express-openid-connect';
import helmet from 'helmet';
import { createAskSalesforce } from './ask-salesforce.ts';
import { listen } from './listen.ts';

// express-openid-connect as its documentation sets it up: the session, tokens and all, is encrypted in
// the cookie, which every request sends and every answer sends anew.
const { APP_URL = '', SESSION_SECRET = '', SALESFORCE_LOGIN_URL = '' } = process.env;
const { SALESFORCE_CLIENT_ID = '', SALESFORCE_CLIENT_SECRET = '' } = process.env;
const askSalesforce = createAskSalesforce(SALESFORCE_LOGIN_URL);
const app = express();
app.use(helmet());
app.use(
  auth({
    issuerBaseURL: SALESFORCE_LOGIN_URL,
    baseURL: APP_URL,
    clientID: SALESFORCE_CLIENT_ID,
    clientSecret: SALESFORCE_CLIENT_SECRET,
    clientAuthMethod: 'client_secret_post',
    secret: SESSION_SECRET,
    authRequired: false,
    authorizationParams: { response_type: 'code', scope: 'openid api refresh_token' },
    routes: { login: '/auth/login', callback: '/auth/callback' },
  }),
);
app.get('/auth/session', ({ oidc }, response) => {
  if (oidc.user === undefined) response.sendStatus(401);
  else response.json({ user: oidc.user });
});
app.get('/api/myOrder', async (request, response) => {
  // Not by `oidc.accessToken`, which knows of none without `expires_in`; Salesforce sends no such thing.
  // The session's declared type ends where the name of its cookie can be chosen.
  const { appSession } = request as { appSession?: { access_token?: string } };
  if (appSession?.access_token === undefined) response.sendStatus(401);
  else response.json(await askSalesforce(appSession.access_token, request.query.id));
});
listen(app);
