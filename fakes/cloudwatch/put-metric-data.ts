import type {
  EntityMetricData,
  MetricDatum,
  PutMetricDataInput,
  StandardUnit,
} from '@aws-sdk/client-cloudwatch';
import type { Context } from '../kernel/operation';
import { appendDatum, type Datum } from './data-points';
import { entityProblem } from './entity';
import { invalidParameterValue, requestTooLarge } from './errors';
import { given } from '../kernel/given';
import {
  MAX_DATUM_AGE_MS,
  MAX_DATUM_LEAD_MS,
  MAX_ENTITIES,
  MAX_METRICS_PER_PUT,
  MAX_PUT_BYTES,
  MAX_VALUE,
  MAX_VALUES_PER_DATUM,
} from './limits';
import { completeDimensions, type CloudwatchState, type PointData } from './state';
import {
  checkDimensions,
  checkMetricName,
  checkNamespace,
  checkUnit,
  createProblems,
  invalidValue,
  type Problems,
} from './validate';

/**
 * Publishes data points. Either all of them are stored or none.
 *
 * @throws RequestEntityTooLarge above 1 MB.
 * @throws MissingRequiredParameterException, InvalidParameterCombinationException, InvalidParameterValueException,
 * in this order; each lists every place that is wrong in its way.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricData.html
 */
export function putMetricData(context: Context<CloudwatchState>, input: PutMetricDataInput): object {
  const located = locate(input);
  if (located.length >= FEWEST_FOR_MAX_BYTES) checkSize(input, located);
  const problems = createProblems();
  checkNamespace(problems, input.Namespace);
  // Captured: the value and the wording (eutester, run against AWS). Documented: names beginning with AWS/ are reserved.
  const namespace = given(input.Namespace);
  if (namespace.startsWith('AWS/')) problems.invalid(invalidValue('Namespace', 'AWS/'));
  checkEntities(problems, input);
  if (located.length === 0) problems.missing('MetricData');
  if (located.length > MAX_METRICS_PER_PUT) {
    // Captured: the wording, with the limit of its time (20).
    throw invalidParameterValue(
      `The collection MetricData must not have a size greater than ${MAX_METRICS_PER_PUT}.`,
    );
  }
  for (const [path, datum] of located) checkDatum(problems, context.now, path, datum);
  problems.throwIfAny();
  const publishedAt = context.now + (context.advice.late?.ms ?? 0);
  for (const [, datum] of located) appendDatum(context, toDatum(namespace, context.now, datum), publishedAt);
  return {};
}

/** A datum has at most 30 dimensions and 150 values, some 47 kB of JSON: fewer data cannot reach 1 MB. */
const FEWEST_FOR_MAX_BYTES = 20;

/** The size of the JSON request, in which times are epoch seconds. */
function checkSize(input: PutMetricDataInput, located: readonly (readonly [string, MetricDatum])[]): void {
  const MetricData = located.map(([, datum]) => ({
    ...datum,
    Timestamp: datum.Timestamp && datum.Timestamp.getTime() / 1_000,
  }));
  const entities = (input.EntityMetricData ?? []).map(({ Entity }) => ({ Entity, MetricData: [] }));
  const body = { ...input, MetricData, EntityMetricData: entities.length === 0 ? undefined : entities };
  const size = Buffer.byteLength(JSON.stringify(body));
  if (size > MAX_PUT_BYTES) throw requestTooLarge(size, MAX_PUT_BYTES);
}

/** Every datum with its place in the request. */
function locate({
  MetricData = [],
  EntityMetricData = [],
}: PutMetricDataInput): readonly (readonly [string, MetricDatum])[] {
  const own = MetricData.map((datum, i) => [`MetricData.member.${i + 1}`, datum] as const);
  const ofEntities = EntityMetricData.flatMap((entity, e) =>
    (entity.MetricData ?? []).map(
      (datum, i) => [`EntityMetricData.member.${e + 1}.MetricData.member.${i + 1}`, datum] as const,
    ),
  );
  return [...own, ...ofEntities];
}

/**
 * Documented: API_PutMetricData. With StrictEntityValidation false, data of an invalid entity is still taken (the reason
 * travels in a header that the SDK does not show). Assumed: the texts.
 */
function checkEntities(
  problems: Problems,
  { EntityMetricData, StrictEntityValidation }: PutMetricDataInput,
): void {
  if (EntityMetricData === undefined) return;
  if (StrictEntityValidation === undefined) problems.missing('StrictEntityValidation');
  if (StrictEntityValidation !== true) return;
  if (EntityMetricData.length > MAX_ENTITIES) {
    problems.invalid('The entity data is invalid: EntitySizeTooLarge.');
  }
  for (const { Entity } of EntityMetricData satisfies EntityMetricData[]) {
    const problem = entityProblem(Entity);
    if (problem !== undefined) problems.invalid(`The entity data is invalid: ${problem}.`);
  }
}

function checkDatum(problems: Problems, now: number, path: string, datum: MetricDatum): void {
  checkMetricName(problems, `${path}.MetricName`, datum.MetricName);
  checkDimensions(problems, `${path}.Dimensions`, datum.Dimensions);
  const time = datum.Timestamp?.getTime() ?? now;
  if (time < now - MAX_DATUM_AGE_MS) {
    // Captured: the wording (public issues).
    problems.invalid(`The parameter ${path}.Timestamp must specify a time within the past two weeks.`);
  }
  if (time > now + MAX_DATUM_LEAD_MS) {
    // Assumed: the wording. Documented: up to two hours into the future.
    problems.invalid(
      `The parameter ${path}.Timestamp must specify a time no more than two hours in the future.`,
    );
  }
  checkUnit(problems, `${path}.Unit`, datum.Unit);
  const { StorageResolution = 60 } = datum;
  if (StorageResolution !== 1 && StorageResolution !== 60) {
    problems.invalid(invalidValue(`${path}.StorageResolution`, StorageResolution));
  }
  checkData(problems, path, datum);
}

function checkData(
  problems: Problems,
  path: string,
  { Value, Values, Counts, StatisticValues }: MetricDatum,
): void {
  // Captured: the wordings (facts: recorded; goamz issue 355; boto3 issue 2790).
  const exclusive = (a: string, b: string) =>
    problems.combination(
      `The parameters ${path}.${a} and ${path}.${b} are mutually exclusive and you have specified both.`,
    );
  if (Value !== undefined && Values !== undefined) exclusive('Value', 'Values');
  if (Value !== undefined && StatisticValues !== undefined) exclusive('Value', 'StatisticValues');
  if (Values !== undefined && StatisticValues !== undefined) exclusive('Values', 'StatisticValues');
  if (Value === undefined && Values === undefined && StatisticValues === undefined) {
    problems.combination('At least one of the parameters must be specified.');
  }
  if (Value !== undefined) checkNumber(problems, `${path}.Value`, Value);
  if (Values !== undefined) checkValues(problems, path, Values, Counts);
  else if (Counts !== undefined) problems.missing(`${path}.Values`);
  for (const name of STATISTICS) {
    if (StatisticValues === undefined) break;
    const member = StatisticValues[name];
    if (member === undefined) problems.missing(`${path}.StatisticValues.${name}`);
    else if (name === 'SampleCount' && member < 0)
      problems.invalid(invalidValue(`${path}.StatisticValues.${name}`, member));
    else checkNumber(problems, `${path}.StatisticValues.${name}`, member);
  }
}

const STATISTICS = ['SampleCount', 'Sum', 'Minimum', 'Maximum'] as const;

function checkValues(
  problems: Problems,
  path: string,
  values: readonly number[],
  counts?: readonly number[],
): void {
  if (values.length === 0) problems.missing(`${path}.Values`);
  if (values.length > MAX_VALUES_PER_DATUM) {
    // Captured: the wording (aws-sdk-java-v2 issue 3080).
    problems.invalid(
      `The collection ${path}.Values must not have a size greater than ${MAX_VALUES_PER_DATUM}.`,
    );
  }
  if (counts !== undefined && counts.length !== values.length) {
    problems.invalid(`The parameters ${path}.Values and ${path}.Counts must be of the same size.`);
  }
  for (const value of values) checkNumber(problems, `${path}.Values`, value);
  for (const count of counts ?? []) {
    // Assumed: that a count must not be negative, here and in a statistic set.
    if (count < 0) problems.invalid(invalidValue(`${path}.Counts`, count));
    else checkNumber(problems, `${path}.Counts`, count);
  }
}

/** Captured: the wording, for NaN. Documented: -2^360 to 2^360, no NaN, no infinity. */
function checkNumber(problems: Problems, path: string, value: number): void {
  if (!(Math.abs(value) <= MAX_VALUE)) problems.invalid(invalidValue(path, value));
}

function toDatum(namespace: string, now: number, datum: MetricDatum): Datum {
  return {
    namespace,
    metricName: given(datum.MetricName),
    dimensions: completeDimensions(datum.Dimensions),
    // Documented: API_PutMetricData, the time the data was received is the default.
    timestamp: datum.Timestamp?.getTime() ?? now,
    unit: datum.Unit ?? ('None' satisfies StandardUnit),
    resolutionSeconds: datum.StorageResolution === 1 ? 1 : 60,
    data: toData(datum),
  };
}

function toData({ Value, Values, Counts, StatisticValues: set }: MetricDatum): PointData {
  if (Value !== undefined) return { kind: 'value', value: Value };
  // Documented: API_MetricDatum, a count is 1 where Counts is omitted.
  if (Values !== undefined) return { kind: 'values', values: Values, counts: Counts ?? Values.map(() => 1) };
  const { SampleCount, Sum, Minimum, Maximum } = given(set);
  return {
    kind: 'set',
    sampleCount: given(SampleCount),
    sum: given(Sum),
    minimum: given(Minimum),
    maximum: given(Maximum),
  };
}
