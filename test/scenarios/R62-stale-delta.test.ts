import { expect } from 'chai';
import { history, ordersOf, WORD, write, type History } from '../arrange/history';
import { RECEIPT, receiptMetadata, wordLabel } from '../arrange/receipts';

const WRITES = [
  write.run,
  write.item(wordLabel(WORD, 'DATE', { status: 'INVALID' })),
  write.item(receiptMetadata(RECEIPT, { merchantName: 'New name' })),
];
/** The delta was made before any of it. */
const delta = { validated_labels: ',DATE,', merchant_name: 'Old name', address: 'gone' };
const EXPECTED = { validated_labels: '', invalid_labels: ',DATE,', merchant_name: 'New name' };

describe('R62: a delta says what was true long ago (I6)', () => {
  let told: History;
  beforeEach(async () => {
    told = await history(WRITES, { delta });
  });
  afterEach(() => told.world.end());

  it('the naive way merges it over what is newer: whoever comes last wins', () => {
    const merchants = ordersOf(told.messages).map((order) => told.naive(order)?.['merchant_name']);
    expect(merchants).to.include.members(['Old name', 'New name']);
  });

  it('ours applies the present after each merge, in every order', async () => {
    for (const order of ordersOf(told.messages)) {
      const metadata = await told.ours(order);
      expect(metadata).to.include(EXPECTED);
      expect(metadata).to.not.have.property('address');
    }
  });
});
