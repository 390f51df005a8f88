import { expect } from 'chai';
import { deploy, type Deployment } from '../arrange/deployment';
import { RECEIPT, receipt, receiptMetadata, receiptWord, wordOf } from '../arrange/receipts';
import { wordVector } from '../arrange/snapshots';

const word = wordOf(RECEIPT, 1, 1);

describe('R53: the lock is busy for an hour (I1, I8)', () => {
  let world: Deployment;
  afterEach(() => world.end());

  async function afterwards(maxReceiveCount: number): Promise<{ dead: number; merchant: unknown }> {
    world = await deploy({ maxReceiveCount });
    const expires = { S: new Date(Date.now() + 3_600_000).toISOString() };
    await world.put({ PK: { S: 'LOCK#words#snapshot' }, SK: { S: 'LOCK' }, owner: { S: 'B' }, expires });
    await world.snapshot('words', '20250101_000000', [wordVector(word)]);
    await world.put(receipt(RECEIPT), receiptWord(word), receiptMetadata(RECEIPT));
    await world.settle();
    const metadata = (await world.published('words'))?.vectors.get(wordVector(word).id);
    return { dead: world.deadLetters().length, merchant: metadata?.['merchant_name'] };
  }

  it('the naive limit is three receives: a healthy message is dead', async () => {
    expect(await afterwards(3)).to.deep.equal({ dead: 1, merchant: undefined });
  });

  it('ours is a hundred, a day of visibility timeouts', async () => {
    expect(await afterwards(100)).to.deep.equal({ dead: 0, merchant: 'Corner Bakery' });
  });
});
