import { expect } from 'chai';
import { wordItem } from '../../src/shared/receipt-keys';
import { history, ordersOf, WORD, write, type History } from '../arrange/history';

describe('R76: a word is deleted while its delta waits (I6)', () => {
  let told: History;
  beforeEach(async () => {
    told = await history([write.run, write.removal(wordItem(WORD))]);
  });
  afterEach(() => told.world.end());

  it('the naive way finds nothing to delete, and then merges the delta: the word is back', () => {
    const ends = ordersOf(told.messages).map((order) => told.naive(order) !== undefined);
    expect(ends).to.have.members([false, true]);
  });

  it('ours merges only what DynamoDB still has, in every order', async () => {
    for (const order of ordersOf(told.messages)) expect(await told.ours(order)).to.equal(undefined);
  });
});
