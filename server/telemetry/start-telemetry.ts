import { randomUUID } from 'node:crypto';
import { metrics, trace } from '@opentelemetry/api';
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-http';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { defaultResource, resourceFromAttributes } from '@opentelemetry/resources';
import { MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import { AlwaysOnSampler, BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import type { Logger } from '../bff/index.ts';
import { reportSending } from './report-sending.ts';

export interface TelemetryOptions {
  /** Of the collector, for example `https://collector.example:4318`. */
  readonly endpoint: string;
  /** Sent with everything, such as the collector's key. */
  readonly headers: Readonly<Record<string, string>>;
  readonly serviceName: string;
  readonly log: Logger;
}

export interface Telemetry {
  /** Sends what is left, for a moment. Never rejects. */
  stop(): Promise<void>;
}

/** Milliseconds. */
const times = {
  betweenMetrics: 60_000,
  betweenSpans: 5_000,
  /** For one attempt to send, its repetitions included. */
  sending: 5_000,
  /** For what is left at the end: whoever stops this process has some patience, and a collector may be away. */
  stopping: 2_000,
} as const;

/** Spans that wait to be sent; while a collector is away, the newer ones are dropped. About 3 MB. */
const spans = { maxQueueSize: 2_048, maxExportBatchSize: 512 };

/**
 * Sends what is measured to a collector, as JSON over OTLP.
 *
 * To be called before anything is made that measures. It is a file of its own for main to load where it is
 * wanted: the SDK takes longer to load than the rest of the server takes to start.
 *
 * @see https://opentelemetry.io/docs/specs/otlp/#otlphttp
 * @example
 * const telemetry = startTelemetry({ endpoint: 'http://localhost:4318', headers: {}, serviceName, log });
 * await telemetry.stop();
 */
export function startTelemetry(options: TelemetryOptions): Telemetry {
  const { endpoint, headers, serviceName, log } = options;
  const report = reportSending(log);
  const resource = defaultResource().merge(
    // What several processes count is told apart by the second.
    resourceFromAttributes({ 'service.name': serviceName, 'service.instance.id': randomUUID() }),
  );
  const sending = (path: string) => ({
    url: `${endpoint}${path}`,
    headers: { ...headers },
    timeoutMillis: times.sending,
  });
  const meters = new MeterProvider({
    resource,
    readers: [
      new PeriodicExportingMetricReader({
        exporter: reporting(new OTLPMetricExporter(sending('/v1/metrics')), report),
        exportIntervalMillis: times.betweenMetrics,
        exportTimeoutMillis: times.sending,
      }),
    ],
  });
  const tracers = new TracerProvider({
    resource,
    // Whatever somebody outside says of it: nobody shall be able to ask unseen.
    sampler: new AlwaysOnSampler(),
    spanProcessors: [
      new BatchSpanProcessor({
        ...spans,
        exporter: reporting(new OTLPTraceExporter(sending('/v1/traces')), report),
        scheduledDelayMillis: times.betweenSpans,
        exportTimeoutMillis: times.sending,
      }),
    ],
  });
  metrics.setGlobalMeterProvider(meters);
  trace.setGlobalTracerProvider(tracers);

  return {
    async stop() {
      const enough = new Promise((resolve) => setTimeout(resolve, times.stopping));
      await Promise.race([enough, Promise.allSettled([tracers.shutdown(), meters.shutdown()])]);
    },
  };
}

/** The SDK tells nobody what became of a batch: its exporter does. */
function reporting<
  Exporter extends {
    export(items: never, done: (result: { code: number; error?: Error }) => void): void;
  },
>(exporter: Exporter, report: ReturnType<typeof reportSending>): Exporter {
  const send = exporter.export.bind(exporter);
  exporter.export = (items, done) =>
    send(items, (result) => {
      report(result);
      done(result);
    });
  return exporter;
}
