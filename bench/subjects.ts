import { CookieJar } from '../test/cookie-jar.ts';
import { signIn } from '../test/sign-in.ts';
import type { MeasuredProcess } from './measured-process.ts';
import { type Serving, startServers } from './start-servers.ts';

/** A server, and what is asked of it. */
export interface Subject {
  readonly name: string;
  readonly server: MeasuredProcess;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The name of the subject that this one is compared with, beside bare Express. */
  readonly beside?: string;
}

export interface Subjects {
  readonly all: readonly Subject[];
  /** How many queries have reached Salesforce so far. */
  queries(): Promise<number>;
  stop(): Promise<void>;
}

/** As pages of ours send it; `no-cache`, so that no request of the load joins another's query. */
const ownPage = { 'X-BFF': '1', 'Sec-Fetch-Site': 'same-origin', 'Cache-Control': 'no-cache' };

/** Starts everything that is measured, signs somebody in everywhere, and says what is to be asked. */
export async function startSubjects(): Promise<Subjects> {
  const servers = await startServers();
  const { quick, bare, behindHelmet, plain, plainOnRedis, openid, ours, oursOnRedis } = servers;
  try {
    const [asOurs, asOursOnRedis] = [await signedIn(ours), await signedIn(oursOnRedis)];
    const path = await addressOfAnOrder(ours, asOurs);
    // So that the answer is there: the plain stack's own token is none that the org knows.
    await askAs(asOurs, ours.url + path);
    const [asPlain, asPlainOnRedis] = [await signedIn(plain), await signedIn(plainOnRedis)];
    const asOpenid = await signedIn(openid);

    const inMemory = 'signed in, memory: plain stack';
    const inRedis = 'signed in, Redis: plain stack';
    const queryInMemory = 'one query, memory: plain stack + undici';
    const queryInRedis = 'one query, Redis: plain stack + undici';
    const who = '/auth/session';
    const list: readonly [string, Serving, string, Record<string, string>, string?][] = [
      ['hello: bare Express', bare, '/healthz', {}],
      ['hello: Express + helmet', behindHelmet, '/healthz', {}],
      ['hello: ours', ours, '/healthz', {}],
      [inMemory, plain, who, asPlain],
      ['signed in, cookie: express-openid-connect', openid, who, asOpenid, inMemory],
      ['signed in, memory: ours', ours, who, asOurs, inMemory],
      [inRedis, plainOnRedis, who, asPlainOnRedis],
      ['signed in, Redis: ours', oursOnRedis, who, asOursOnRedis, inRedis],
      [queryInMemory, plain, path, asPlain],
      ['one query, cookie: express-openid-connect + undici', openid, path, asOpenid, queryInMemory],
      ['one query, memory: ours', ours, path, asOurs, queryInMemory],
      [queryInRedis, plainOnRedis, path, asPlainOnRedis],
      ['one query, Redis: ours', oursOnRedis, path, asOursOnRedis, queryInRedis],
    ];
    return {
      all: list.map(([name, { server, url }, at, headers, beside]) => ({
        ...{ name, server, url: url + at, headers },
        ...(beside !== undefined && { beside }),
      })),
      queries: async () => Number(await (await fetch(`${quick.url}/queries`)).text()),
      stop: servers.stop,
    };
  } catch (error) {
    await servers.stop();
    throw error;
  }
}

/** @returns the headers with which ada's browser asks, once she has signed in */
async function signedIn({ url }: Serving): Promise<Record<string, string>> {
  const jar = new CookieJar();
  await signIn(jar, url, 'ada@northwind.example');
  const headers = { ...ownPage, Cookie: jar.cookieHeader(new URL(url)) };
  await askAs(headers, `${url}/auth/session`);
  return headers;
}

async function addressOfAnOrder({ url }: Serving, headers: Record<string, string>) {
  // As `server/api/orders.ts` answers.
  const { items } = (await askAs(headers, `${url}/api/myOrders`)) as {
    readonly items: readonly { readonly id: string }[];
  };
  return `/api/myOrder?id=${items[0]?.id}`;
}

async function askAs(headers: Record<string, string>, url: string): Promise<unknown> {
  const answer = await fetch(url, { headers });
  if (answer.status !== 200) throw new Error(`${url} answered ${answer.status}`);
  return answer.json();
}
