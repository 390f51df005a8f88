import type { use } from 'chai';
import type { CloudwatchInspect, MetricInspect } from '../cloudwatch/inspect';

declare global {
  // oxlint-disable-next-line typescript/no-namespace -- the only way to add to chai's assertions
  namespace Chai {
    interface Assertion {
      /**
       * A metric that was published to this world, by namespace, name and dimensions. `.with.sum(1)`, `.with.values([1, 2])`
       * and `.with.sampleCount(2)` then look at its data.
       */
      metric(namespace: string, name: string, dimensions?: Readonly<Record<string, string>>): Assertion;
      /** Of a metric: the sum of everything that was published. */
      sum(expected: number): Assertion;
      /** Of a metric: how many values were published. */
      sampleCount(expected: number): Assertion;
    }
  }
}

interface WorldLike {
  readonly cloudwatch: CloudwatchInspect;
}

/**
 * A plugin for chai: `use(metricMatcher)`, then
 * `expect(aws).to.have.metric('Orders', 'Failed', { queue: 'a' }).with.sum(1)`. A metric that is not there fails with those
 * that are, and the nearest name.
 */
export const metricMatcher: Parameters<typeof use>[0] = (chai, utils) => {
  chai.Assertion.addMethod(
    'metric',
    function (namespace: string, name: string, dimensions?: Readonly<Record<string, string>>) {
      const world: unknown = utils.flag(this, 'object');
      if (!isWorld(world))
        throw new TypeError('expect(...).to.have.metric(): expect the world of fakeAws().');
      const found = find(world, namespace, name, dimensions);
      const isFound = typeof found !== 'string';
      const asked = `${namespace}/${name}${dimensions === undefined ? '' : ` ${JSON.stringify(dimensions)}`}`;
      const problem = isFound ? '' : found;
      this.assert(isFound, problem, `expected no metric ${asked} to be published, but it was`);
      utils.flag(this, 'object', found);
    },
  );
  for (const statistic of ['sum', 'sampleCount'] as const) {
    chai.Assertion.addMethod(statistic, function (expected: number) {
      const metric: unknown = utils.flag(this, 'object');
      if (!isMetric(metric))
        throw new TypeError(`.${statistic}(): say which metric first, with .metric(...).`);
      const actual = metric[statistic]();
      const subject = `${metric.namespace}/${metric.name} ${JSON.stringify(metric.dimensions)}`;
      this.assert(
        actual === expected,
        `expected the ${statistic} of ${subject} to be #{exp} but it is #{act}`,
        `expected the ${statistic} of ${subject} not to be #{exp}`,
        expected,
        actual,
        false,
      );
    });
  }
};

/** The metric, or why there is none. */
function find(
  { cloudwatch }: WorldLike,
  namespace: string,
  name: string,
  dimensions: Readonly<Record<string, string>> | undefined,
): MetricInspect | string {
  try {
    return cloudwatch.metric(namespace, name, dimensions);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function isWorld(value: unknown): value is WorldLike {
  return typeof value === 'object' && value !== null && 'cloudwatch' in value;
}

function isMetric(value: unknown): value is MetricInspect {
  return typeof value === 'object' && value !== null && 'sampleCount' in value;
}
