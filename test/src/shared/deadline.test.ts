import { expect } from 'chai';
import { createDeadline } from '../../../src/shared/deadline';

describe('createDeadline', () => {
  it("is Lambda's", () => {
    const deadline = createDeadline({ getRemainingTimeInMillis: () => 2_000 }, () => 0);
    expect([deadline.allows(2_000), deadline.allows(2_001)]).to.deep.equal([true, false]);
  });

  it('is five minutes away when nobody says', () => {
    let now = 1_000;
    const deadline = createDeadline(undefined, () => now);
    expect(deadline.remaining()).to.equal(300_000);
    now += 299_000;
    expect(deadline.remaining()).to.equal(1_000);
  });
});
