import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import express from 'express';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { clientFiles } from '../../server/client-files.ts';

let folder: string;
let server: Server | undefined;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'client-'));
  await writeFile(join(folder, 'index.html'), '<title>Shop</title>');
});
afterEach(async () => {
  server?.close();
  await rm(folder, { recursive: true });
});

async function get(path: string, accept = 'text/html'): Promise<Response> {
  server = createServer(express().use(clientFiles(folder)));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  return fetch(`http://127.0.0.1:${port}${path}`, { headers: { Accept: accept } });
}

const linkOf = async (...asked: Parameters<typeof get>) =>
  (await get(...asked)).headers.get('link');

describe('the files of a page', () => {
  const link = '</assets/order-1.js>; rel=modulepreload';
  beforeEach(async () => {
    const pages = [
      ['^/$', '</assets/home-1.js>; rel=modulepreload'],
      ['^/orders/[^/]+$', link],
    ];
    await writeFile(join(folder, '.pages.json'), JSON.stringify(pages));
  });

  it.each(['/orders/801', '/orders/801?from=mail'])('are named with it at %s', async (path) => {
    expect(await linkOf(path)).toBe(link);
  });

  it('are those of the start page at /', async () => {
    expect(await linkOf('/')).toContain('home-1.js');
  });

  it.each([
    ['another page', '/orders/801/lines', 'text/html'],
    ['what is no page', '/orders/801', 'application/json'],
  ])('are not named with %s', async (_, path, accept) => {
    expect(await linkOf(path, accept)).toBeNull();
  });

  it('are themselves not to be had', async () => {
    expect((await get('/.pages.json', '*/*')).status).toBe(404);
  });
});

it('names nothing where the build has written nothing down', async () => {
  expect(await linkOf('/')).toBeNull();
});
