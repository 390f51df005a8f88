import type {
  DescribeAlarmsForMetricInput,
  DescribeAlarmsForMetricOutput,
  MetricAlarm,
} from '@aws-sdk/client-cloudwatch';
import type { Context } from '../kernel/operation';
import { toMetricAlarm } from './alarm-output';
import { settleAlarm } from './composite-evaluation';
import { metricKey } from './data-points';
import { completeDimensions, type CloudwatchState } from './state';

/**
 * The alarms on one metric.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarmsForMetric.html
 */
export function describeAlarmsForMetric(
  context: Context<CloudwatchState>,
  input: DescribeAlarmsForMetricInput,
): DescribeAlarmsForMetricOutput {
  const { state, region } = context;
  const wanted = keyOf(input);
  const names = [...state.alarms.entries({ from: [region, ''] })].flatMap(
    ([[at, name], { type, configuration }]) => {
      if (at !== region || type !== 'MetricAlarm' || configuration.MetricName === undefined) return [];
      const same = (['Statistic', 'ExtendedStatistic', 'Period', 'Unit'] as const).every(
        (member) => input[member] === undefined || input[member] === configuration[member],
      );
      return same && keyOf(configuration) === wanted ? [name] : [];
    },
  );
  const alarms = names.map((name) => settleAlarm(context, name));
  return {
    MetricAlarms: alarms.flatMap((alarm) => (alarm?.type === 'MetricAlarm' ? [toMetricAlarm(alarm)] : [])),
  };
}

function keyOf({
  Namespace = '',
  MetricName = '',
  Dimensions,
}: Pick<MetricAlarm, 'Namespace' | 'MetricName' | 'Dimensions'>): string {
  const dimensions = completeDimensions(Dimensions);
  return JSON.stringify(metricKey('', { namespace: Namespace, metricName: MetricName, dimensions }));
}
