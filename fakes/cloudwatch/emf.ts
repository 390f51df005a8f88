import { StandardUnit } from '@aws-sdk/client-cloudwatch';
import { appendDatum, type Datum, type Publisher } from './data-points';
import {
  EMF_MAX_METRICS,
  EMF_MAX_VALUES,
  MAX_DATUM_AGE_MS,
  MAX_DATUM_LEAD_MS,
  MAX_DIMENSION_NAME_LENGTH,
  MAX_DIMENSION_VALUE_LENGTH,
  MAX_DIMENSIONS,
  MAX_METRIC_NAME_LENGTH,
  MAX_NAMESPACE_LENGTH,
  MAX_VALUE,
} from './limits';
import type { MetricDimension } from './state';

/** What a log line holds in the embedded metric format. A line without it has neither data nor problems. */
export interface EmfExtract {
  readonly data: readonly Datum[];
  /** Why something was not extracted; CloudWatch drops it without a word to the one who logged it. */
  readonly problems: readonly string[];
}

/**
 * Stores the metrics of one log line (stdout or stderr) as CloudWatch Logs does, and says what it found. What could not
 * be extracted is kept for `aws.cloudwatch.emfProblems()`.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function ingestLogLine(publisher: Publisher, line: string): EmfExtract {
  const { state, now, ids } = publisher;
  const extract = extractEmf(line, now);
  for (const datum of extract.data) appendDatum(publisher, datum);
  for (const problem of extract.problems) {
    state.emfProblems.put(ids.next('cloudwatch.emf-problem'), { line, problem, at: now });
  }
  return extract;
}

/** Reads the metrics out of a log line, as of `now` (epoch ms). Lambda may have put text before the JSON. */
export function extractEmf(line: string, now: number): EmfExtract {
  const root = findDocument(line);
  if (root === undefined) return { data: [], problems: [] };
  const { Timestamp, CloudWatchMetrics } = asObject(root['_aws']) ?? {};
  const problems: string[] = [];
  if (!Array.isArray(CloudWatchMetrics))
    return { data: [], problems: ['_aws.CloudWatchMetrics is not an array'] };
  if (!Number.isInteger(Timestamp)) return { data: [], problems: ['_aws.Timestamp is not an integer'] };
  const timestamp = Number(Timestamp);
  // Documented: API_PutMetricData, whose window holds for extracted metrics too.
  if (timestamp < now - MAX_DATUM_AGE_MS || timestamp > now + MAX_DATUM_LEAD_MS) {
    return { data: [], problems: ['_aws.Timestamp is not within the past two weeks and the next two hours'] };
  }
  const data = CloudWatchMetrics.flatMap((directive: unknown, i) => {
    const path = `CloudWatchMetrics[${i}]`;
    const checked = checkDirective(directive, path, problems);
    return checked === undefined ? [] : expand(checked, root, timestamp, path, problems);
  });
  return { data, problems };
}

type Json = Readonly<Record<string, unknown>>;

/** The first object in the line that reaches to its end and has `_aws`. */
function findDocument(line: string): Json | undefined {
  if (!line.includes('"_aws"')) return undefined;
  for (let at = line.indexOf('{'); at >= 0; at = line.indexOf('{', at + 1)) {
    try {
      const root = asObject(JSON.parse(line.slice(at)));
      return root !== undefined && Object.hasOwn(root, '_aws') ? root : undefined;
    } catch {
      // A brace in the text before the document.
    }
  }
  return undefined;
}

interface Directive {
  readonly namespace: string;
  readonly dimensionSets: readonly (readonly string[])[];
  readonly metrics: readonly Definition[];
}

interface Definition {
  readonly name: string;
  readonly unit: StandardUnit;
  readonly resolutionSeconds: 1 | 60;
}

function checkDirective(directive: unknown, path: string, problems: string[]): Directive | undefined {
  const { Namespace, Dimensions, Metrics } = asObject(directive) ?? {};
  if (!isText(Namespace, MAX_NAMESPACE_LENGTH)) {
    problems.push(`${path}.Namespace is not a text of 1 to ${MAX_NAMESPACE_LENGTH} characters`);
  } else if (!Array.isArray(Dimensions) || Dimensions.length === 0 || !Dimensions.every(isDimensionSet)) {
    problems.push(`${path}.Dimensions is not an array of sets of at most ${MAX_DIMENSIONS} names`);
  } else if (!Array.isArray(Metrics) || Metrics.length > EMF_MAX_METRICS) {
    problems.push(`${path}.Metrics is not an array of at most ${EMF_MAX_METRICS} definitions`);
  } else {
    const metrics = Metrics.flatMap((metric: unknown, i) =>
      checkDefinition(metric, `${path}.Metrics[${i}]`, problems),
    );
    return { namespace: Namespace, dimensionSets: Dimensions, metrics };
  }
  return undefined;
}

function checkDefinition(metric: unknown, path: string, problems: string[]): readonly Definition[] {
  const { Name, Unit = 'None', StorageResolution = 60 } = asObject(metric) ?? {};
  const unit = Object.values(StandardUnit).find((known) => known === Unit);
  if (!isText(Name, MAX_METRIC_NAME_LENGTH)) {
    problems.push(`${path}.Name is not a text of 1 to ${MAX_METRIC_NAME_LENGTH} characters`);
  } else if (unit === undefined) {
    problems.push(`${path}.Unit is not a unit of CloudWatch`);
  } else if (StorageResolution !== 1 && StorageResolution !== 60) {
    problems.push(`${path}.StorageResolution is neither 1 nor 60`);
  } else {
    return [{ name: Name, unit, resolutionSeconds: StorageResolution }];
  }
  return [];
}

/** Every set of dimensions makes a metric of its own of every definition. */
function expand(
  { namespace, dimensionSets, metrics }: Directive,
  root: Json,
  timestamp: number,
  path: string,
  problems: string[],
): readonly Datum[] {
  const sets = dimensionSets.flatMap((names) => {
    const dimensions = names.map((name) => ({ Name: name, Value: own(root, name) }));
    const wrong = dimensions.find(({ Value }) => !isText(Value, MAX_DIMENSION_VALUE_LENGTH));
    if (wrong !== undefined) problems.push(`${path}: the dimension ${wrong.Name} has no text at the root`);
    return wrong === undefined
      ? [dimensions.map(({ Name, Value }): MetricDimension => ({ Name, Value: String(Value) }))]
      : [];
  });
  return metrics.flatMap(({ name, unit, resolutionSeconds }) => {
    const values = numbersOf(own(root, name));
    if (values === undefined) {
      problems.push(
        `${path}: the metric ${name} has no number, nor 1 to ${EMF_MAX_VALUES} of them, at the root`,
      );
      return [];
    }
    const data: Datum['data'] = { kind: 'values', values, counts: values.map(() => 1) };
    return sets.map((dimensions) => ({
      namespace,
      metricName: name,
      dimensions,
      timestamp,
      unit,
      resolutionSeconds,
      data,
    }));
  });
}

function numbersOf(target: unknown): readonly number[] | undefined {
  const values: readonly unknown[] = Array.isArray(target) ? target : [target];
  if (values.length === 0 || values.length > EMF_MAX_VALUES) return undefined;
  return values.every((value) => typeof value === 'number' && Math.abs(value) <= MAX_VALUE)
    ? values.map(Number)
    : undefined;
}

function isDimensionSet(set: unknown): set is readonly string[] {
  return (
    Array.isArray(set) &&
    set.length <= MAX_DIMENSIONS &&
    set.every((name) => isText(name, MAX_DIMENSION_NAME_LENGTH))
  );
}

function isText(value: unknown, most: number): value is string {
  return typeof value === 'string' && value.length >= 1 && value.length <= most;
}

/** A root member that the document itself has. A dot in a name is a character like any other. */
function own(root: Json, name: string): unknown {
  return Object.hasOwn(root, name) ? root[name] : undefined;
}

function asObject(value: unknown): Json | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return Object.fromEntries(Object.entries(value));
}
