import { gzipSync } from 'node:zlib';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { launchBrowser } from '../test/browser/chromium.ts';
import { CookieJar } from '../test/cookie-jar.ts';
import { type Product, startProduct } from '../test/product.ts';
import { signIn } from '../test/sign-in.ts';
import { median } from './median.ts';
import type { Table } from './table.ts';

/** A telephone in a bad place: 1.6 Mbit/s, and 150 ms until anything comes back. */
const slowNetwork = {
  offline: false,
  downloadThroughput: 1_600_000 / 8,
  uploadThroughput: 750_000 / 8,
  latency: 150,
};

interface Visit {
  readonly calls: number;
  readonly scriptBytes: number;
  readonly allBytes: number;
  readonly firstPaintMs: number;
  /** When the last of what the page asks for by itself has come. */
  readonly completeMs: number;
}

/** What a page costs that somebody opens who is signed in and has nothing of it in their cache. */
export async function measurePages({
  rounds,
  most,
}: {
  readonly rounds: number;
  readonly most: number;
}): Promise<Table> {
  const [product, browser] = await Promise.all([startProduct(), launchBrowser()]);
  try {
    const jar = new CookieJar();
    await signIn(jar, product.appUrl, 'ada@northwind.example');
    const visits = new Map<string, Visit[]>();
    for (let round = 0; round < rounds; round += 1) {
      for (const [name, path] of (await pagesOf(product, jar)).slice(0, most)) {
        const visit = await open(browser, product, jar, path);
        visits.set(name, [...(visits.get(name) ?? []), visit]);
      }
    }
    return {
      head: [
        'page, opened cold',
        'calls to Salesforce',
        'again',
        'JavaScript, kB gzip',
        'all, kB gzip',
        'first paint at 1.6 Mbit/s, ms',
        'complete, ms',
      ],
      rows: [...visits].map(([name, all]) => [
        name,
        String(all[0]?.calls),
        String(all.at(-1)?.calls),
        median(all.map(({ scriptBytes }) => scriptBytes / 1_000)).toFixed(1),
        median(all.map(({ allBytes }) => allBytes / 1_000)).toFixed(1),
        median(all.map(({ firstPaintMs }) => firstPaintMs)).toFixed(0),
        median(all.map(({ completeMs }) => completeMs)).toFixed(0),
      ]),
    };
  } finally {
    await browser.close();
    await product.stop();
  }
}

async function pagesOf({ appUrl }: Product, jar: CookieJar) {
  const first = async (route: string) => {
    const answer = await jar.request(new URL(`/api/${route}`, appUrl), {
      headers: { 'X-BFF': '1' },
    });
    // A list, as `routes/page.ts` has it.
    const { items } = JSON.parse(answer.body) as { items: readonly { id: string }[] };
    return items[0]?.id;
  };
  return [
    ['home', '/'],
    ['catalogue', '/catalogue'],
    ['product', `/products/${await first('catalogue')}`],
    ['orders', '/orders'],
    ['order', `/orders/${await first('myOrders')}`],
    ['cases', '/cases'],
    ['account', '/account'],
  ] as const;
}

async function open(
  browser: Browser,
  product: Product,
  jar: CookieJar,
  path: string,
): Promise<Visit> {
  const url = new URL(path, product.appUrl);
  const context = await signedIn(browser, jar, url);
  try {
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    await session.send('Network.emulateNetworkConditions', slowNetwork);
    const sizes = sizesOf(page);
    const before = await product.panel.allCalls();
    await page.goto(url.href, { waitUntil: 'networkidle' });
    const times = await page.evaluate(() => ({
      firstPaintMs:
        performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Number.NaN,
      completeMs: Math.max(
        ...performance
          .getEntriesByType('resource')
          .map((entry) => (entry as PerformanceResourceTiming).responseEnd),
      ),
    }));
    const calls = (await product.panel.allCalls()) - before;
    return { calls, ...times, ...(await sizes()) };
  } finally {
    await context.close();
  }
}

async function signedIn(browser: Browser, jar: CookieJar, url: URL): Promise<BrowserContext> {
  const context = await browser.newContext();
  const cookies = jar.cookieHeader(url).split('; ');
  await context.addCookies(
    cookies.map((pair) => {
      const [name = '', ...value] = pair.split('=');
      return { name, value: value.join('='), url: url.origin };
    }),
  );
  return context;
}

/** Whatever encoding this browser asks for on http, what counts is gzip. */
function sizesOf(page: Page) {
  const sizes: Promise<{ readonly isScript: boolean; readonly bytes: number }>[] = [];
  page.on('response', (response) => {
    const isScript = response.request().resourceType() === 'script';
    sizes.push(
      response.body().then((body) => ({ isScript, bytes: gzipSync(body, { level: 9 }).length })),
    );
  });
  return async () => {
    const all = await Promise.all(sizes);
    const sum = (some: typeof all) => some.reduce((total, { bytes }) => total + bytes, 0);
    return { allBytes: sum(all), scriptBytes: sum(all.filter(({ isScript }) => isScript)) };
  };
}
