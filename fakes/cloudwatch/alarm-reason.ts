import type { ComparisonOperator, MetricAlarm } from '@aws-sdk/client-cloudwatch';
import type { Evaluation, TreatMissingData } from './alarm-missing-data';
import { given } from '../kernel/given';

/** A data point of an alarm. */
export interface AlarmDatapoint {
  /** The start of its period, epoch ms. */
  readonly time: number;
  readonly value: number;
  readonly sampleCount: number | undefined;
}

/** What an alarm compares with, in words. */
const COMPARISONS: Readonly<
  Record<string, { readonly words: string; holds(value: number, threshold: number): boolean }>
> = {
  GreaterThanThreshold: { words: 'greater than', holds: (value, threshold) => value > threshold },
  GreaterThanOrEqualToThreshold: {
    words: 'greater than or equal to',
    holds: (value, threshold) => value >= threshold,
  },
  LessThanThreshold: { words: 'less than', holds: (value, threshold) => value < threshold },
  LessThanOrEqualToThreshold: {
    words: 'less than or equal to',
    holds: (value, threshold) => value <= threshold,
  },
};

/** Whether an operator compares with a fixed threshold; the others belong to anomaly detection. */
export function isStaticOperator(operator: string): boolean {
  return Object.hasOwn(COMPARISONS, operator);
}

export function isBreaching(operator: ComparisonOperator, value: number, threshold: number): boolean {
  return given(COMPARISONS[operator]).holds(value, threshold);
}

const TREATED: Readonly<Record<TreatMissingData, string>> = {
  breaching: 'Breaching',
  notBreaching: 'NonBreaching',
  missing: 'Missing',
  ignore: 'Ignore',
};

/**
 * Why an alarm changed its state.
 *
 * Captured: `Threshold Crossed: 1 datapoint [21.5 (26/10/23 16:42:00)] was greater than the threshold (2.0).`,
 * `Threshold Crossed: no datapoints were received for 2 periods and 2 missing datapoints were treated as [Breaching].`,
 * `Threshold Crossed: 1 out of the last 1 datapoints [...] was ... the threshold (70.0) (minimum 1 datapoint for
 * OK -> ALARM transition).` Assumed: the words where some data points exist and others were filled in.
 */
export function stateReason(
  alarm: MetricAlarm,
  { verdict, evaluated, filled }: Evaluation<AlarmDatapoint>,
  treatMissingData: TreatMissingData,
): string {
  const prefix = verdict === 'INSUFFICIENT_DATA' ? 'Insufficient Data' : 'Threshold Crossed';
  const missing = `${datapoints(filled, 'missing ')} ${filled === 1 ? 'was' : 'were'} treated as [${TREATED[treatMissingData]}]`;
  const [periods, threshold] = [given(alarm.EvaluationPeriods), given(alarm.Threshold)];
  const operator = given(alarm.ComparisonOperator);
  const wanted = verdict === 'ALARM';
  const shown = evaluated
    .filter(({ value }) => isBreaching(operator, value, threshold) === wanted)
    .toReversed();
  if (shown.length === 0 || verdict === 'INSUFFICIENT_DATA') {
    const received = evaluated.length === 0 ? 'no datapoints were' : wasReceived(evaluated.length);
    return `${prefix}: ${received} received for ${periods} period${plural(periods)} and ${missing}.`;
  }
  const list = shown.map(({ time, value }) => `${javaDouble(value)} (${shortDate(time)})`).join(', ');
  const was = `${shown.length === 1 ? 'was' : 'were'}${wanted ? '' : ' not'}`;
  const crossed = `[${list}] ${was} ${given(COMPARISONS[operator]).words} the threshold (${javaDouble(threshold)})`;
  const also = filled === 0 ? '' : ` and ${missing}`;
  if (alarm.DatapointsToAlarm === undefined)
    return `${prefix}: ${datapoints(shown.length)} ${crossed}${also}.`;
  const least = wanted ? alarm.DatapointsToAlarm : periods - alarm.DatapointsToAlarm + 1;
  const transition = wanted ? 'OK -> ALARM' : 'ALARM -> OK';
  return (
    `${prefix}: ${shown.length} out of the last ${evaluated.length} datapoints ${crossed}${also}` +
    ` (minimum ${datapoints(least)} for ${transition} transition).`
  );
}

function wasReceived(count: number): string {
  return `${datapoints(count)} ${count === 1 ? 'was' : 'were'}`;
}

function datapoints(count: number, kind = ''): string {
  return `${count} ${kind}datapoint${plural(count)}`;
}

function plural(count: number): string {
  return count === 1 ? '' : 's';
}

/**
 * The same for programs, as JSON. Captured: its members. Assumed: the newest data point stands first.
 *
 * @param queryDate when the alarm was evaluated, epoch ms
 */
export function stateReasonData(
  alarm: MetricAlarm,
  { evaluated, filled }: Evaluation<AlarmDatapoint>,
  queryDate: number,
): string {
  const [first] = evaluated;
  const { Unit, Statistic, ExtendedStatistic, Period, Threshold } = alarm;
  const periodMs = (Period ?? 60) * 1_000;
  const missing = Array.from({ length: filled }, (_, i) => ({
    timestamp: longDate(queryDate - (i + 1) * periodMs),
  }));
  const received = evaluated.map(({ time, sampleCount, value }) => ({
    timestamp: longDate(time),
    sampleCount,
    value,
  }));
  return JSON.stringify({
    version: '1.0',
    queryDate: longDate(queryDate),
    startDate: first === undefined ? undefined : longDate(first.time),
    unit: Unit,
    statistic: Statistic ?? ExtendedStatistic,
    period: Period,
    recentDatapoints: evaluated.map(({ value }) => value),
    threshold: Threshold,
    evaluatedDatapoints: [...received.toReversed(), ...missing],
  });
}

/** A number as Java prints it: `2.0`, `21.5`, `1.0E7`. */
export function javaDouble(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && (size >= 1e7 || size < 1e-3)) {
    const [mantissa, exponent] = value.toExponential().split('e');
    return `${given(mantissa).includes('.') ? mantissa : `${mantissa}.0`}E${Number(exponent)}`;
  }
  return Number.isInteger(value) ? `${value}.0` : String(value);
}

/** `26/10/23 16:42:00`, UTC. */
function shortDate(time: number): string {
  const iso = new Date(time).toISOString();
  return `${iso.slice(8, 10)}/${iso.slice(5, 7)}/${iso.slice(2, 4)} ${iso.slice(11, 19)}`;
}

/** `2023-10-26T16:42:00.000+0000`. */
export function longDate(time: number): string {
  return new Date(time).toISOString().replace('Z', '+0000');
}
