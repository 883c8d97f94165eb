import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApiUsage } from '../../server/bff/salesforce/api-usage.ts';
import { CircuitOpen, createCircuits } from '../../server/bff/salesforce/circuits.ts';
import { createSalesforceAgent, createTransport } from '../../server/bff/salesforce/transport.ts';

const log = { info: () => {}, warn: () => {}, error: () => {} };
const dispatcher = createSalesforceAgent();

/** Answers what its path says, and counts. */
let salesforce: Server;
let origin: string;
let asked = 0;
beforeAll(async () => {
  salesforce = createServer(({ url = '' }, response) => {
    asked += 1;
    const [, status, type] = url.split('/');
    response.writeHead(Number(status), { 'content-type': `text/${type}` }).end('<html></html>');
  });
  salesforce.listen(0, '127.0.0.1');
  await once(salesforce, 'listening');
  origin = `http://127.0.0.1:${(salesforce.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await dispatcher.destroy();
  salesforce.close();
});

/** Six calls, one after the other. @returns what became of each, and how many were made */
async function sixTimes(path: string) {
  const before = asked;
  const circuits = createCircuits({ log });
  const outcomes: boolean[] = [];
  for (let call = 0; call < 6; call += 1) {
    const send = createTransport({
      ...{ dispatcher, origin, circuits },
      signal: AbortSignal.timeout(10_000),
      usage: createApiUsage({ limitShare: 100, log }),
    });
    const request = { url: `${origin}${path}`, method: 'GET', headers: {} } as const;
    const failure = await send(request).catch((error: unknown) => error);
    outcomes.push(failure instanceof CircuitOpen);
  }
  return { isOpenAtLast: outcomes.at(-1), made: asked - before };
}

describe('the circuit of a transport', () => {
  it.each(['/503/html', '/502/html', '/429/html', '/302/html', '/200/html'])(
    'is opened by five answers such as %s',
    async (path) => {
      expect(await sixTimes(path)).toEqual({ isOpenAtLast: true, made: 5 });
    },
  );

  it.each(['/414/html', '/431/html', '/404/html'])(
    'is not opened by %s, which is for what was asked',
    async (path) => {
      expect(await sixTimes(path)).toEqual({ isOpenAtLast: false, made: 6 });
    },
  );
});
