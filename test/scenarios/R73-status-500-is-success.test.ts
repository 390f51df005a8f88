import { expect } from 'chai';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import { deploy, type Deployment, type DeploymentOptions } from '../arrange/deployment';
import { RECEIPT, receipt, receiptMetadata, receiptWord, wordOf } from '../arrange/receipts';
import { wordVector } from '../arrange/snapshots';

const word = wordOf(RECEIPT, 1, 1);

describe('R73: S3 is down for a while (I1)', () => {
  let world: Deployment;
  afterEach(() => world.end());

  async function merchant(options: DeploymentOptions = {}): Promise<unknown> {
    world = await deploy(options);
    await world.put(receipt(RECEIPT), receiptWord(word));
    await world.snapshot('words', '20250101_000000', [wordVector(word)]);
    const Key = 'words/snapshot/latest-pointer.txt';
    world.aws.faults.on(GetObjectCommand, { Key }).serviceUnavailable().wholeOperation();
    await world.put(receiptMetadata(RECEIPT));
    await world.settle();
    return (await world.published('words'))?.vectors.get(wordVector(word).id)?.['merchant_name'];
  }

  it('the naive way answers with statusCode 500, which Lambda takes for success', async () => {
    const web: DeploymentOptions['compaction'] = (given) => {
      const ours = given.compaction();
      return async (event, context) => {
        const { batchItemFailures } = await ours(event, context);
        return { statusCode: batchItemFailures.length > 0 ? 500 : 200 };
      };
    };
    expect(await merchant({ compaction: web })).to.equal(undefined);
    expect([world.waiting(), world.deadLetters()]).to.deep.equal([[0, 0], []]);
  });

  it('ours says which messages have failed', async () => {
    expect(await merchant()).to.equal('Corner Bakery');
  });
});
