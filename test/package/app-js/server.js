import express from 'express';
import { createBff } from 'lwc-bff';
import { routes } from './routes.js';

const { env } = process;
const app = express();
app.get('/hello', (_request, response) => {
  response.send('What this application answered before, it still does.');
});
app.use(
  createBff({
    routes,
    appUrl: new URL(env.APP_URL),
    salesforce: {
      loginUrl: new URL(env.SALESFORCE_LOGIN_URL),
      clientId: env.SALESFORCE_CLIENT_ID,
      clientAuthentication: { method: 'client_secret_post', secret: env.SALESFORCE_CLIENT_SECRET },
      apiVersion: '66.0',
    },
    session: { secrets: [env.SESSION_SECRET] },
    log: console,
  }),
);
app.use(express.static('dist'));
app.listen(env.PORT);
