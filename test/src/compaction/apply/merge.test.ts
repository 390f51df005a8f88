import { QueryCommand } from '@aws-sdk/client-dynamodb';
import { expect } from 'chai';
import type { ApplyContext } from '../../../../src/compaction/apply/apply-context';
import { applyMerges } from '../../../../src/compaction/apply/merge';
import type { MergeTarget } from '../../../../src/compaction/plan';
import type { Collection } from '../../../../src/shared/receipt-keys';
import { applyContext } from '../../../arrange/apply-world';
import { lambdaWorld, type LambdaWorld } from '../../../arrange/lambda-world';
import {
  compactionRun,
  lineOf,
  RECEIPT,
  receipt,
  receiptLine,
  receiptMetadata,
  receiptWord,
  RUN_ID,
  wordLabel,
  wordOf,
} from '../../../arrange/receipts';
import { lineVector, wordVector, type Vector } from '../../../arrange/snapshots';

const word = wordOf(RECEIPT, 1, 1);
const vector = wordVector(word, { text: 'Brot', label_status: 'unvalidated', address: 'old' });
const target = (collection: Collection = 'words'): MergeTarget => ({
  key: RECEIPT,
  runId: RUN_ID,
  prefix: `${collection}/delta/${RUN_ID}`,
  messageIds: new Set(['m1']),
});

describe('applyMerges', () => {
  let world: LambdaWorld;
  beforeEach(async () => {
    world = await lambdaWorld();
    await world.put(receipt(RECEIPT), receiptMetadata(RECEIPT), receiptWord(word), compactionRun(RECEIPT));
    await world.delta('words', `words/delta/${RUN_ID}`, [vector]);
  });
  afterEach(() => world.end());

  const merge = (context: ApplyContext, collection: Collection = 'words') =>
    applyMerges(context, [target(collection)]);
  const metadataOf = async ({ engine }: ApplyContext, { id }: Vector) =>
    (await engine.get([id])).get(id)?.metadata;

  it('merges vectors and gives them the place and labels of now, not of the delta (R61, R62)', async () => {
    await world.put(wordLabel(word, 'DATE', { status: 'VALID' }));
    const context = await applyContext(world, 'words');
    const [merged] = await merge(context);
    expect(merged).to.deep.include({ vectors: 1 });
    expect(await metadataOf(context, vector)).to.include({
      text: 'Brot',
      merchant_name: 'Corner Bakery',
      label_status: 'validated',
      validated_labels: ',DATE,',
    });
    expect(await metadataOf(context, vector)).not.to.have.property('address');
  });

  it('brings back no word that was removed (R76)', async () => {
    const gone = wordVector(wordOf(RECEIPT, 1, 2));
    await world.delta('words', `words/delta/${RUN_ID}`, [vector, gone]);
    const context = await applyContext(world, 'words', [gone]);
    expect(await merge(context)).to.have.nested.property('[0].vectors', 1);
    expect(await context.engine.count()).to.equal(1);
  });

  it('brings back nothing of a receipt that was removed (R76)', async () => {
    await world.remove({ pk: `IMAGE#${RECEIPT.imageId}`, sk: 'RECEIPT#00002' });
    const context = await applyContext(world, 'words', [vector]);
    expect(await merge(context)).to.have.nested.property('[0].vectors', 0);
    expect(await context.engine.count()).to.equal(0);
  });

  it('gives lines a place and no labels', async () => {
    const line = lineVector(lineOf(RECEIPT, 1));
    await world.put(receiptLine(lineOf(RECEIPT, 1)));
    await world.delta('lines', `lines/delta/${RUN_ID}`, [line]);
    const context = await applyContext(world, 'lines');
    await merge(context, 'lines');
    expect(await metadataOf(context, line)).to.include({ merchant_name: 'Corner Bakery' });
    expect(await metadataOf(context, line)).not.to.have.property('label_status');
  });

  it('takes care of every receipt a delta holds vectors of', async () => {
    const other = { ...RECEIPT, receiptId: 3 };
    const foreign = wordVector(wordOf(other, 1, 1));
    await world.put(
      receipt(other),
      receiptMetadata(other, { merchantName: 'Other' }),
      receiptWord(wordOf(other, 1, 1)),
    );
    await world.delta('words', `words/delta/${RUN_ID}`, [vector, foreign]);
    const context = await applyContext(world, 'words');
    expect(await merge(context)).to.have.nested.property('[0].vectors', 2);
    expect(await metadataOf(context, foreign)).to.include({ merchant_name: 'Other' });
  });

  it('does not merge a completed run again, but brings its receipt up to date (I5)', async () => {
    await world.put({ ...compactionRun(RECEIPT), words_state: { S: 'COMPLETED' } });
    const context = await applyContext(world, 'words', [vector]);
    expect(await merge(context)).to.deep.equal([]);
    expect(await metadataOf(context, vector)).to.include({ merchant_name: 'Corner Bakery' });
    expect([...context.failures]).to.deep.equal([]);
  });

  it('merges a run that has no item', async () => {
    await world.remove({ pk: `IMAGE#${RECEIPT.imageId}`, sk: `RECEIPT#00002#COMPACTION_RUN#${RUN_ID}` });
    const context = await applyContext(world, 'words');
    expect(await merge(context)).to.have.length(1);
  });

  it('leaves the snapshot alone when it cannot read the state', async () => {
    world.aws.faults.on(QueryCommand).accessDenied();
    const context = await applyContext(world, 'words');
    expect(await merge(context)).to.deep.equal([]);
    expect(await context.engine.count()).to.equal(0);
    expect([...context.failures.keys()]).to.deep.equal(['m1']);
  });
});
