import { expect } from 'chai';
import { arrivingBytes, damagedAt } from '../../fakes/kernel/body-damage';

describe('damage to a body', () => {
  const bytes = Uint8Array.from([1, 2, 3, 4, 5]);

  it('shows halfway unless it is told where, and never behind the end', () => {
    expect(damagedAt({ how: 'truncated' }, 5)).to.equal(2);
    expect(damagedAt({ how: 'truncated', after: 0 }, 5)).to.equal(0);
    expect(damagedAt({ how: 'truncated', after: 9 }, 5)).to.equal(5);
  });

  it('flips one bit of a copy', () => {
    expect([...arrivingBytes(bytes, { how: 'corrupted' })]).to.deep.equal([1, 2, 2, 4, 5]);
    expect([...arrivingBytes(bytes, { how: 'corrupted', after: 99 })]).to.deep.equal([1, 2, 3, 4, 4]);
    expect([...bytes]).to.deep.equal([1, 2, 3, 4, 5]);
  });

  it('leaves the bytes of a body that only ends early, and an empty one', () => {
    expect(arrivingBytes(bytes, { how: 'truncated' })).to.equal(bytes);
    expect([...arrivingBytes(new Uint8Array(), { how: 'corrupted' })]).to.deep.equal([]);
  });
});
