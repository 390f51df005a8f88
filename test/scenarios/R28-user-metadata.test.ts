import { PutObjectCommand } from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { body, lambdaContext, sqsRecord } from '../arrange/events';
import { lambdaWorld, type LambdaWorld } from '../arrange/lambda-world';
import { RECEIPT, receipt, receiptMetadata, receiptWord, wordOf } from '../arrange/receipts';
import { wordVector } from '../arrange/snapshots';

const word = wordOf(RECEIPT, 1, 1);

describe('R28: counts as user metadata of the uploaded objects (I1)', () => {
  let world: LambdaWorld;
  beforeEach(async () => {
    world = await lambdaWorld();
    await world.put(receipt(RECEIPT), receiptMetadata(RECEIPT), receiptWord(word));
    await world.snapshot('words', 'v1', [wordVector(word)]);
  });

  const comesBack = async (): Promise<boolean> => {
    const event = { Records: [sqsRecord('words', body.metadata())] };
    return (await world.compaction()(event, lambdaContext())).batchItemFailures.length > 0;
  };

  it('the naive way passes a number: every upload fails, the message comes back for ever', async () => {
    const isFile = ({ Key }: { Key?: string | undefined }) => Key?.endsWith('records.jsonl') === true;
    for (let delivery = 1; delivery <= 2; delivery += 1) {
      world.before(PutObjectCommand, isFile, (input) => {
        Reflect.set(input, 'Metadata', { ...input.Metadata, updated_count: 3 });
      });
      expect(await comesBack()).to.equal(true);
    }
    expect(await world.published('words')).to.have.property('version', 'v1');
    // The code swallows the error; the world does not.
    expect(() => world.end()).to.throw('Metadata.updated_count must be a string');
  });

  it('ours writes strings: the version is published', async () => {
    expect(await comesBack()).to.equal(false);
    expect((await world.published('words'))?.manifest.parent_version).to.equal('v1');
    world.end();
  });
});
