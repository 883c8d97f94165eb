import type { Attributes } from '@opentelemetry/api';
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import {
  InMemorySpanExporter,
  SimpleSpanProcessor,
  TracerProvider,
} from '@opentelemetry/sdk-trace';

/** What has been measured in one instrument with the same attributes. */
export interface Measured {
  readonly name: string;
  readonly attributes: Attributes;
  /** How often, for a histogram. */
  readonly value: number;
  /** For a histogram. */
  readonly sum: number | undefined;
}

/** OpenTelemetry's own SDK, which keeps what it is told. */
export function inMemoryTelemetry() {
  const metrics = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const reader = new PeriodicExportingMetricReader({ exporter: metrics });
  const spans = new InMemorySpanExporter();
  const meters = new MeterProvider({ readers: [reader] });
  const tracers = new TracerProvider({
    spanProcessors: [new SimpleSpanProcessor({ exporter: spans })],
  });
  return {
    meter: meters.getMeter('test'),
    tracer: tracers.getTracer('test'),
    spans: () => spans.getFinishedSpans(),
    async measured(): Promise<readonly Measured[]> {
      metrics.reset();
      await reader.forceFlush();
      const all = metrics.getMetrics().flatMap(({ scopeMetrics }) => scopeMetrics);
      return all
        .flatMap((scope) => scope.metrics)
        .flatMap(({ descriptor, dataPoints }) =>
          dataPoints.map(({ attributes, value }) => ({
            ...{ name: descriptor.name, attributes },
            ...(typeof value === 'number'
              ? { value, sum: undefined }
              : { value: value.count, sum: value.sum }),
          })),
        );
    },
  };
}
