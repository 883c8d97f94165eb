import { afterEach, describe, expect, it } from 'vitest';
import { type Cluster, startCluster } from '../cluster.ts';
import { startCollector } from '../collector.ts';
import { freePort } from '../processes/free-port.ts';
import { createVisitor } from '../security/visitor.ts';

/** Writes the name of each package of OpenTelemetry's, but for its interface, that the server loads. */
const sayWhatIsLoaded = `data:text/javascript,${encodeURIComponent(`
  import { registerHooks } from 'node:module';
  registerHooks({
    resolve(name, context, next) {
      if (/^@opentelemetry\\/(?!api$)/.test(name)) console.log(JSON.stringify({ loads: name }));
      return next(name, context);
    },
  });`)}`;

const running: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of running.splice(0).toReversed()) await stop();
});

async function startServer(settings: Record<string, string>): Promise<Cluster> {
  const flags = ['--import', sayWhatIsLoaded];
  const server = await startCluster({ processes: 1, settings, flags });
  running.push(server.stop);
  return server;
}

/** Signs somebody in, whose orders are answered. */
async function use({ appUrl }: Cluster): Promise<void> {
  const ada = createVisitor(appUrl);
  await ada.signIn('ada@northwind.example');
  expect((await ada.orders()).status).toBe(200);
}

/** How it ends when it is asked to, and nobody insists. */
async function ending({ members: [member] }: Cluster): Promise<unknown> {
  member?.process.signal('SIGTERM');
  return member?.process.exited;
}

const saidBy = (server: Cluster) =>
  server
    .log()
    .split('\n')
    .filter((line) => line.includes('"event":"telemetry"'));

describe('a collector', () => {
  it('that is not there is named once, and keeps the server neither from answering nor from ending', async () => {
    const endpoint = `http://127.0.0.1:${await freePort()}`;
    const server = await startServer({ OTEL_EXPORTER_OTLP_ENDPOINT: endpoint });
    await use(server);
    const complaint = expect.stringMatching(/"state":"unreachable","reason":"ECONNREFUSED"/);
    await expect.poll(() => saidBy(server), { timeout: 25_000 }).toEqual([complaint]);
    await use(server);
    expect(await ending(server)).toMatchObject({ ok: true });
    expect(saidBy(server)).toHaveLength(1);
  });

  it('that takes everything and answers nothing does neither', async () => {
    const collector = await startCollector();
    running.push(collector.close);
    collector.freeze();
    const server = await startServer({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.url });
    await use(server);
    expect(await ending(server)).toMatchObject({ ok: true });
    // What is left is sent at the end.
    expect(collector.spans().map(({ name }) => name)).toContain('GET myOrders');
    await expect.poll(server.log).toContain('{"loads":"@opentelemetry/sdk-metrics"}');
  });

  it('that is not configured costs nothing: the SDK is not loaded', async () => {
    const server = await startServer({});
    await use(server);
    expect(server.log()).not.toContain('"loads"');
  });
});
