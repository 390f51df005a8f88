import { QueryCommand } from '@aws-sdk/client-dynamodb';
import { expect } from 'chai';
import { fileEngine } from '../../src/compaction/engine/file-engine';
import type { EngineFactory } from '../../src/compaction/engine/snapshot-engine';
import { blindEngine } from '../arrange/blind-engine';
import { body, lambdaContext, sqsRecord } from '../arrange/events';
import { lambdaWorld, TABLE, type LambdaWorld } from '../arrange/lambda-world';
import { createReceiptTable } from '../../src/compaction/receipt-table';
import { RECEIPT, receipt, receiptMetadata, receiptWord, wordOf } from '../arrange/receipts';
import { wordVector } from '../arrange/snapshots';

const WORDS = [wordOf(RECEIPT, 1, 1), wordOf(RECEIPT, 1, 2)];

describe('R71: GSI3 does not know the latest word yet (I6)', () => {
  let world: LambdaWorld;
  beforeEach(async () => {
    world = await lambdaWorld();
    await world.put(receipt(RECEIPT), receiptMetadata(RECEIPT), ...WORDS.map((word) => receiptWord(word)));
    await world.snapshot(
      'words',
      '20250101_000000',
      WORDS.map((word) => wordVector(word)),
    );
    world.aws.faults.on(QueryCommand, { IndexName: 'GSI3' }).readsStale({ writes: 1 });
  });
  afterEach(() => world.end());

  /** How many of the two words have the place. */
  async function updated(engines: EngineFactory): Promise<number> {
    const event = { Records: [sqsRecord('words', body.metadata())] };
    expect((await world.compaction({ engines })(event, lambdaContext())).batchItemFailures).to.deep.equal([]);
    const vectors = [...((await world.published('words'))?.vectors.values() ?? [])];
    return vectors.filter((metadata) => metadata?.['merchant_name'] === 'Corner Bakery').length;
  }

  it('the naive way takes the index for the truth: a word is left out, and acknowledged', async () => {
    expect(await updated(blindEngine)).to.equal(1);
  });

  it('ours asks the vectors as well', async () => {
    expect(await updated(fileEngine)).to.equal(2);
  });
});

describe('R71: the words of a receipt are many pages of equal index keys', () => {
  let world: LambdaWorld;
  beforeEach(async () => {
    world = await lambdaWorld();
  });
  afterEach(() => world.end());

  it('all are found once, whatever the pages', async () => {
    const long = 'x'.repeat(30_000);
    const words = Array.from({ length: 80 }, (_, index) => wordOf(RECEIPT, 1, index + 1));
    for (const word of words) await world.put(receiptWord(word, long));
    const ids = await createReceiptTable(world.clients.dynamodb, TABLE).indexedVectorIds('words', RECEIPT);
    expect(ids.toSorted()).to.deep.equal(words.map((word) => wordVector(word).id));
    expect(world.aws.calls.counts()['DynamoDB.Query']).to.be.greaterThan(2);
  });
});
