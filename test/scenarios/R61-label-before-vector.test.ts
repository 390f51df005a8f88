import { expect } from 'chai';
import { history, ordersOf, WORD, write, type History } from '../arrange/history';
import { RECEIPT, receiptMetadata, wordLabel } from '../arrange/receipts';

const WRITES = [
  write.run,
  write.item(wordLabel(WORD, 'DATE', { status: 'VALID' })),
  write.item(receiptMetadata(RECEIPT, { merchantName: 'New name' })),
];
const EXPECTED = { validated_labels: ',DATE,', merchant_name: 'New name' };

describe('R61: label and place arrive before the vector they are about (I6)', () => {
  let told: History;
  beforeEach(async () => {
    told = await history(WRITES);
  });
  afterEach(() => told.world.end());

  it('the naive way has nothing to update, and acknowledges: it converges in two orders of six', () => {
    const right = ordersOf(told.messages).filter((order) => {
      const { validated_labels, merchant_name } = told.naive(order) ?? {};
      return validated_labels === EXPECTED.validated_labels && merchant_name === EXPECTED.merchant_name;
    });
    // The run first; label and place may change places.
    expect(right).to.have.length(2);
  });

  it('ours converges in every order', async () => {
    for (const order of ordersOf(told.messages)) expect(await told.ours(order)).to.include(EXPECTED);
  });
});
