import { expect } from 'chai';
import { isApplied, placeContent } from '../../../../src/compaction/apply/place-patch';
import { RECEIPT, receiptMetadata } from '../../../arrange/receipts';

describe('placeContent', () => {
  it('sets what the item says and unsets the rest', () => {
    expect(placeContent(receiptMetadata(RECEIPT, { phoneNumber: '555-0142' }))).to.deep.equal({
      set: { merchant_name: 'Corner Bakery', phone_number: '555-0142', place_id: 'pl-778' },
      unset: ['canonical_merchant_name', 'merchant_category', 'address'],
    });
  });

  it('unsets everything when the item is gone', () => {
    const { set, unset } = placeContent(undefined);
    expect([set, unset.length]).to.deep.equal([{}, 6]);
  });
});

describe('isApplied', () => {
  const content = { set: { a: '1' }, unset: ['b'] };
  const rows: [Parameters<typeof isApplied>[0], boolean][] = [
    [{ a: '1', c: '3' }, true],
    [{ a: '2' }, false],
    [{ a: '1', b: '2' }, false],
    [{}, false],
    [null, false],
  ];
  for (const [metadata, applied] of rows) {
    it(`is ${applied} for ${JSON.stringify(metadata)}`, () => {
      expect(isApplied(metadata, content)).to.equal(applied);
    });
  }

  it('is true for no metadata when all is to be unset', () => {
    expect(isApplied(null, { set: {}, unset: ['a'] })).to.equal(true);
  });
});
