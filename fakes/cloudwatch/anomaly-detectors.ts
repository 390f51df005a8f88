import type {
  AnomalyDetector,
  DeleteAnomalyDetectorInput,
  DescribeAnomalyDetectorsInput,
  DescribeAnomalyDetectorsOutput,
  PutAnomalyDetectorInput,
} from '@aws-sdk/client-cloudwatch';
import { notSupported } from '../kernel/errors';
import type { Context } from '../kernel/operation';
import { metricKey } from './data-points';
import {
  invalidNextToken,
  invalidParameterCombination,
  invalidParameterValue,
  resourceNotFound,
} from './errors';
import { given } from '../kernel/given';
import { DETECTORS_PER_PAGE, MAX_EXCLUDED_RANGES } from './limits';
import { isStatistic } from './metric-queries';
import {
  completeDimensions,
  type AnomalyDetectorEntry,
  type AnomalyDetectorKey,
  type CloudwatchState,
} from './state';
import { checkDimensions, checkMetricName, checkNamespace, createProblems } from './validate';

/** A detector by its metric, in the two ways in which requests write it. */
interface Named {
  readonly Namespace?: string | undefined;
  readonly MetricName?: string | undefined;
  readonly Dimensions?: PutAnomalyDetectorInput['Dimensions'];
  readonly Stat?: string | undefined;
  readonly SingleMetricAnomalyDetector?: PutAnomalyDetectorInput['SingleMetricAnomalyDetector'];
}

/**
 * Creates or replaces an anomaly detector of a metric. The detector is kept and never trained: bands (ANOMALY_DETECTION_BAND,
 * alarms on them) are not modelled.
 *
 * @throws MissingRequiredParameterException, InvalidParameterCombinationException, InvalidParameterValueException
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutAnomalyDetector.html
 */
export function putAnomalyDetector(
  context: Context<CloudwatchState>,
  input: PutAnomalyDetectorInput,
): object {
  const detector = requireDetector(context, input);
  const { Configuration = {}, MetricCharacteristics } = input;
  const { ExcludedTimeRanges = [] } = Configuration;
  // Documented: API_PutAnomalyDetector, "as many as 10 time ranges". Captured: the wording, for other lists.
  if (ExcludedTimeRanges.length > MAX_EXCLUDED_RANGES)
    throw invalidParameterValue(
      `The collection Configuration.ExcludedTimeRanges must not have a size greater than ${MAX_EXCLUDED_RANGES}.`,
    );
  const configuration = { ...Configuration, ExcludedTimeRanges };
  context.state.anomalyDetectors.put(keyOf(context.region, detector), {
    ...detector,
    configuration,
    characteristics: MetricCharacteristics,
  });
  return {};
}

const TYPES: readonly string[] = ['SINGLE_METRIC', 'METRIC_MATH'];

type Identity = Pick<AnomalyDetectorEntry, 'namespace' | 'metricName' | 'dimensions' | 'statistic'>;

function requireDetector(context: Context<CloudwatchState>, input: Named): Identity {
  const { region, state, accountId, operation } = context;
  const { SingleMetricAnomalyDetector: single, Namespace, MetricName, Dimensions, Stat } = input;
  const old = [Namespace, MetricName, Dimensions, Stat].some((member) => member !== undefined);
  // Documented: the two cannot be given together. Assumed: the wording.
  if (single !== undefined && old)
    throw invalidParameterCombination(
      'SingleMetricAnomalyDetector and Namespace, MetricName, Dimensions, Stat are mutually exclusive.',
    );
  const { AccountId = accountId } = single ?? {};
  if (AccountId !== accountId) throw notSupported(operation, 'the AccountId of another account');
  const named = single ?? { Namespace, MetricName, Dimensions, Stat };
  const path = single === undefined ? '' : 'SingleMetricAnomalyDetector.';
  const problems = createProblems();
  checkNamespace(problems, named.Namespace);
  checkMetricName(problems, `${path}MetricName`, named.MetricName);
  checkDimensions(problems, `${path}Dimensions`, named.Dimensions);
  if (named.Stat === undefined || named.Stat === '') problems.missing(`${path}Stat`);
  else if (!isStatistic(named.Stat))
    problems.invalid(`The value ${named.Stat} for parameter ${path}Stat is not supported.`);
  problems.throwIfAny();
  const identity = {
    namespace: given(named.Namespace),
    metricName: given(named.MetricName),
    dimensions: completeDimensions(named.Dimensions),
    statistic: given(named.Stat),
  };
  // Dimensions in any order name the same detector: the first order stays.
  return {
    ...identity,
    dimensions: state.anomalyDetectors.get(keyOf(region, identity))?.dimensions ?? identity.dimensions,
  };
}

function keyOf(region: string, identity: Identity): AnomalyDetectorKey {
  return [...metricKey(region, identity), identity.statistic];
}

/**
 * Detectors by namespace, metric, dimensions and statistic.
 *
 * @throws InvalidParameterValueException, InvalidNextToken
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAnomalyDetectors.html
 */
export function describeAnomalyDetectors(
  { state, region }: Context<CloudwatchState>,
  input: DescribeAnomalyDetectorsInput,
): DescribeAnomalyDetectorsOutput {
  const { MaxResults = DETECTORS_PER_PAGE, NextToken, AnomalyDetectorTypes: types = [] } = input;
  // Documented: API_DescribeAnomalyDetectors, at most 100. Assumed: the wordings.
  if (!(MaxResults >= 1 && MaxResults <= DETECTORS_PER_PAGE))
    throw invalidParameterValue(`The value ${MaxResults} for parameter MaxResults is invalid.`);
  const unknown = types.find((type) => !TYPES.includes(type));
  if (unknown !== undefined)
    throw invalidParameterValue(`The value ${unknown} for parameter AnomalyDetectorTypes is invalid.`);
  const skip = NextToken === undefined ? 0 : fromToken(NextToken);
  const hasSingle = types.length === 0 || types.includes('SINGLE_METRIC');
  const found: AnomalyDetectorEntry[] = [];
  for (const [key, entry] of state.anomalyDetectors.entries({ from: [region, '', '', '', ''] })) {
    if (key[0] !== region) break;
    if (hasSingle && matches(entry, input)) found.push(entry);
  }
  const page = found.slice(skip, skip + MaxResults);
  const next = skip + page.length < found.length ? { NextToken: toToken(skip + page.length) } : {};
  return { AnomalyDetectors: page.map(toOutput), ...next };
}

function matches(
  entry: AnomalyDetectorEntry,
  { Namespace, MetricName, Dimensions }: DescribeAnomalyDetectorsInput,
) {
  return (
    (Namespace === undefined || entry.namespace === Namespace) &&
    (MetricName === undefined || entry.metricName === MetricName) &&
    (Dimensions ?? []).every((wanted) =>
      entry.dimensions.some(({ Name, Value }) => Name === wanted.Name && Value === wanted.Value),
    )
  );
}

/** Captured: the members, and that the metric is told twice. */
function toOutput(entry: AnomalyDetectorEntry): AnomalyDetector {
  const metric = {
    Namespace: entry.namespace,
    MetricName: entry.metricName,
    Dimensions: entry.dimensions.map((dimension) => ({ ...dimension })),
    Stat: entry.statistic,
  };
  return {
    ...metric,
    Configuration: entry.configuration,
    ...(entry.characteristics === undefined ? {} : { MetricCharacteristics: entry.characteristics }),
    StateValue: 'PENDING_TRAINING',
    SingleMetricAnomalyDetector: metric,
  };
}

/**
 * @throws MissingRequiredParameterException, InvalidParameterCombinationException, InvalidParameterValueException,
 * ResourceNotFoundException
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DeleteAnomalyDetector.html
 */
export function deleteAnomalyDetector(
  context: Context<CloudwatchState>,
  input: DeleteAnomalyDetectorInput,
): object {
  const detector = requireDetector(context, input);
  const { namespace, metricName, statistic } = detector;
  if (!context.state.anomalyDetectors.delete(keyOf(context.region, detector)))
    throw resourceNotFound('anomaly-detector', `${namespace}/${metricName} ${statistic}`);
  return {};
}

function toToken(count: number): string {
  return Buffer.from(`detectors:${count}`).toString('base64');
}

/** Assumed: the wording. */
function fromToken(token: string): number {
  const match = /^detectors:(\d+)$/.exec(Buffer.from(token, 'base64').toString());
  if (match === null) throw invalidNextToken('The value for parameter NextToken is invalid.');
  return Number(match[1]);
}
