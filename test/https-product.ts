import { once } from 'node:events';
import { request as forward } from 'node:http';
import { createServer } from 'node:https';
import { createOrg } from './org/create-org.ts';
import { createFormBrowser, signInByForm } from './org/form-browser.ts';
import { freePort } from './processes/free-port.ts';
import { startNode } from './processes/start-node.ts';
import { untilAnswering } from './processes/until-answering.ts';

export interface HttpsProduct {
  /** The public origin, https: a proxy with a self-signed certificate answers there. */
  readonly appUrl: string;
  /** Where the server itself listens, behind that proxy. */
  readonly insideUrl: string;
  readonly orgUrl: string;
  /** Asks the server itself as that proxy does, and follows no redirect. */
  ask(path: string, headers?: Readonly<Record<string, string>>): Promise<Response>;
  /**
   * Sets out to sign in, and comes back.
   * @returns the first answer, whose cookie is the attempt's, and the callback's
   */
  signIn(): Promise<{ readonly login: Response; readonly callback: Response }>;
  /** All that the server has written. */
  log(): string;
  stop(): Promise<void>;
}

/**
 * Starts an embedded org and the server as behind Heroku's router: https outside, http and
 * `X-Forwarded-Proto` inside.
 *
 * @param settings more settings of the server's, or others
 * @example
 * const shop = await startHttpsProduct();
 * const { headers } = await shop.ask('/');
 */
export async function startHttpsProduct(
  settings: Readonly<Record<string, string>> = {},
): Promise<HttpsProduct> {
  const [port, publicPort] = [await freePort(), await freePort()];
  const appUrl = `https://localhost:${publicPort}`;
  const inside = `http://127.0.0.1:${port}`;
  const org = await createOrg({ redirectUris: [`${appUrl}/auth/callback`] });
  const server = startNode(['server/main.ts'], {
    PORT: String(port),
    APP_URL: appUrl,
    SALESFORCE_LOGIN_URL: org.url,
    SALESFORCE_CLIENT_ID: org.app.clientId,
    SALESFORCE_CLIENT_SECRET: org.app.clientSecret,
    SESSION_SECRET: 'a secret for this test of 32 bytes',
    SESSION_STORE: 'memory',
    ...settings,
  });
  // The app's certificate for signing will do for this as well.
  const proxy = createServer(
    { key: org.app.privateKey, cert: org.app.certificate ?? '' },
    (from, to) => {
      const { method = 'GET', url: path = '/' } = from;
      const headers = { ...from.headers, 'x-forwarded-proto': 'https' };
      const passed = forward(inside + path, { method, headers }, (answer) => {
        to.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(to);
      });
      passed.once('error', () => to.destroy());
      from.pipe(passed);
    },
  );
  const stop = async () => {
    proxy.close();
    proxy.closeAllConnections();
    await Promise.all([server.stop(), org.close()]);
  };
  try {
    proxy.listen(publicPort, 'localhost');
    await once(proxy, 'listening');
    await untilAnswering('The server', `${inside}/healthz`, server);
  } catch (error) {
    await stop();
    throw error;
  }

  const ask: HttpsProduct['ask'] = (path, headers) =>
    fetch(inside + path, {
      redirect: 'manual',
      headers: { 'X-Forwarded-Proto': 'https', ...headers },
      signal: AbortSignal.timeout(15_000),
    });
  return {
    appUrl,
    insideUrl: inside,
    orgUrl: org.url,
    ask,
    async signIn() {
      const login = await ask('/auth/login');
      const { search } = await signInByForm(
        createFormBrowser(),
        login.headers.get('location') ?? '',
        { username: 'ada@northwind.example' },
      );
      const cookie = login.headers.getSetCookie().map((line) => line.split(';')[0]);
      const callback = await ask(`/auth/callback${search}`, { cookie: cookie.join('; ') });
      return { login, callback };
    },
    log: server.output,
    stop,
  };
}
