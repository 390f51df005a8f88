import type { StateValue } from '@aws-sdk/client-cloudwatch';
import { FakeMisuse } from '../kernel/errors';
import { editDistance } from '../kernel/nearest';
import type { World } from '../kernel/world';
import { settleAlarm } from './composite-evaluation';
import { readPoints } from './data-points';
import { extendedStatistic, parseExtendedStatistic } from './extended-statistics';
import type { CloudwatchState, EmfProblem, MetricEntry, PointEntry } from './state';
import { aggregate, plainStatistic, rawValues, type PlainStatistic } from './statistics';

/** Everything that was published to one metric, whatever its time and unit. */
export interface MetricInspect {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  sum(): number;
  average(): number;
  minimum(): number;
  maximum(): number;
  sampleCount(): number;
  /** A percentile or another extended statistic: 'p99', 'tm90', 'PR(:300)'. */
  statistic(extended: string): number;
  /** Every value in the order of time, then of arrival; a value with a count occurs as often. */
  values(): readonly number[];
  /** The units that were published, in the order of first use. */
  units(): readonly string[];
  /** When data points were published for, epoch ms. */
  timestamps(): readonly number[];
}

/** What a test sees of CloudWatch, synchronously: `aws.cloudwatch`. */
export interface CloudwatchInspect {
  /**
   * A metric that was published. Without `dimensions` there must be only one of that name; `{}` is the one without any.
   *
   * @throws FakeMisuse when there is none, with the metrics there are.
   */
  metric(namespace: string, name: string, dimensions?: Readonly<Record<string, string>>): MetricInspect;
  /** The metrics that were published, in the order of namespace, name and dimensions. */
  metrics(namespace?: string): readonly MetricInspect[];
  /**
   * An alarm as it is now, in the region of the world unless another is given.
   *
   * @throws FakeMisuse when there is none, with the alarms there are.
   */
  alarm(name: string, region?: string): AlarmInspect;
  /** Why metrics in log lines (embedded metric format) were dropped. CloudWatch does not tell the function. */
  emfProblems(): readonly EmfProblem[];
}

/** An alarm and what became of it. */
export interface AlarmInspect {
  readonly state: StateValue;
  readonly reason: string;
  /** The states it went through, the present one last. */
  readonly states: readonly StateValue[];
}

/** The facade over the metrics of all regions, and the alarms. */
export function createCloudwatchInspect(world: World, state: CloudwatchState): CloudwatchInspect {
  const all = (): readonly MetricEntry[] => [...state.metrics.entries()].map(([, metric]) => metric);
  return {
    emfProblems: () => [...state.emfProblems.entries()].map(([, problem]) => problem),
    alarm: (name, region = world.options.region) => inspectAlarm(world, state, name, region),
    metrics: (namespace) =>
      all()
        .filter((metric) => namespace === undefined || metric.namespace === namespace)
        .map((metric) => inspectMetric(state, metric)),
    metric(namespace, name, dimensions) {
      const named = all().filter((metric) => metric.namespace === namespace && metric.metricName === name);
      const found =
        dimensions === undefined ? named : named.filter((metric) => sameDimensions(metric, dimensions));
      const [metric] = found;
      if (metric === undefined) throw notFound(state, all(), { namespace, name, dimensions });
      if (found.length > 1) throw notOne({ namespace, name, dimensions }, found);
      return inspectMetric(state, metric);
    },
  };
}

function inspectAlarm(world: World, state: CloudwatchState, name: string, region: string): AlarmInspect {
  const scope = { state, region, now: world.clock.now(), ids: world.ids, operation: 'DescribeAlarms' };
  const alarm = settleAlarm(scope, name);
  if (alarm === undefined) {
    const names = [...state.alarms.entries()].map(([key]) => `  ${key[1]} (${key[0]})`);
    throw new FakeMisuse(`No alarm ${name} in ${region}. These exist:\n${names.join('\n') || '  none'}`);
  }
  const transitions = [...state.history.entries({ from: [region, name, alarm.createdAt, 0] })].flatMap(
    ([key, { transition }]) => (key[0] === region && key[1] === name && transition ? [transition] : []),
  );
  const states = [...transitions.map(({ from }) => from), alarm.state.value];
  return { state: alarm.state.value, reason: alarm.state.reason, states };
}

function inspectMetric(state: CloudwatchState, metric: MetricEntry): MetricInspect {
  const points = (): readonly PointEntry[] =>
    [...readPoints(state, metric, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY)].map(
      ([, point]) => point,
    );
  const plain = (statistic: PlainStatistic) => (): number => {
    const whole = aggregate(points().map(({ data }) => data));
    return whole === undefined ? 0 : plainStatistic(statistic, whole);
  };
  return {
    namespace: metric.namespace,
    name: metric.metricName,
    dimensions: Object.fromEntries(metric.dimensions.map(({ Name, Value }) => [Name, Value])),
    sum: plain('Sum'),
    average: plain('Average'),
    minimum: plain('Minimum'),
    maximum: plain('Maximum'),
    sampleCount: plain('SampleCount'),
    statistic: (text) => statisticOf(metric, points(), text),
    values: () => points().flatMap((point) => valuesOf(metric, point)),
    units: () => [...new Set(points().map(({ unit }) => unit))],
    timestamps: () => points().map(({ timestamp }) => timestamp),
  };
}

function statisticOf(metric: MetricEntry, points: readonly PointEntry[], text: string): number {
  const statistic = parseExtendedStatistic(text);
  if (statistic === undefined)
    throw new FakeMisuse(`statistic('${text}'): not an extended statistic of CloudWatch.`);
  const raw = rawValues(points.map(({ data }) => data));
  const value = raw && extendedStatistic(statistic, raw);
  if (value !== undefined) return value;
  throw new FakeMisuse(
    `${describeMetric(metric)} has no ${text}: it needs raw values, none of them negative.`,
  );
}

function valuesOf(metric: MetricEntry, { data }: PointEntry): readonly number[] {
  if (data.kind === 'value') return [data.value];
  if (data.kind === 'values') {
    return data.values.flatMap((value, i) => Array<number>(data.counts[i] ?? 1).fill(value));
  }
  throw new FakeMisuse(
    `${describeMetric(metric)} was published as a statistic set: its single values are not known. ` +
      'Use sum(), sampleCount(), minimum() or maximum().',
  );
}

function sameDimensions(metric: MetricEntry, dimensions: Readonly<Record<string, string>>): boolean {
  return (
    metric.dimensions.length === Object.keys(dimensions).length &&
    metric.dimensions.every(
      ({ Name, Value }) => Object.hasOwn(dimensions, Name) && dimensions[Name] === Value,
    )
  );
}

interface Wanted {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>> | undefined;
}

function notOne({ namespace, name, dimensions }: Wanted, found: readonly MetricEntry[]): FakeMisuse {
  const text = describe(namespace, name, dimensions ?? {});
  return new FakeMisuse(
    `${found.length} metrics are ${text}: say which one by its dimensions.\n${list(found)}`,
  );
}

function notFound(state: CloudwatchState, all: readonly MetricEntry[], wanted: Wanted): FakeMisuse {
  const text = describe(wanted.namespace, wanted.name, wanted.dimensions ?? {});
  const dropped = state.emfProblems.first({ reverse: true })?.[1];
  const hint = dropped === undefined ? '' : `\nA metric in a log line was dropped: ${dropped.problem}.`;
  if (all.length === 0) {
    return new FakeMisuse(`No metric ${text} was published: no metric was published at all.${hint}`);
  }
  // Dimensions that were not asked for are no reason to find a name far off.
  const textOf = (metric: MetricEntry): string =>
    wanted.dimensions === undefined
      ? describe(metric.namespace, metric.metricName, {})
      : describeMetric(metric);
  const distance = (metric: MetricEntry): number => editDistance(text, textOf(metric));
  const nearest = all.reduce((best, metric) => (distance(metric) < distance(best) ? metric : best));
  return new FakeMisuse(
    `No metric ${text} was published. Nearest: ${describeMetric(nearest)}\nThese were published:\n${list(all)}${hint}`,
  );
}

/** More than a screenful helps nobody. */
const MAX_LISTED = 30;

function list(metrics: readonly MetricEntry[]): string {
  const lines = metrics.slice(0, MAX_LISTED).map((metric) => `  ${describeMetric(metric)}`);
  if (metrics.length > MAX_LISTED) lines.push(`  and ${metrics.length - MAX_LISTED} more`);
  return lines.join('\n');
}

function describeMetric({ namespace, metricName, dimensions }: MetricEntry): string {
  return describe(
    namespace,
    metricName,
    Object.fromEntries(dimensions.map(({ Name, Value }) => [Name, Value])),
  );
}

function describe(namespace: string, name: string, dimensions: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(dimensions).map(([key, value]) => `${key}=${value}`);
  return `${namespace}/${name}${pairs.length === 0 ? '' : ` {${pairs.join(', ')}}`}`;
}
