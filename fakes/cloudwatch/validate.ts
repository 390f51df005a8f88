import type { Dimension } from '@aws-sdk/client-cloudwatch';
import { invalidParameterCombination, invalidParameterValue, missingParameter } from './errors';
import {
  MAX_DIMENSION_NAME_LENGTH,
  MAX_DIMENSION_VALUE_LENGTH,
  MAX_DIMENSIONS,
  MAX_METRIC_NAME_LENGTH,
  MAX_NAMESPACE_LENGTH,
} from './limits';

/**
 * What is wrong with a request. The metric operations report all problems of a kind at once, one a line.
 * Captured: `The parameter MetricData.member.1.Timestamp must specify ...\nThe parameter MetricData.member.2 ...`.
 */
export interface Problems {
  missing(path: string): void;
  combination(message: string): void;
  invalid(message: string): void;
  /**
   * Assumed: the order of the kinds.
   *
   * @throws MissingRequiredParameterException
   * @throws InvalidParameterCombinationException
   * @throws InvalidParameterValueException
   */
  throwIfAny(): void;
}

export function createProblems(): Problems {
  const missing: string[] = [];
  const combinations: string[] = [];
  const invalid: string[] = [];
  return {
    missing: (path) => void missing.push(`The parameter ${path} is required.`),
    combination: (message) => void combinations.push(message),
    invalid: (message) => void invalid.push(message),
    throwIfAny() {
      if (missing.length > 0) throw missingParameter(missing.join('\n'));
      if (combinations.length > 0) throw invalidParameterCombination(combinations.join('\n'));
      if (invalid.length > 0) throw invalidParameterValue(invalid.join('\n'));
    },
  };
}

/** Printable ASCII. Documented: API_PutMetricData and API_Dimension, "except for control characters". */
const PRINTABLE_ASCII = /^[\x20-\x7e]*$/;

export function checkNamespace(problems: Problems, namespace: string | undefined): void {
  if (!checkText(problems, 'Namespace', namespace, MAX_NAMESPACE_LENGTH)) return;
  // Documented: API_PutMetricData, pattern [^:].*
  // Documented: cloudwatch_concepts, at least one character that is not white space.
  if (namespace.startsWith(':') || namespace.trim() === '')
    problems.invalid(invalidValue('Namespace', namespace));
}

export function checkMetricName(problems: Problems, path: string, name: string | undefined): void {
  checkText(problems, path, name, MAX_METRIC_NAME_LENGTH);
}

export function checkDimensions(
  problems: Problems,
  path: string,
  dimensions: readonly Dimension[] = [],
): void {
  // Captured: the wording of `The collection ... must not have a size greater than ...`.
  if (dimensions.length > MAX_DIMENSIONS) {
    problems.invalid(`The collection ${path} must not have a size greater than ${MAX_DIMENSIONS}.`);
    return;
  }
  const names = new Set<string>();
  for (const [index, { Name, Value }] of dimensions.entries()) {
    const member = `${path}.member.${index + 1}`;
    if (checkText(problems, `${member}.Name`, Name, MAX_DIMENSION_NAME_LENGTH)) {
      if (Name.startsWith(':') || Name.trim() === '') problems.invalid(invalidValue(`${member}.Name`, Name));
      // Assumed: the text. A metric has one value for each dimension.
      if (names.has(Name)) problems.invalid(`The parameter ${member}.Name must be unique.`);
      names.add(Name);
    }
    if (checkText(problems, `${member}.Value`, Value, MAX_DIMENSION_VALUE_LENGTH) && Value.trim() === '') {
      problems.invalid(invalidValue(`${member}.Value`, Value));
    }
  }
}

/** In the order in which AWS lists them when it refuses another. Captured: public notes on put-metric-data. */
const UNITS: readonly string[] = [
  'Seconds',
  'Microseconds',
  'Milliseconds',
  'Bytes',
  'Kilobytes',
  'Megabytes',
  'Gigabytes',
  'Terabytes',
  'Bits',
  'Kilobits',
  'Megabits',
  'Gigabits',
  'Terabits',
  'Percent',
  'Count',
  'Bytes/Second',
  'Kilobytes/Second',
  'Megabytes/Second',
  'Gigabytes/Second',
  'Terabytes/Second',
  'Bits/Second',
  'Kilobits/Second',
  'Megabits/Second',
  'Gigabits/Second',
  'Terabits/Second',
  'Count/Second',
  'None',
];

export function checkUnit(problems: Problems, path: string, unit: string | undefined): void {
  if (unit === undefined || UNITS.includes(unit)) return;
  problems.invalid(`The parameter ${path} must be a value in the set [ ${UNITS.join(', ')} ].`);
}

/** Documented: API_GetMetricStatistics, API_MetricStat. */
export function isQueryPeriod(period: number): boolean {
  return [1, 5, 10, 20, 30].includes(period) || (period >= 60 && period % 60 === 0);
}

/** Captured: the wording, for NaN as a datum's value. */
export function invalidValue(path: string, value: unknown): string {
  return `The value ${String(value)} for parameter ${path} is invalid.`;
}

/**
 * A text that must be there. Captured: an empty one counts as missing (kinesis-producer issue 393); the words for one that is
 * too long (xk6-output-statsd issue 8) or not in ASCII, and that both are told (prometheus-to-cloudwatch issue 14).
 */
function checkText(problems: Problems, path: string, text: string | undefined, most: number): text is string {
  if (text === undefined || text === '') {
    problems.missing(path);
    return false;
  }
  const isAscii = /^\p{ASCII}*$/u.test(text);
  if (!isAscii) problems.invalid(`The value for parameter ${path} contains non-ASCII characters.`);
  if (text.length > most)
    problems.invalid(`The parameter ${path} must be shorter than ${most + 1} characters.`);
  else if (isAscii && !PRINTABLE_ASCII.test(text)) problems.invalid(invalidValue(path, text));
  return true;
}
