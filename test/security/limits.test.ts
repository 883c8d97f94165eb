import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Product, startProduct } from '../product.ts';
import { createVisitor, type Visitor } from './visitor.ts';

let product: Product;
let ada: Visitor;
beforeAll(async () => {
  product = await startProduct();
  ada = createVisitor(product.appUrl);
  await ada.signIn('ada@northwind.example');
});
afterAll(() => product.stop());

/** Writes bytes to the server and gives back the status line, once it has hung up or 10 s are over. */
const send = (bytes: string) =>
  new Promise<string>((resolve, reject) => {
    const { hostname, port } = new URL(product.appUrl);
    const socket = connect({ host: hostname, port: Number(port) });
    let answer = '';
    socket.setTimeout(10_000, () => socket.destroy());
    socket.on('data', (data) => {
      answer += data;
      if (answer.includes('\r\n')) socket.destroy();
    });
    socket.once('error', reject);
    socket.once('close', () => resolve(answer.split('\r\n')[0] ?? ''));
    socket.write(bytes);
  });

const get = (path: string, headers = '') =>
  send(`GET ${path} HTTP/1.1\r\nHost: localhost\r\nX-BFF: 1\r\n${headers}\r\n`);

/** Whatever has been sent before: the process answers, and the same process. */
async function expectUnharmed() {
  expect((await ada.ask('/healthz')).status).toBe(200);
  expect((await ada.ask('/api/myOrders')).status).toBe(200);
}

describe('what is too large', () => {
  it.each([
    ['/auth/logout', 5_000],
    ['/auth/standing-approval', 5_000],
    ['/api/openCase', 500_000],
    ['/api/placeOrder', 500_000],
  ])('#70 a body for %s of %i bytes', async (path, length) => {
    const body = JSON.stringify({ subject: 'x'.repeat(length) });
    const headers = { 'Content-Type': 'application/json' };
    const answer = await ada.ask(path, { method: 'POST', headers, body });
    expect([answer.status, JSON.parse(answer.body).code]).toEqual([413, 'too_large']);
    await expectUnharmed();
  });

  it('#70 a body that never ends is not waited for', async () => {
    const { hostname, port } = new URL(product.appUrl);
    const socket = connect({ host: hostname, port: Number(port) });
    const head = [
      'POST /api/openCase HTTP/1.1',
      'Host: localhost',
      'X-BFF: 1',
      `Cookie: ${ada.jar.cookieHeader(ada.url('/'))}`,
      'Content-Type: application/json',
      'Transfer-Encoding: chunked',
    ];
    const status = await new Promise<string>((resolve) => {
      let answer = '';
      const chunk = `1000\r\n${'x'.repeat(4_096)}\r\n`;
      const writing = setInterval(() => socket.write(chunk.repeat(20)), 10);
      socket.on('data', (data) => {
        answer += data;
        if (answer.includes('\r\n')) socket.destroy();
      });
      socket.on('error', () => undefined);
      socket.once('close', () => {
        clearInterval(writing);
        resolve(answer.split('\r\n')[0] ?? '');
      });
      socket.write(`${head.join('\r\n')}\r\n\r\n`);
    });
    expect(status).toMatch(/^HTTP\/1\.1 4\d\d /);
    await expectUnharmed();
  });

  it.each([
    [
      'a header',
      () => get('/api/myOrders', `X-Long: ${'x'.repeat(20_000)}\r\n`),
      /^HTTP\/1\.1 431/,
    ],
    ['many headers', () => get('/api/myOrders', 'X-Many: y\r\n'.repeat(3_000)), /^HTTP\/1\.1 431/],
    [
      'a cookie',
      () => get('/api/myOrders', `Cookie: a=${'x'.repeat(20_000)}\r\n`),
      /^HTTP\/1\.1 431/,
    ],
    [
      'an address',
      () => get(`/api/myOrders?status=${'x'.repeat(20_000)}`),
      /^HTTP\/1\.1 4[13][14]/,
    ],
    ['a parameter', () => get(`/api/catalogue?search=${'x'.repeat(8_000)}`), /^HTTP\/1\.1 422/],
    ['many parameters', () => get(`/api/catalogue?${'a=1&'.repeat(3_000)}`), /^HTTP\/1\.1 422/],
    [
      'many cookies',
      () => get('/api/myOrders', `Cookie: ${'a=b; '.repeat(2_000)}\r\n`),
      /^HTTP\/1\.1 401/,
    ],
    [
      'no request',
      () => send('\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n'),
      /^HTTP\/1\.1 400/,
    ],
    [
      'two lengths',
      () => get('/healthz', 'Content-Length: 1\r\nContent-Length: 2\r\n'),
      /^HTTP\/1\.1 400/,
    ],
    [
      'a length and chunks',
      () => get('/healthz', 'Content-Length: 1\r\nTransfer-Encoding: chunked\r\n'),
      /^HTTP\/1\.1 400/,
    ],
  ])('#70 %s', async (_, ask, status) => {
    expect(await ask()).toMatch(status);
    await expectUnharmed();
  });

  it.each([
    ['deep', '['.repeat(50_000) + ']'.repeat(50_000)],
    ['no JSON', '{"subject":'],
    ['no object', '"text"'],
    ['a list', '[1, 2]'],
    ['a prototype', '{"__proto__":{"isAdmin":true},"subject":"a","description":"b"}'],
    ['a number that is none', '{"subject":1e999,"description":"b"}'],
    ['half a character', '{"subject":"\\ud800","description":"\\udfff\\u0000"}'],
  ])('#70 a body that is %s', async (_, body) => {
    const headers = { 'Content-Type': 'application/json' };
    const { status } = await ada.ask('/api/openCase', { method: 'POST', headers, body });
    expect([200, 422]).toContain(status);
    await expectUnharmed();
  });
});
