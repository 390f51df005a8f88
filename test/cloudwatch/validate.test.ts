import { StandardUnit } from '@aws-sdk/client-cloudwatch';
import { expect } from 'chai';
import { checkDimensions, checkUnit, createProblems, isQueryPeriod } from '../../fakes/cloudwatch/validate';

describe('CloudWatch validation', () => {
  it('reports missing parameters before combinations before values', () => {
    const problems = createProblems();
    problems.invalid('bad value');
    problems.combination('bad combination');
    expect(() => problems.throwIfAny()).to.throw('bad combination');
    problems.missing('A');
    problems.missing('B');
    expect(() => problems.throwIfAny()).to.throw(
      'The parameter A is required.\nThe parameter B is required.',
    );
  });

  it('passes when there are no problems', () => {
    const problems = createProblems();
    checkDimensions(problems, 'Dimensions', [{ Name: 'a', Value: 'b' }]);
    checkUnit(problems, 'Unit', 'Count/Second');
    problems.throwIfAny();
  });

  const periods: readonly [number, boolean][] = [
    [0, false],
    [1, true],
    [2, false],
    [5, true],
    [10, true],
    [15, false],
    [20, true],
    [30, true],
    [45, false],
    [60, true],
    [61, false],
    [90, false],
    [120, true],
    [86_400, true],
    [-60, false],
    [60.5, false],
  ];
  for (const [period, valid] of periods) {
    it(`${valid ? 'takes' : 'refuses'} a period of ${period}`, () =>
      expect(isQueryPeriod(period)).to.equal(valid));
  }

  it('knows every unit of the SDK and no other', () => {
    const fine = createProblems();
    for (const unit of Object.values(StandardUnit)) checkUnit(fine, 'Unit', unit);
    fine.throwIfAny();
    const problems = createProblems();
    checkUnit(problems, 'Unit', 'seconds');
    const listed = Object.values(StandardUnit).length;
    expect(() => problems.throwIfAny()).to.throw(new RegExp(`^[^,]*(,[^,]*){${listed - 1}}$`));
  });
});
