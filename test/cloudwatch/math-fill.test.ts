import { expect } from 'chai';
import { MathError } from '../../fakes/cloudwatch/math-parser';
import { evaluate, gap, values } from './math-fixture';

describe('CloudWatch metric math: FILL', () => {
  const rows: readonly [text: string, expected: unknown][] = [
    ['FILL(m2,7)', [20, 7, 20, 7, 7]],
    ['FILL(m2,REPEAT)', [20, 20, 20, 20, 20]],
    ['FILL(DIFF(m1),REPEAT)', [gap, -10, -20, 0, 0]],
    ['FILL(m2,LINEAR)', [20, 20, 20, gap, gap]],
    ['FILL(t,LINEAR)', [30, 15, 0, 0, 30]],
    ['FILL(m2,t)', [20, gap, 20, 0, 30]],
    ['FILL(m2,MIN(m1))', [20, 0, 20, 0, 0]],
    ['FILL([m2],1)', [[20, 1, 20, 1, 1]]],
    ['FILL(e,0)', [0, 0, 0, 0, 0]],
  ];
  for (const [text, expected] of rows) {
    it(`computes ${text}`, () => expect(values(text)).to.deep.equal(expected));
  }

  const refused: readonly [text: string, message: string][] = [
    ['FILL()', 'Expected a time series, got nothing'],
    ['FILL(m1,ZERO)', 'FILL takes a number, a time series, REPEAT or LINEAR'],
  ];
  for (const [text, message] of refused) {
    it(`refuses ${text}`, () => expect(() => evaluate(text)).to.throw(MathError, message));
  }
});
