import type { DimensionFilter, ListMetricsInput, ListMetricsOutput } from '@aws-sdk/client-cloudwatch';
import { notSupported } from '../kernel/errors';
import type { Context } from '../kernel/operation';
import { constraintError, invalidParameterValue } from './errors';
import { LISTED_FOR_MS, METRICS_PER_PAGE, RECENTLY_ACTIVE_MS } from './limits';
import type { CloudwatchState, MetricEntry, MetricKey } from './state';

/**
 * Lists metrics that had data in the past two weeks, 500 a page, in the order of namespace, name and dimensions.
 * A metric is listed at once; in AWS it may take 15 minutes.
 *
 * @throws InvalidParameterValueException for a token that no page gave.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_ListMetrics.html
 */
export function listMetrics(context: Context<CloudwatchState>, input: ListMetricsInput): ListMetricsOutput {
  const { state, now, region } = context;
  checkListMetrics(context.operation, input);
  const activeSince = now - (input.RecentlyActive === undefined ? LISTED_FOR_MS : RECENTLY_ACTIVE_MS);
  const page: MetricEntry[] = [];
  let last: MetricKey | undefined;
  for (const [key, metric] of candidates(state, region, input)) {
    if (metric.publishedAt < activeSince || !matches(metric, input)) continue;
    // One more than fits: there is a next page, which goes on behind the last one shown.
    if (page.length === METRICS_PER_PAGE) return { Metrics: page.map(toMetric), NextToken: toToken(last) };
    page.push(metric);
    last = key;
  }
  return { Metrics: page.map(toMetric) };
}

function checkListMetrics(operation: string, input: ListMetricsInput): void {
  if (input.RecentlyActive !== undefined && input.RecentlyActive !== 'PT3H') {
    throw constraintError(
      input.RecentlyActive,
      'recentlyActive',
      'Member must satisfy enum value set: [PT3H]',
    );
  }
  // Documented: API_ListMetrics, arrays of at most 10 filters.
  if ((input.Dimensions ?? []).length > 10) {
    throw constraintError('[...]', 'dimensions', 'Member must have length less than or equal to 10');
  }
  if (input.IncludeLinkedAccounts === true) throw notSupported(operation, 'IncludeLinkedAccounts');
}

/** Walks the metrics of the region from where the filters or the token say, as far as they say. */
function* candidates(
  state: CloudwatchState,
  region: string,
  { Namespace, MetricName, NextToken }: ListMetricsInput,
): Generator<readonly [MetricKey, MetricEntry], void, undefined> {
  const after = NextToken === undefined ? undefined : fromToken(NextToken, region);
  const from: MetricKey = [region, Namespace ?? '', (Namespace !== undefined && MetricName) || '', ''];
  for (const entry of state.metrics.entries(after === undefined ? { from } : { after })) {
    const [key] = entry;
    if (key[0] !== region || (Namespace !== undefined && key[1] !== Namespace)) return;
    if (MetricName !== undefined && key[2] !== MetricName) {
      if (Namespace !== undefined) return;
      continue;
    }
    yield entry;
  }
}

function matches(metric: MetricEntry, { Dimensions = [] }: ListMetricsInput): boolean {
  return Dimensions.every((filter) => hasDimension(metric, filter));
}

function hasDimension({ dimensions }: MetricEntry, { Name, Value }: DimensionFilter): boolean {
  return dimensions.some(
    (dimension) => dimension.Name === Name && (Value === undefined || dimension.Value === Value),
  );
}

function toMetric({ namespace, metricName, dimensions }: MetricEntry) {
  return { Namespace: namespace, MetricName: metricName, Dimensions: [...dimensions] };
}

/** Opaque to callers: where the page ended. */
function toToken(key: MetricKey | undefined): string {
  return Buffer.from(JSON.stringify(key)).toString('base64');
}

/** Assumed: the wording, which other emulators have too. */
function fromToken(token: string, region: string): MetricKey {
  try {
    const key: unknown = JSON.parse(Buffer.from(token, 'base64').toString());
    if (Array.isArray(key) && key.length === 4 && key.every((part) => typeof part === 'string')) {
      const [tokenRegion, namespace, name, dimensions]: string[] = key;
      if (tokenRegion === region) return [region, namespace ?? '', name ?? '', dimensions ?? ''];
    }
  } catch {
    // Not JSON: no page gave it.
  }
  throw invalidParameterValue('Request parameter NextToken is invalid');
}
