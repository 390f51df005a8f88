import { notSupported } from '../kernel/errors';
import { validationError } from './errors';
import type { Series } from './math-series';

/** Documented: graph-dynamic-labels, "up to six dynamic values in a label". */
const MAX_DYNAMIC_VALUES = 6;

const DYNAMIC_VALUE = /\$\{(?<name>[^}]*)\}/g;
const PROPERTY = /^PROP\('(?<property>[^']+)'\)$/;

/** What a label can say of the place where its series comes from. */
export interface LabelScope {
  /** The operation, for refusals. */
  readonly operation: string;
  readonly region: string;
  readonly accountId: string;
}

/**
 * Looks at the dynamic values of a label: `${LABEL}` and `${PROP('Dim.Queue')}` are modelled.
 *
 * @throws ValidationException for more than six. Assumed: the words.
 * @throws NotSupportedByFake for values of the data (`${MAX}`): how CloudWatch rounds and writes them is not documented.
 */
export function checkLabel(operation: string, label: string): void {
  const names = [...label.matchAll(DYNAMIC_VALUE)].map(({ groups }) => groups?.['name'] ?? '');
  for (const name of names) {
    if (name !== 'LABEL' && !PROPERTY.test(name))
      throw notSupported(operation, `the dynamic label \${${name}}`);
  }
  if (names.length > MAX_DYNAMIC_VALUES)
    throw validationError(`A label has at most ${MAX_DYNAMIC_VALUES} dynamic values.`);
}

export function isDynamic(label: string): boolean {
  return label.search(DYNAMIC_VALUE) >= 0;
}

/**
 * A label with its dynamic values filled in.
 *
 * @param own the label that the series has without one: what `${LABEL}` stands for.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/graph-dynamic-labels.html
 */
export function dynamicLabel(scope: LabelScope, label: string, series: Series, own: string): string {
  return label.replaceAll(DYNAMIC_VALUE, (_, name: string) =>
    name === 'LABEL' ? own : propertyOf(scope, series, PROPERTY.exec(name)?.groups?.['property'] ?? ''),
  );
}

function propertyOf({ operation, region, accountId }: LabelScope, series: Series, property: string): string {
  if (property === 'Region') return region;
  if (property === 'AccountId') return accountId;
  if (property === 'Period') return String(series.range.periodMs / 1_000);
  const { source } = series;
  // What CloudWatch writes where several metrics stand behind a series is not documented.
  if (source === undefined)
    throw notSupported(operation, `\${PROP('${property}')} in the label of an expression over metrics`);
  if (property === 'MetricName') return source.metricName;
  if (property === 'Namespace') return source.namespace;
  if (property === 'Stat') return source.statistic;
  const dimension = property.startsWith('Dim.') ? property.slice('Dim.'.length) : undefined;
  const value = source.dimensions.find(({ Name }) => Name === dimension)?.Value;
  if (value === undefined)
    throw notSupported(operation, `\${PROP('${property}')} where there is no such property`);
  return value;
}
