import { expect } from 'chai';
import { MathError } from '../../fakes/cloudwatch/math-parser';
import { NotSupportedByFake } from '../../fakes/kernel/errors';
import { evaluate, gap, values } from './math-fixture';

describe('CloudWatch metric math', () => {
  it('knows the metrics of the request by their Ids', () =>
    expect(values('m1')).to.deep.equal([30, 20, 0, 0, gap]));

  const refused: readonly [text: string, message: string][] = [
    ['m9', 'Undeclared variable: m9'],
    ['NOPE(m1)', 'Unknown function: NOPE'],
    ['toString(m1)', 'Unknown function: toString'],
    ['[1]', 'An array holds time series, not Scalar'],
  ];
  for (const [text, message] of refused) {
    it(`refuses ${text}`, () => expect(() => evaluate(text)).to.throw(MathError, message));
  }

  for (const name of [
    'STDDEV',
    'ANOMALY_DETECTION_BAND',
    'INSIGHT_RULE_METRIC',
    'SERVICE_QUOTA',
    'LAMBDA',
    'DB_PERF_INSIGHTS',
  ]) {
    it(`does not model ${name}, and says so`, () => {
      expect(() => evaluate(`${name}(m1)`)).to.throw(
        NotSupportedByFake,
        `GetMetricData: the metric math function ${name} is not modelled`,
      );
    });
  }
});
