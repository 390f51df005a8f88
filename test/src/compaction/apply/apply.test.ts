import { QueryCommand } from '@aws-sdk/client-dynamodb';
import { expect } from 'chai';
import { applyPlan } from '../../../../src/compaction/apply/apply';
import type { ApplyContext } from '../../../../src/compaction/apply/apply-context';
import type { Parsed } from '../../../../src/compaction/parse';
import { foldIntoPlan } from '../../../../src/compaction/plan';
import type { CompactionMessage } from '../../../../src/shared/compaction-message';
import { metadataItem } from '../../../../src/shared/receipt-keys';
import { applyContext } from '../../../arrange/apply-world';
import { body } from '../../../arrange/events';
import { lambdaWorld, type LambdaWorld } from '../../../arrange/lambda-world';
import { RECEIPT, receipt, receiptMetadata, receiptWord, wordLabel, wordOf } from '../../../arrange/receipts';
import { wordVector } from '../../../arrange/snapshots';

const [word, other] = [wordOf(RECEIPT, 1, 1), wordOf(RECEIPT, 1, 2)];
const vectors = [wordVector(word, { address: 'old' }), wordVector(other)];

describe('applyPlan', () => {
  let world: LambdaWorld;
  beforeEach(async () => {
    world = await lambdaWorld();
    await world.put(receipt(RECEIPT), receiptMetadata(RECEIPT), receiptWord(word), receiptWord(other));
  });
  afterEach(() => world.end());

  const apply = (context: ApplyContext, ...messages: CompactionMessage[]) => {
    const parsed = messages.map((message, index): Parsed => ({
      kind: 'parsed',
      messageId: `m${index + 1}`,
      collection: 'words',
      message,
    }));
    return applyPlan(context, foldIntoPlan(parsed));
  };
  const metadataOf = async ({ engine }: ApplyContext, key = word) => {
    const { id } = wordVector(key);
    return (await engine.get([id])).get(id)?.metadata;
  };

  it('gives a place to all vectors of its receipt', async () => {
    const context = await applyContext(world, 'words', vectors);
    await apply(context, body.metadata());
    for (const key of [word, other]) {
      expect(await metadataOf(context, key)).to.include({
        merchant_name: 'Corner Bakery',
        place_id: 'pl-778',
        last_metadata_update: '2025-10-23T09:00:00.000Z',
      });
    }
    expect(await metadataOf(context)).not.to.have.property('address');
  });

  it('takes the place away when the metadata are gone', async () => {
    await world.remove(metadataItem(RECEIPT));
    const context = await applyContext(world, 'words', vectors);
    await apply(context, body.metadata());
    expect(await metadataOf(context)).not.to.have.any.keys('address', 'merchant_name');
  });

  it('gives a word its labels of now, whichever message asked', async () => {
    await world.put(
      wordLabel(word, 'QUANTITY', { status: 'INVALID' }),
      wordLabel(word, 'DATE', { status: 'VALID' }),
    );
    const context = await applyContext(world, 'words', vectors);
    await apply(context, body.label(1, 1, 'REMOVED_SINCE'));
    expect(await metadataOf(context)).to.include({
      label_status: 'validated',
      validated_labels: ',DATE,',
      invalid_labels: ',QUANTITY,',
      last_label_update: '2025-10-23T09:00:00.000Z',
    });
    expect(await metadataOf(context, other)).not.to.have.property('label_status');
  });

  it('is done with a word that has no vector yet', async () => {
    const context = await applyContext(world, 'words', []);
    await apply(context, body.label(1, 1));
    expect([...context.failures]).to.deep.equal([]);
    expect(await context.engine.count()).to.equal(0);
  });

  it('changes nothing the second time (I5)', async () => {
    const context = await applyContext(world, 'words', vectors);
    await apply(context, body.metadata(), body.label(1, 1));
    const before = await metadataOf(context);
    await world.aws.clock.advance('1h');
    await apply(context, body.metadata(), body.label(1, 1));
    expect(await metadataOf(context)).to.deep.equal(before);
  });

  it('fails only the messages behind a target that fails (I7)', async () => {
    world.aws.faults.on(QueryCommand, { IndexName: 'GSI3' }).accessDenied();
    await world.put(wordLabel(word, 'DATE', { status: 'VALID' }));
    const context = await applyContext(world, 'words', vectors);
    await apply(context, body.metadata(), body.metadata(), body.label(1, 1));
    expect([...context.failures.keys()]).to.deep.equal(['m1', 'm2']);
    expect(await metadataOf(context)).to.include({ validated_labels: ',DATE,' });
  });
});
