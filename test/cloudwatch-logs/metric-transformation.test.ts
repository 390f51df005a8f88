import type { MetricTransformation } from '@aws-sdk/client-cloudwatch-logs';
import { expect } from 'chai';
import { checkMembers, metricRule } from '../../fakes/cloudwatch-logs/metric-transformation';
import { createConstraints } from '../../fakes/cloudwatch-logs/validate';

describe('CloudWatch Logs: metric transformations', () => {
  const given: MetricTransformation = { metricName: 'm', metricNamespace: 'n', metricValue: '1' };

  for (const metricValue of ['1', '0.5', '-1', '1e3', '$.a', '$.a[0].b', '$size', '$7']) {
    it(`take the value ${metricValue}`, () => {
      expect(metricRule({ ...given, metricValue })).to.deep.include({ metricValue, dimensions: undefined });
    });
  }

  for (const metricValue of ['', ' ', 'x', '$', '$.a b', 'Infinity']) {
    it(`refuse the value '${metricValue}'`, () => {
      expect(() => metricRule({ ...given, metricValue })).to.throw('is not a valid metric value.');
    });
  }

  it('have at most three dimensions, each with a name and a selector', () => {
    const dimensions = { a: '$.a', b: '$b', c: '$3' };
    expect(metricRule({ ...given, dimensions }).dimensions).to.deep.equal(dimensions);
    expect(() => metricRule({ ...given, dimensions: { ...dimensions, d: '$d' } })).to.throw(
      'at most 3 dimensions',
    );
    expect(() => metricRule({ ...given, dimensions: { a: 'b' } })).to.throw("dimension 'a' is not valid");
    expect(() => metricRule({ ...given, dimensions: { '': '$b' } })).to.throw("dimension '' is not valid");
  });

  it('keep to the model', () => {
    const check = (transformation: object) => {
      const constraints = createConstraints();
      checkMembers(constraints, { ...given, ...transformation });
      constraints.throwIfAny();
    };
    check({ metricName: 'x'.repeat(255), metricNamespace: 'a/b', metricValue: '1'.repeat(100) });
    const path = 'metricTransformations.1.member';
    const rows: readonly [transformation: object, message: string][] = [
      [
        { metricName: undefined },
        `Value null at '${path}.metricName' failed to satisfy constraint: Member must not be null`,
      ],
      [
        { metricNamespace: 'a:b' },
        `Value 'a:b' at '${path}.metricNamespace' failed to satisfy constraint: Member must satisfy regular expression pattern: [^:*$]*`,
      ],
      [{ metricName: 'x'.repeat(256) }, 'Member must have length less than or equal to 255'],
      [{ metricValue: '1'.repeat(101) }, 'Member must have length less than or equal to 100'],
    ];
    for (const [transformation, message] of rows) expect(() => check(transformation)).to.throw(message);
  });
});
