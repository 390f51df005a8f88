import { PutMetricDataCommand, type CloudWatchClient, type MetricDatum } from '@aws-sdk/client-cloudwatch';
import { timeout, TimeoutStrategy } from 'cockatiel';
import { groupBy, slicesOf } from './grouping';
import type { Logger } from './logger';
import type { Runtime } from './runtime';

/** Name and value of the dimensions of a metric. Few different values: each set is a metric of its own. */
export type Dimensions = Readonly<Record<string, string>>;
/** CloudWatch's units, as far as used. */
export type MetricUnit = 'Count' | 'None' | 'Seconds' | 'Milliseconds';

/** What is measured during one invocation; sent once at its end. */
export interface Metrics {
  count(name: string, dimensions?: Dimensions, value?: number): void;
  gauge(name: string, value: number, unit?: MetricUnit, dimensions?: Dimensions): void;
  /** Sends what was measured. Takes at most one second and never fails. */
  flush(): Promise<void>;
}

/** Where metrics go. */
export interface MetricsOptions {
  /** `emf`: one log line per set of dimensions; `put`: PutMetricData; `off`: nothing. */
  readonly mode: 'emf' | 'put' | 'off';
  readonly namespace: string;
  readonly cloudwatch: CloudWatchClient;
  readonly logger: Logger;
  readonly runtime: Pick<Runtime, 'now' | 'write'>;
}

interface Measured {
  readonly name: string;
  readonly unit: MetricUnit;
  readonly dimensions: Dimensions;
  value: number;
}

const FLUSH_LIMIT_MS = 1_000;
/** Documented: PutMetricData takes at most 1,000 metrics. */
const DATUMS_PER_CALL = 1_000;
/** Documented: an embedded metric object names at most 100 metrics. */
const METRICS_PER_LINE = 100;

/** The buffer of one invocation. Counts add up; a gauge keeps its last value. */
export function createMetrics(options: MetricsOptions): Metrics {
  const buffer = new Map<string, Measured>();
  const entry = (name: string, unit: MetricUnit, dimensions: Dimensions): Measured => {
    const key = JSON.stringify([name, unit, dimensions]);
    const found = buffer.get(key) ?? { name, unit, dimensions, value: 0 };
    buffer.set(key, found);
    return found;
  };
  return {
    count(name, dimensions = {}, value = 1) {
      entry(name, 'Count', dimensions).value += value;
    },
    gauge(name, value, unit = 'None', dimensions = {}) {
      entry(name, unit, dimensions).value = value;
    },
    async flush() {
      const measured = [...buffer.values()];
      buffer.clear();
      if (measured.length === 0 || options.mode === 'off') return;
      try {
        if (options.mode === 'emf') writeEmbedded(options, measured);
        else await putAll(options, measured);
      } catch (error) {
        options.logger.warn('metrics were not sent', { reason: String(error) });
      }
    },
  };
}

function writeEmbedded({ namespace, runtime }: MetricsOptions, measured: readonly Measured[]): void {
  for (const group of groupBy(measured, ({ dimensions }) => JSON.stringify(dimensions)).values()) {
    for (const slice of slicesOf(group, METRICS_PER_LINE)) {
      const dimensions = slice[0]?.dimensions ?? {};
      const Metrics = slice.map(({ name, unit }) => ({ Name: name, Unit: unit }));
      runtime.write(
        JSON.stringify({
          _aws: {
            Timestamp: runtime.now(),
            CloudWatchMetrics: [{ Namespace: namespace, Dimensions: [Object.keys(dimensions)], Metrics }],
          },
          ...dimensions,
          ...Object.fromEntries(slice.map(({ name, value }) => [name, value])),
        }),
      );
    }
  }
}

/** All calls share one limit: without a route to CloudWatch a call would hang until the function's timeout (R67). */
const limit = timeout(FLUSH_LIMIT_MS, TimeoutStrategy.Aggressive);

async function putAll(options: MetricsOptions, measured: readonly Measured[]): Promise<void> {
  await limit.execute(({ signal }) => sendSlices(options, measured, signal));
}

async function sendSlices(
  options: MetricsOptions,
  measured: readonly Measured[],
  abortSignal: AbortSignal,
): Promise<void> {
  const Timestamp = new Date(options.runtime.now());
  for (const slice of slicesOf(measured, DATUMS_PER_CALL)) {
    const MetricData = slice.map(({ name, unit, value, dimensions }): MetricDatum => ({
      MetricName: name,
      Unit: unit,
      Value: value,
      Timestamp,
      Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
    }));
    await options.cloudwatch.send(new PutMetricDataCommand({ Namespace: options.namespace, MetricData }), {
      abortSignal,
    });
  }
}
