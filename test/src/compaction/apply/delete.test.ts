import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { expect } from 'chai';
import type { ApplyContext } from '../../../../src/compaction/apply/apply-context';
import { applyDeletes } from '../../../../src/compaction/apply/delete';
import type { Parsed } from '../../../../src/compaction/parse';
import { foldIntoPlan } from '../../../../src/compaction/plan';
import type { CompactionMessage } from '../../../../src/shared/compaction-message';
import type { Collection } from '../../../../src/shared/receipt-keys';
import { applyContext } from '../../../arrange/apply-world';
import { body } from '../../../arrange/events';
import { lambdaWorld, type LambdaWorld } from '../../../arrange/lambda-world';
import { lineOf, RECEIPT, receipt, receiptLine, receiptWord, wordOf } from '../../../arrange/receipts';
import { lineVector, wordVector } from '../../../arrange/snapshots';

const word = wordOf(RECEIPT, 1, 1);
const vectors = [
  wordVector(word),
  wordVector(wordOf(RECEIPT, 1, 2)),
  wordVector(wordOf({ ...RECEIPT, receiptId: 3 }, 1, 1)),
];

describe('applyDeletes', () => {
  let world: LambdaWorld;
  beforeEach(async () => {
    world = await lambdaWorld();
  });
  afterEach(() => world.end());

  const apply = (
    context: ApplyContext,
    collection: Collection,
    message: CompactionMessage,
  ): Promise<void> => {
    const parsed: Parsed = { kind: 'parsed', messageId: 'm1', collection, message };
    return applyDeletes(context, foldIntoPlan([parsed]));
  };

  it('removes the vector of a removed word', async () => {
    const context = await applyContext(world, 'words', vectors);
    await apply(context, 'words', body.wordGone(1, 1));
    expect(await context.engine.count()).to.equal(2);
  });

  it('keeps the vector of a word that is there again (R51)', async () => {
    await world.put(receiptWord(word));
    const context = await applyContext(world, 'words', vectors);
    await apply(context, 'words', body.wordGone(1, 1));
    expect(await context.engine.count()).to.equal(3);
  });

  it('removes the vector of a removed line, and keeps one that is there again', async () => {
    await world.put(receiptLine(lineOf(RECEIPT, 2)));
    const context = await applyContext(world, 'lines', [
      lineVector(lineOf(RECEIPT, 1)),
      lineVector(lineOf(RECEIPT, 2)),
    ]);
    await apply(context, 'lines', body.lineGone(1));
    await apply(context, 'lines', body.lineGone(2));
    expect([...(await context.engine.get([lineVector(lineOf(RECEIPT, 2)).id])).keys()]).to.have.length(1);
    expect(await context.engine.count()).to.equal(1);
  });

  it('removes all vectors of a removed receipt, whether DynamoDB still knows its words or not (R72)', async () => {
    const unnamed = { ...wordVector(wordOf(RECEIPT, 9, 9)), metadata: null };
    await world.put(receiptWord(wordOf(RECEIPT, 9, 9)));
    const context = await applyContext(world, 'words', [...vectors, unnamed]);
    await apply(context, 'words', body.receiptGone());
    expect(await context.engine.count()).to.equal(1);
  });

  it('keeps the vectors of a receipt that is there again', async () => {
    await world.put(receipt(RECEIPT));
    const context = await applyContext(world, 'words', vectors);
    await apply(context, 'words', body.receiptGone());
    expect(await context.engine.count()).to.equal(3);
  });

  it('removes nothing when it cannot look', async () => {
    world.aws.faults.on(GetItemCommand).accessDenied();
    const context = await applyContext(world, 'words', vectors);
    await apply(context, 'words', body.wordGone(1, 1));
    expect(await context.engine.count()).to.equal(3);
    expect([...context.failures.keys()]).to.deep.equal(['m1']);
  });
});
