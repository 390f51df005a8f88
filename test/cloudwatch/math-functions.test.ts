import { expect } from 'chai';
import { MathError } from '../../fakes/cloudwatch/math-parser';
import { evaluate, gap, values } from './math-fixture';

describe('CloudWatch metric math: functions', () => {
  const rows: readonly [text: string, expected: unknown][] = [
    ['ABS(0-m1)', [30, 20, 0, 0, gap]],
    ['CEIL(m1/7)', [5, 3, 0, 0, gap]],
    ['FLOOR([m1]/7)', [[4, 2, 0, 0, gap]]],
    ['LOG(m2)', [Math.log(20), gap, Math.log(20), gap, gap]],
    ['LOG(m1)', [Math.log(30), Math.log(20), gap, gap, gap]],
    ['LOG10(m2/2)', [1, gap, 1, gap, gap]],
    ['AVG(m1)', 12.5],
    ['SUM(m1)', 50],
    ['MIN(m1)', 0],
    ['MAX(m1)', 30],
    ['DATAPOINT_COUNT(m2)', 2],
    ['SUM(METRICS())', [50, 20, 20, 0, gap]],
    ['AVG(METRICS())', [25, 10, 10, 0, gap]],
    ['MIN(METRICS())', [20, 20, 0, 0, gap]],
    ['MAX([m1,m2])', [30, 20, 20, 0, gap]],
    ['DATAPOINT_COUNT([m1,m2])', [2, 1, 2, 1, gap]],
    ['SUM(METRICS("2"))', [20, gap, 20, gap, gap]],
    ['SUM(METRICS("x"))', []],
    ['SUM([METRICS("1"),m2])', [50, 20, 20, 0, gap]],
    ['METRIC_COUNT(METRICS())', 2],
    ['m1-AVG(m1)', [17.5, 7.5, -12.5, -12.5, gap]],
    ['m1/AVG(e)', [gap, gap, gap, gap, gap]],
    ['DIFF(m1)', [gap, -10, -20, 0, gap]],
    ['DIFF(m2)', [gap, gap, 0, gap, gap]],
    ['DIFF_TIME(m2)', [gap, gap, 120, gap, gap]],
    ['RATE(m1)', [gap, -10 / 60, -20 / 60, 0, gap]],
    ['RUNNING_SUM(m1)', [30, 50, 50, 50, gap]],
    ['PERIOD(m1)', 60],
    ['m1/PERIOD(m1)', [0.5, 20 / 60, 0, 0, gap]],
    ['TIME_SERIES(10)', [10, 10, 10, 10, 10]],
    ['TIME_SERIES(MAX(m1))', [30, 30, 30, 30, 30]],
    ['FIRST([m1,m2])', [30, 20, 0, 0, gap]],
    ['LAST([m1,m2])', [20, gap, 20, gap, gap]],
    ['REMOVE_EMPTY([e,m2])', [[20, gap, 20, gap, gap]]],
    ["SEARCH('x','Sum',60)", [[1, gap, gap, gap, gap]]],
    ['MINUTE(m1)', [58, 59, 0, 1, 2]],
    ['HOUR(m1)', [10, 10, 11, 11, 11]],
    ['DAY(m1)', [1, 1, 1, 1, 1]],
    ['DATE(m1)', [5, 5, 5, 5, 5]],
    ['MONTH(m1)', [1, 1, 1, 1, 1]],
    ['YEAR(e)', [2026, 2026, 2026, 2026, 2026]],
    ['EPOCH(m1)-EPOCH(m2)', [0, 0, 0, 0, 0]],
  ];
  for (const [text, expected] of rows) {
    it(`computes ${text}`, () => expect(values(text)).to.deep.equal(expected));
  }

  const refused: readonly [text: string, message: string][] = [
    ['ABS(1)', 'Expected a time series, got Scalar'],
    ['ABS()', 'Expected a time series, got nothing'],
    ['METRIC_COUNT(m1)', 'Expected an array of time series, got Time Series'],
    ['TIME_SERIES(m1)', 'Expected a number, got Time Series'],
    ['METRICS(1)', 'Expected a string, got Scalar'],
    ['FIRST([])', 'The array of time series is empty'],
    ['PERIOD(m1+1)', 'PERIOD takes a metric, not the result of an expression'],
    ['SUM([m1,slow])', 'The metrics have different periods'],
  ];
  for (const [text, message] of refused) {
    it(`refuses ${text}`, () => expect(() => evaluate(text)).to.throw(MathError, message));
  }
});
