import { expect } from 'chai';
import { toUserMetadata } from '../../../../src/compaction/snapshot/user-metadata';

describe('toUserMetadata', () => {
  it('makes everything a string of US-ASCII (R28)', () => {
    expect(toUserMetadata({ count: 12, done: true, name: 'Café\n' })).to.deep.equal({
      count: '12',
      done: 'true',
      name: 'Caf??',
    });
  });

  it('takes 2 KB and no more', () => {
    expect(() => toUserMetadata({ a: 'x'.repeat(2_047) })).not.to.throw();
    expect(() => toUserMetadata({ a: 'x'.repeat(2_048) })).to.throw(RangeError, '2049 bytes');
  });
});
