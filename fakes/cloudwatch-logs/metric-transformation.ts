import type { MetricTransformation } from '@aws-sdk/client-cloudwatch-logs';
import { given } from '../kernel/given';
import { invalidParameter } from './errors';
import { isSelector } from './filter-json';
import { MAX_METRIC_DIMENSIONS, MAX_METRIC_NAME_LENGTH, MAX_METRIC_VALUE_LENGTH } from './limits';
import type { MetricRule } from './state';
import type { Constraints } from './validate';

/** Documented: API_MetricTransformation, metricName and metricNamespace. */
const NAME = /^[^:*$]*$/;

/** Adds to `constraints` what breaks the service's model. */
export function checkMembers(
  constraints: Constraints,
  { metricName, metricNamespace, metricValue }: MetricTransformation,
): void {
  const path = 'metricTransformations.1.member';
  for (const [name, value] of Object.entries({ metricName, metricNamespace, metricValue })) {
    if (value === undefined) constraints.broken(undefined, `${path}.${name}`, 'Member must not be null');
  }
  for (const [name, value] of Object.entries({ metricName, metricNamespace })) {
    if (value !== undefined && !NAME.test(value))
      constraints.broken(value, `${path}.${name}`, 'Member must satisfy regular expression pattern: [^:*$]*');
    constraints.length(value, `${path}.${name}`, 0, MAX_METRIC_NAME_LENGTH);
  }
  constraints.length(metricValue, `${path}.metricValue`, 0, MAX_METRIC_VALUE_LENGTH);
}

/**
 * A transformation that fits the service's model.
 *
 * @throws InvalidParameterException for what the model cannot say.
 */
export function metricRule(transformation: MetricTransformation): MetricRule {
  const metricName = given(transformation.metricName);
  const metricNamespace = given(transformation.metricNamespace);
  const metricValue = given(transformation.metricValue);
  const { defaultValue, unit, dimensions } = transformation;
  checkValue(metricValue);
  checkDimensions(dimensions, defaultValue);
  return { metricName, metricNamespace, metricValue, defaultValue, unit, dimensions };
}

/** Documented: API_MetricTransformation, a number or `$` and a name. Assumed: the words. */
function checkValue(metricValue: string): void {
  const isNumber = metricValue.trim() !== '' && Number.isFinite(Number(metricValue));
  if (!isNumber && !isReference(metricValue))
    throw invalidParameter(`Invalid metric transformation: '${metricValue}' is not a valid metric value.`);
}

function checkDimensions(
  dimensions: MetricTransformation['dimensions'],
  defaultValue: number | undefined,
): void {
  if (dimensions === undefined) return;
  // Captured: the words (guidance-for-claude-code-with-amazon-bedrock pull request 632).
  if (defaultValue !== undefined)
    throw invalidParameter(
      'Invalid metric transformation: dimensions and default value are mutually exclusive properties.',
    );
  // Documented: API_MetricTransformation, up to three dimensions. Assumed: the words of both.
  if (Object.keys(dimensions).length > MAX_METRIC_DIMENSIONS)
    throw invalidParameter(
      `Invalid metric transformation: a metric filter has at most ${MAX_METRIC_DIMENSIONS} dimensions.`,
    );
  const wrong = Object.entries(dimensions).find(([name, selector]) => name === '' || !isReference(selector));
  if (wrong !== undefined)
    throw invalidParameter(`Invalid metric transformation: dimension '${wrong[0]}' is not valid.`);
}

/** A selector in JSON, or the name or number of a field. */
function isReference(text: string): boolean {
  return isSelector(text) || /^\$\w+$/.test(text);
}
