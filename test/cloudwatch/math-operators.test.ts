import { expect } from 'chai';
import { MathError } from '../../fakes/cloudwatch/math-parser';
import { evaluate, gap, values } from './math-fixture';

describe('CloudWatch metric math: operators', () => {
  const rows: readonly [text: string, expected: unknown][] = [
    ['1+2*3', 7],
    ['m1+m2', [50, 20, 20, 0, gap]],
    ['m1-m2', [10, 20, -20, 0, gap]],
    ['m1/m2', [1.5, gap, 0, gap, gap]],
    ['m1/0', [gap, gap, gap, gap, gap]],
    ['100/m1', [100 / 30, 5, gap, gap, gap]],
    ['m1^2', [900, 400, 0, 0, gap]],
    ['-m1', [-30, -20, 0, 0, gap]],
    [
      '[m1,m2]*2',
      [
        [60, 40, 0, 0, gap],
        [40, gap, 40, gap, gap],
      ],
    ],
    ['m1-[m2]', [[10, 20, -20, 0, gap]]],
    ['-[m2]', [[-20, gap, -20, gap, gap]]],
    // The three examples of the documentation.
    ['m1 < m2', [0, 0, 1, 0, gap]],
    ['m1 >= 30', [1, 0, 0, 0, gap]],
    ['m1 > 15 AND m2 > 15', [1, 0, 0, 0, gap]],
    ['m1 == 0 OR m2 == 20', [1, 0, 1, 1, gap]],
    ['m1 != 20', [1, 0, 1, 1, gap]],
    ['m1 <= 20', [0, 1, 1, 1, gap]],
    ['1 > 2', 0],
    ['2 == 2', 1],
  ];
  for (const [text, expected] of rows) {
    it(`computes ${text}`, () => expect(values(text)).to.deep.equal(expected));
  }

  const refused: readonly [text: string, message: string][] = [
    ['[m1]+[m2]', 'Unsupported operand types for +: Array of Time Series and Array of Time Series'],
    ['m1+"a"', 'Unsupported operand types for +: Time Series and String'],
    ['[m1]+ASC', 'Unsupported operand types for +: Time Series and Keyword'],
    ['m1+slow', 'The metrics have different periods'],
  ];
  for (const [text, message] of refused) {
    it(`refuses ${text}`, () => expect(() => evaluate(text)).to.throw(MathError, message));
  }
});
