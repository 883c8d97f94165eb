import { randomBytes } from 'node:crypto';
import { freePort } from '../processes/free-port.ts';
import { startNode } from '../processes/start-node.ts';
import type { RunningRedis } from '../processes/start-redis.ts';
import { untilAnswering } from '../processes/until-answering.ts';
import {
  type Lies,
  type LyingProvider,
  type Person,
  startLyingProvider,
} from './lying-provider.ts';
import { createVisitor, type Visitor } from './visitor.ts';

/** What came of a sign-in, as the page and the session tell it. */
interface SignedIn {
  readonly visitor: Visitor;
  readonly result: {
    readonly status: number;
    /** The code of the page that says why nobody is signed in. */
    readonly code: string | undefined;
    /** The id of the user who is. */
    readonly user: string | undefined;
  };
}

/** A provider that lies, and a server that asks it to sign people in. */
export interface LyingShop {
  readonly provider: LyingProvider;
  signIn(lies?: Lies, who?: Person): Promise<SignedIn>;
  stop(): Promise<void>;
}

/** Who signs in where nothing else is said. */
export const person: Person = { organizationId: '00D000000000001EAA', id: '005000000000001AAA' };

/** What comes of a sign-in in which nobody has lied. */
export const truth: SignedIn['result'] = { status: 200, code: undefined, user: person.id };

/** What comes of one that the server sees through. */
export const refused = (code: string | undefined): SignedIn['result'] => ({
  status: 502,
  code,
  user: undefined,
});

/**
 * @example
 * const shop = await startLyingShop(redis);
 * const { result } = await shop.signIn({ claims: { aud: 'another app' } });
 */
export async function startLyingShop(redis: RunningRedis): Promise<LyingShop> {
  const [provider, port] = [await startLyingProvider(), await freePort()];
  const appUrl = `http://localhost:${port}`;
  const server = startNode(['server/main.ts'], {
    PORT: String(port),
    APP_URL: appUrl,
    SALESFORCE_LOGIN_URL: provider.url,
    SALESFORCE_CLIENT_ID: provider.clientId,
    SALESFORCE_CLIENT_SECRET: provider.clientSecret,
    SESSION_SECRET: randomBytes(32).toString('base64url'),
    REDIS_URL: redis.url,
  });
  const stop = async () => void (await Promise.all([server.stop(), provider.close()]));
  try {
    await untilAnswering('The server', `${appUrl}/readyz`, server);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    provider,
    async signIn(lies, who = person) {
      provider.say(who, lies);
      const visitor = createVisitor(appUrl);
      const { status, body } = await visitor.jar.open(visitor.url('/auth/login'));
      const [, code] = /Code (\w+) ·/.exec(body) ?? [];
      const { user } = await visitor.session();
      const hasCookie = visitor.sessionId() !== undefined;
      if (hasCookie !== (user !== null)) throw new Error('A cookie of nobody, or nobody’s cookie');
      return { visitor, result: { status, code, user: user?.id } };
    },
    stop,
  };
}
