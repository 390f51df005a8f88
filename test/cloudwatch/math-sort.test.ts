import { expect } from 'chai';
import { MathError } from '../../fakes/cloudwatch/math-parser';
import { evaluate, gap, values } from './math-fixture';

describe('CloudWatch metric math: SORT and SLICE', () => {
  const rows: readonly [text: string, expected: unknown][] = [
    [
      'SORT([m1,m2],AVG,DESC)',
      [
        [20, gap, 20, gap, gap],
        [30, 20, 0, 0, gap],
      ],
    ],
    ['SORT([m1,m2],SUM,DESC,1)', [[30, 20, 0, 0, gap]]],
    [
      'SORT([m1,m2],MIN,ASC)',
      [
        [30, 20, 0, 0, gap],
        [20, gap, 20, gap, gap],
      ],
    ],
    [
      'SORT([e,m1,m2],MAX,ASC)',
      [
        [20, gap, 20, gap, gap],
        [30, 20, 0, 0, gap],
        [gap, gap, gap, gap, gap],
      ],
    ],
    ['SLICE([m1,m2],1)', [[20, gap, 20, gap, gap]]],
    ['SLICE([m1,m2,c],0,1)', [[30, 20, 0, 0, gap]]],
  ];
  for (const [text, expected] of rows) {
    it(`computes ${text}`, () => expect(values(text)).to.deep.equal(expected));
  }

  const refused: readonly [text: string, message: string][] = [
    ['SORT([m1],1,ASC)', 'Expected a keyword, got Scalar'],
    ['SORT([m1],TOP,ASC)', 'SORT does not sort by TOP'],
    ['SORT([m1],AVG,UP)', 'SORT takes ASC or DESC, not UP'],
  ];
  for (const [text, message] of refused) {
    it(`refuses ${text}`, () => expect(() => evaluate(text)).to.throw(MathError, message));
  }
});
