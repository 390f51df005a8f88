import type {
  DescribeAlarmsForMetricInput,
  DescribeAlarmsForMetricOutput,
  MetricAlarm,
} from '@aws-sdk/client-cloudwatch';
import type { Context } from '../kernel/operation';
import { toMetricAlarm } from './alarm-output';
import { settleMetricAlarm } from './alarm-evaluation';
import { metricKey } from './data-points';
import { given } from '../kernel/given';
import { checkDimensions, checkMetricName, checkNamespace, createProblems } from './validate';
import { completeDimensions, type CloudwatchState } from './state';

/**
 * The metric alarms on one metric.
 *
 * @throws MissingRequiredParameterException, InvalidParameterValueException
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarmsForMetric.html
 */
export function describeAlarmsForMetric(
  context: Context<CloudwatchState>,
  input: DescribeAlarmsForMetricInput,
): DescribeAlarmsForMetricOutput {
  const { state, region } = context;
  const problems = createProblems();
  checkNamespace(problems, input.Namespace);
  checkMetricName(problems, 'MetricName', input.MetricName);
  checkDimensions(problems, 'Dimensions', input.Dimensions);
  problems.throwIfAny();
  const wanted = keyOf(input);
  const found = [...state.alarms.entries({ from: [region, ''] })].flatMap(([[at], alarm]) => {
    const { type, configuration } = alarm;
    if (at !== region || type !== 'MetricAlarm' || configuration.MetricName === undefined) return [];
    const same = (['Statistic', 'ExtendedStatistic', 'Period', 'Unit'] as const).every(
      (member) => input[member] === undefined || input[member] === configuration[member],
    );
    return same && keyOf(configuration) === wanted ? [alarm] : [];
  });
  return { MetricAlarms: found.map((alarm) => toMetricAlarm(settleMetricAlarm(context, alarm))) };
}

function keyOf({
  Namespace,
  MetricName,
  Dimensions,
}: Pick<MetricAlarm, 'Namespace' | 'MetricName' | 'Dimensions'>): string {
  const dimensions = completeDimensions(Dimensions);
  return JSON.stringify(
    metricKey('', { namespace: given(Namespace), metricName: given(MetricName), dimensions }),
  );
}
