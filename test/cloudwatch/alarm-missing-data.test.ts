import { expect } from 'chai';
import {
  evaluateMissingData,
  evaluationRange,
  type TreatMissingData,
} from '../../fakes/cloudwatch/alarm-missing-data';

describe('CloudWatch alarms and missing data', () => {
  const points = (text: string) => Array.from(text).map((sign) => (sign === '-' ? undefined : sign));
  const evaluate = (m: number, n: number, text: string, treatMissingData: TreatMissingData) =>
    evaluateMissingData(
      { evaluationPeriods: n, datapointsToAlarm: m, treatMissingData },
      points(text),
      (sign) => sign === 'X',
    );
  const treatments = ['missing', 'ignore', 'breaching', 'notBreaching'] as const;
  const INSUFFICIENT = 'INSUFFICIENT_DATA';

  // The tables of the user guide, oldest first: X breaching, 0 not, - missing.
  const table: readonly [
    m: number,
    text: string,
    missing: string,
    ignore: string,
    breaching: string,
    not: string,
  ][] = [
    [3, '0-X-X', 'OK', 'OK', 'OK', 'OK'],
    [3, '0----', 'OK', 'OK', 'OK', 'OK'],
    [3, '-----', INSUFFICIENT, 'keep', 'ALARM', 'OK'],
    [3, '0XX-X', 'ALARM', 'ALARM', 'ALARM', 'ALARM'],
    [3, '--X--', 'ALARM', 'keep', 'ALARM', 'OK'],
    [3, '----X', INSUFFICIENT, 'keep', 'ALARM', 'OK'],
    [3, 'X----', 'ALARM', 'keep', 'ALARM', 'OK'],
    [2, '0-X-X', 'ALARM', 'ALARM', 'ALARM', 'ALARM'],
    [2, '00X0X', 'ALARM', 'ALARM', 'ALARM', 'ALARM'],
    [2, '0-X--', 'OK', 'OK', 'ALARM', 'OK'],
    [2, '----0', 'OK', 'OK', 'ALARM', 'OK'],
    [2, '---X-', 'ALARM', 'keep', 'ALARM', 'OK'],
    [2, '----X', INSUFFICIENT, 'keep', 'ALARM', 'OK'],
    // Not in the guide: enough breaching data points alone decide.
    [2, '---XX', 'ALARM', 'ALARM', 'ALARM', 'ALARM'],
    [3, '00000', 'OK', 'OK', 'OK', 'OK'],
    [3, 'XXXXX', 'ALARM', 'ALARM', 'ALARM', 'ALARM'],
    [3, 'XXX00', 'OK', 'OK', 'OK', 'OK'],
  ];
  for (const [m, text, ...verdicts] of table) {
    for (const [i, treatMissingData] of treatments.entries()) {
      it(`${m} of 3: ${text} with ${treatMissingData} gives ${verdicts[i]}`, () => {
        expect(evaluate(m, 3, text, treatMissingData).verdict).to.equal(verdicts[i]);
      });
    }
  }

  it('says which data points it looked at and how many it filled in', () => {
    expect(evaluate(3, 3, '0XX-X', 'breaching')).to.deep.include({ evaluated: ['X', 'X', 'X'], filled: 0 });
    expect(evaluate(3, 3, '0---X', 'breaching')).to.deep.include({ evaluated: ['0', 'X'], filled: 1 });
  });

  it('looks at five periods for three, and at some more than asked for in general', () => {
    expect([1, 2, 3, 5, 6, 9, 30].map(evaluationRange)).to.deep.equal([3, 4, 5, 7, 8, 12, 40]);
  });
});
