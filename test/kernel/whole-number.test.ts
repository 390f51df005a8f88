import { expect } from 'chai';
import { FakeMisuse } from '../../fakes/kernel/errors';
import { wholeNumber } from '../../fakes/kernel/whole-number';

describe('kernel/whole-number', () => {
  it('lets whole numbers from the least on through', () => {
    expect([wholeNumber('times', 1, 1), wholeNumber('after', 0, 0)]).to.deep.equal([1, 0]);
  });

  for (const value of [0, 1.5, Number.NaN, Number.POSITIVE_INFINITY])
    it(`refuses ${value}`, () =>
      expect(() => wholeNumber('times', value, 1)).to.throw(
        FakeMisuse,
        `times(${value}): give a whole number of at least 1.`,
      ));
});
