import { expect } from 'chai';
import { deploy, type Deployment } from '../arrange/deployment';
import { RECEIPT, wordLabel, wordOf } from '../arrange/receipts';
import { selfReceiving } from '../arrange/self-receiving';

const LABELS = 25;

describe('R50: many messages of one FIFO group (I11)', () => {
  let world: Deployment;
  afterEach(() => world.end());

  async function relabel(): Promise<void> {
    for (let word = 1; word <= LABELS; word += 1)
      await world.put(wordLabel(wordOf(RECEIPT, 1, word), 'DATE'));
    await world.settle();
    expect([world.waiting(), world.deadLetters()]).to.deep.equal([[0, 0], []]);
  }

  it('the naive way asks for more of them, and gets none as long as its batch is in flight', async () => {
    const received: number[] = [];
    world = await deploy({ fifo: true, compaction: (given) => selfReceiving(given, received) });
    await relabel();
    expect(received).to.have.length(Math.ceil(LABELS / 10));
    expect(
      received.every((count) => count === 0),
      received.join(),
    ).to.equal(true);
  });

  it('ours does not ask: batch size and window are the mapping’s', async () => {
    world = await deploy({ fifo: true });
    const before = world.aws.calls.entries.length;
    await relabel();
    const asked = world.aws.calls.entries
      .slice(before)
      .filter(({ operation, caller }) => operation === 'ReceiveMessage' && caller === 'compaction');
    expect(asked).to.deep.equal([]);
  });
});
