import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Attribute {
  readonly key: string;
  readonly value: Readonly<Record<string, unknown>>;
}

interface Span {
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly attributes: readonly Attribute[];
}

interface Metric {
  readonly name: string;
  readonly unit?: string;
  readonly points: readonly { readonly attributes: readonly Attribute[] }[];
}

/** What is sent to a path, as OTLP writes it in JSON. */
interface Payload {
  readonly resourceMetrics?: readonly {
    scopeMetrics: readonly {
      metrics: readonly (Omit<Metric, 'points'> &
        Record<'sum' | 'gauge' | 'histogram', { dataPoints: Metric['points'] } | undefined>)[];
    }[];
  }[];
  readonly resourceSpans?: readonly { scopeSpans: readonly { spans: readonly Span[] }[] }[];
}

/** An OpenTelemetry collector that keeps what it is sent. */
export interface Collector {
  readonly url: string;
  /** Every byte so far. */
  received(): string;
  headers(): readonly IncomingHttpHeaders[];
  spans(): readonly Span[];
  /** Each as it was sent last. */
  metrics(): readonly Metric[];
  /** From now on it takes what comes and does not answer. */
  freeze(): void;
  close(): Promise<void>;
}

/** @example const collector = await startCollector(); */
export async function startCollector(): Promise<Collector> {
  const all: { readonly headers: IncomingHttpHeaders; readonly body: string }[] = [];
  let isFrozen = false;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.once('end', () => {
      all.push({ headers: request.headers, body: Buffer.concat(chunks).toString() });
      if (isFrozen) return;
      response.setHeader('content-type', 'application/json');
      response.end('{}');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const payloads = (): Payload[] => all.map(({ body }) => JSON.parse(body));

  return {
    url: `http://127.0.0.1:${port}`,
    received: () => all.map(({ body }) => body).join('\n'),
    headers: () => all.map(({ headers }) => headers),
    spans: () =>
      payloads()
        .flatMap(({ resourceSpans = [] }) => resourceSpans)
        .flatMap(({ scopeSpans }) => scopeSpans)
        .flatMap(({ spans }) => spans),
    metrics() {
      const named = payloads()
        .flatMap(({ resourceMetrics = [] }) => resourceMetrics)
        .flatMap(({ scopeMetrics }) => scopeMetrics)
        .flatMap(({ metrics }) => metrics)
        .map(({ name, unit, sum, gauge, histogram }): [string, Metric] => {
          const { dataPoints: points = [] } = sum ?? gauge ?? histogram ?? {};
          return [name, { name, ...(unit !== undefined && { unit }), points }];
        });
      return [...new Map(named).values()];
    },
    freeze() {
      isFrozen = true;
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
