import { appendEvents, type LogWriter } from './append';
import { parseFilterPattern } from './filter-pattern';
import { metricOf, type ExtractedMetric } from './metric-extraction';
import { groupRange, type DeliveredEvent, type LogEvent } from './state';

/** Where metrics in logs go: CloudWatch, of which this folder knows nothing. */
export interface MetricSink {
  /** A data point of a metric filter. */
  publish(writer: LogWriter, metric: ExtractedMetric): void;
  /** An event that may be in the embedded metric format. */
  extract(writer: LogWriter, message: string): void;
}

/**
 * Writes events to a stream as CloudWatch Logs does, whoever sends them: metric filters count them, subscriptions get
 * what they match, and the embedded metric format becomes metrics.
 */
export function ingest(
  writer: LogWriter,
  sink: MetricSink,
  groupName: string,
  streamName: string,
  events: readonly Pick<LogEvent, 'message' | 'timestamp' | 'source'>[],
): void {
  const written = appendEvents(writer, groupName, streamName, events);
  applyMetricFilters(writer, sink, groupName, written);
  applySubscriptions(writer, groupName, streamName, written);
  for (const { message } of written) sink.extract(writer, message);
}

function applyMetricFilters(
  writer: LogWriter,
  sink: MetricSink,
  group: string,
  events: readonly LogEvent[],
): void {
  const { state, region } = writer;
  for (const [, filter] of state.metricFilters.entries(groupRange(region, group))) {
    for (const event of events) {
      const metric = metricOf(filter, event);
      if (metric !== undefined) sink.publish(writer, metric);
    }
  }
}

function applySubscriptions(
  { state, region, ids }: LogWriter,
  group: string,
  stream: string,
  events: readonly LogEvent[],
): void {
  for (const [, { name, pattern, destinationArn }] of state.subscriptionFilters.entries(
    groupRange(region, group),
  )) {
    const filter = parseFilterPattern(pattern);
    const matching = events.flatMap(({ id, timestamp, message }): DeliveredEvent[] => {
      const match = filter.match(message);
      if (match === undefined) return [];
      // Documented: SubscriptionFilters, extractedFields for patterns that name fields.
      const extracted = filter.kind === 'fields' ? { extractedFields: withoutDollars(match.extracted) } : {};
      return [{ id, timestamp, message, ...extracted }];
    });
    if (matching.length === 0) continue;
    const delivery = { region, group, stream, filter: name, destinationArn, events: matching };
    state.deliveries.put(ids.next('logs.delivery'), delivery);
  }
}

function withoutDollars(extracted: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(extracted).map(([name, value]) => [name.slice(1), value]));
}
