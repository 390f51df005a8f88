import { expect } from 'chai';
import { MathError } from '../../fakes/cloudwatch/math-parser';
import { evaluate, gap, values } from './math-fixture';

describe('CloudWatch metric math: IF', () => {
  const rows: readonly [text: string, expected: unknown][] = [
    // The tables of the documentation.
    ['IF(c,t,f)', [30, 0, 20, gap, gap]],
    ['IF(c,5,f)', [5, 5, 20, gap, gap]],
    ['IF(c,t,5)', [30, 0, 5, 5, gap]],
    ['IF(c,t)', [30, 0, gap, gap, gap]],
    ['IF(m1<25,m1)', [gap, 20, 0, 0, gap]],
    ['IF(m1<25,10,2)', [2, 10, 10, 10, gap]],
    ['IF(1,m1,m2)', [30, 20, 0, 0, gap]],
    ['IF(0,m1,m2)', [20, gap, 20, gap, gap]],
    ['IF(0,m1)', [gap, gap, gap, gap, gap]],
    ['IF(DAY(m1)<6,m1)', [30, 20, 0, 0, 0]],
  ];
  for (const [text, expected] of rows) {
    it(`computes ${text}`, () => expect(values(text)).to.deep.equal(expected));
  }

  const refused: readonly [text: string, message: string][] = [
    ['IF(m1)', 'IF takes a condition, a value and, if wanted, another value'],
    ['IF(m1,1,2,3)', 'IF takes a condition, a value and, if wanted, another value'],
    ['IF([m1],1)', 'IF does not take Array of Time Series as condition'],
    ['IF(m1,[m2])', 'IF does not take Array of Time Series as value'],
    ['IF(1,2,3)', 'IF does not take a Scalar and Scalar'],
    ['IF(m1,slow)', 'The metrics have different periods'],
  ];
  for (const [text, message] of refused) {
    it(`refuses ${text}`, () => expect(() => evaluate(text)).to.throw(MathError, message));
  }
});
