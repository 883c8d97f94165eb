import express from 'express';
import { createBff } from 'lwc-bff';
import { routes } from './routes.ts';

const setting = (name: string): string => {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set`);
  return value;
};
const app = express();
app.get('/hello', (_request, response) => {
  response.send('What this application answered before, it still does.');
});
app.use(
  createBff({
    routes,
    appUrl: new URL(setting('APP_URL')),
    salesforce: {
      loginUrl: new URL(setting('SALESFORCE_LOGIN_URL')),
      clientId: setting('SALESFORCE_CLIENT_ID'),
      clientAuthentication: {
        method: 'client_secret_post',
        secret: setting('SALESFORCE_CLIENT_SECRET'),
      },
      apiVersion: '66.0',
    },
    session: { secrets: [setting('SESSION_SECRET')] },
    log: console,
  }),
);
app.use(express.static('dist'));
app.listen(setting('PORT'));
