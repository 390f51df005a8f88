import type { StandardUnit } from '@aws-sdk/client-cloudwatch-logs';
import { parseFilterPattern, type FilterMatch } from './filter-pattern';
import type { LogEvent, MetricFilterEntry } from './state';

/** A data point that a metric filter makes of an event. */
export interface ExtractedMetric {
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions: readonly { readonly Name: string; readonly Value: string }[];
  /** The event's own time, epoch ms. */
  readonly timestamp: number;
  readonly unit: StandardUnit;
  readonly value: number;
}

/**
 * What a metric filter makes of one event: its value where the event matches, its default value where it does not.
 * Documented: MonitoringLogData, the default value counts for every record that does not match. Assumed: there is no data
 * point where the value is no number, or a dimension is not in the event.
 */
export function metricOf(filter: MetricFilterEntry, event: LogEvent): ExtractedMetric | undefined {
  const { metricName, metricNamespace, metricValue, defaultValue, unit = 'None' } = filter.transformation;
  const match = parseFilterPattern(filter.pattern).match(event.message);
  const value = match === undefined ? defaultValue : numberIn(match, metricValue);
  const dimensions = match === undefined ? [] : dimensionsIn(match, filter.transformation.dimensions ?? {});
  if (value === undefined || dimensions === undefined) return undefined;
  const { timestamp } = event;
  return { namespace: metricNamespace, metricName, dimensions, timestamp, unit, value };
}

function numberIn(match: FilterMatch, metricValue: string): number | undefined {
  const text = metricValue.startsWith('$') ? match.value(metricValue) : metricValue;
  const value = text === undefined || text.trim() === '' ? Number.NaN : Number(text);
  return Number.isFinite(value) ? value : undefined;
}

function dimensionsIn(
  match: FilterMatch,
  dimensions: Readonly<Record<string, string>>,
): ExtractedMetric['dimensions'] | undefined {
  const found = Object.entries(dimensions).map(([Name, selector]) => ({
    Name,
    Value: match.value(selector) ?? '',
  }));
  return found.every(({ Value }) => Value !== '') ? found : undefined;
}
