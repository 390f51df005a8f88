import { expect } from 'chai';
import { MAX_VALUE, RETENTION } from '../../fakes/cloudwatch/limits';

describe('CloudWatch limits', () => {
  it('keep data longer the coarser its period is', () => {
    const ages = RETENTION.map(({ ageMs }) => ageMs);
    const periods = RETENTION.map(({ periodSeconds }) => periodSeconds);
    expect(ages).to.deep.equal(ages.toSorted((a, b) => a - b));
    expect(periods).to.deep.equal([1, 60, 300, 3_600]);
  });

  it('allow values up to 2^360', () => expect(MAX_VALUE).to.equal(2 ** 360));
});
