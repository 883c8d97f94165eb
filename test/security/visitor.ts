import { type Answer, CookieJar } from '../cookie-jar.ts';
import { type SignInOptions, signIn } from '../sign-in.ts';

/** What `GET /auth/session` answers. */
interface Session {
  readonly user: { readonly id: string; readonly username: string; readonly name: string } | null;
  readonly idleExpiresAt?: string;
  readonly expiresAt?: string;
}

/** One entry of what `GET /auth/sessions` answers. */
interface OwnSession {
  readonly id: string;
  readonly current: boolean;
}

/** An answer's status, and the code of its problem where it is one. */
interface Outcome {
  readonly status: number;
  readonly code: string | undefined;
}

/** Somebody with a browser, in front of one server process. */
export interface Visitor {
  readonly jar: CookieJar;
  /** An address of the server's. */
  url(path: string): URL;
  /** The same browser in front of another process: cookies know no ports. */
  at(appUrl: string): Visitor;
  /** Another browser with the same cookies, as somebody has who has copied them. */
  copied(): Visitor;
  signIn(username: string, options?: SignInOptions): Promise<Answer>;
  /** Sets out to sign in, by an address of the server's, and stops at Salesforce's door. */
  setOut(path?: string): Promise<{ readonly answer: Answer; readonly authorize: URL }>;
  /** Where Salesforce, which must know the person already, sends the browser back to. */
  comeBack(authorize: URL): Promise<URL>;
  /** One request of a script of our own page. */
  ask(path: string, init?: RequestInit): Promise<Answer>;
  /** Who is signed in, by their username. */
  whoAmI(): Promise<string | undefined>;
  session(): Promise<Session>;
  sessions(): Promise<readonly OwnSession[]>;
  /** Asks for the user's orders. */
  orders(): Promise<Outcome>;
  signOut(body?: object): Promise<Answer>;
  /** The session's id, as it is in the cookie. */
  sessionId(): string | undefined;
}

export const signedInOutcome: Outcome = { status: 200, code: undefined };
export const expiredOutcome: Outcome = { status: 401, code: 'session_expired' };

/**
 * @param appUrl a server's origin
 * @example
 * const ada = createVisitor(product.appUrl);
 * await ada.signIn('ada@northwind.example');
 */
export function createVisitor(appUrl: string, jar = new CookieJar()): Visitor {
  const url = (path: string) => new URL(path, appUrl);
  const ask = (path: string, init: RequestInit = {}) =>
    jar.request(url(path), { ...init, headers: { 'X-BFF': '1', ...init.headers } });
  const json = async (path: string) => {
    const { status, body } = await ask(path);
    if (status !== 200) throw new Error(`${path}: ${status} ${body}`);
    return JSON.parse(body);
  };
  const session = (): Promise<Session> => json('/auth/session');
  const locationOf = ({ headers }: Answer) => new URL(headers.get('location') ?? 'none:');

  return {
    jar,
    url,
    at: (otherUrl) => createVisitor(otherUrl, jar),
    copied: () => createVisitor(appUrl, jar.copy()),
    signIn: (username, options) => signIn(jar, appUrl, username, options),
    async setOut(path = '/auth/login') {
      const answer = await ask(path);
      return { answer, authorize: locationOf(answer) };
    },
    comeBack: async (authorize) => locationOf(await jar.request(authorize)),
    ask,
    whoAmI: async () => (await session()).user?.username,
    session,
    sessions: () => json('/auth/sessions'),
    async orders() {
      const { status, body } = await ask('/api/myOrders');
      return { status, code: JSON.parse(body).code };
    },
    signOut: (body) =>
      ask('/auth/logout', {
        method: 'POST',
        ...(body && {
          headers: { 'Content-Type': 'application/json' },
          body: JSON.stringify(body),
        }),
      }),
    sessionId() {
      const value = decodeURIComponent(jar.cookie(url('/'), 'session') ?? '');
      return /^s:([^.]+)\./.exec(value)?.[1];
    },
  };
}
