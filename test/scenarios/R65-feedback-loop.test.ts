import { expect } from 'chai';
import { createStreamProcessor } from '../../src/stream-processor/handler';
import { deploy, type Deployment, type DeploymentOptions } from '../arrange/deployment';
import { compactionRun, RECEIPT, receipt, receiptWord, RUN_ID, wordOf } from '../arrange/receipts';
import { lineVector, wordVector } from '../arrange/snapshots';

const word = wordOf(RECEIPT, 1, 1);

/** Tells the compaction about its own bookkeeping, too. */
const forwardingAll: DeploymentOptions['stream'] = (world) => {
  const ours = createStreamProcessor(world.runtime());
  return (event, context) =>
    ours(
      {
        Records: event.Records.map((record) => {
          const isRun = record.dynamodb?.Keys?.['SK']?.S?.includes('#COMPACTION_RUN#') === true;
          return isRun ? { ...record, eventName: 'INSERT' } : record;
        }),
      },
      context,
    );
};

describe('R65: the compaction writes into the table whose stream drives it (I11)', () => {
  let world: Deployment;
  afterEach(() => world.end());

  /** Compactions until all is quiet after one run. */
  async function compactions(options: DeploymentOptions = {}): Promise<number> {
    world = await deploy(options);
    await world.put(receipt(RECEIPT), receiptWord(word));
    await world.delta('lines', `lines/delta/${RUN_ID}`, [lineVector(word)]);
    await world.delta('words', `words/delta/${RUN_ID}`, [wordVector(word)]);
    await world.put(compactionRun(RECEIPT));
    const { invocations } = await world.settle();
    return invocations.filter(({ functionName }) => functionName === 'compaction').length;
  }

  it('the naive way forwards changes of runs: each completion is a download of everything for nothing', async () => {
    expect(await compactions({ stream: forwardingAll })).to.be.greaterThan(2);
  });

  it('ours forwards new runs only: one for the lines, one for the words, and then it is quiet', async () => {
    expect(await compactions()).to.equal(2);
  });
});
