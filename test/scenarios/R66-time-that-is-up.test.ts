import { GetObjectCommand } from '@aws-sdk/client-s3';
import type { SQSEvent } from 'aws-lambda';
import { expect } from 'chai';
import { COLLECTIONS } from '../../src/shared/receipt-keys';
import type { LambdaContext } from '../../src/shared/invocation';
import { deploy, type Deployment, type DeploymentOptions } from '../arrange/deployment';
import { body, sqsRecord } from '../arrange/events';
import { publicationScene, type PublicationScene } from '../arrange/publication-scene';
import { RECEIPT, receipt, receiptMetadata, receiptWord, wordOf } from '../arrange/receipts';
import { wordVector } from '../arrange/snapshots';

const word = wordOf(RECEIPT, 1, 1);

describe('R66: the work takes two minutes (I5, I11)', () => {
  let world: Deployment;
  afterEach(() => world.end());

  /** Messages that die although their effect is published. */
  async function deadLetters(options: DeploymentOptions = {}): Promise<number> {
    world = await deploy(options);
    await world.put(receipt(RECEIPT), receiptWord(word));
    await world.snapshot('words', '20250101_000000', [wordVector(word)]);
    world.aws.faults.on(GetObjectCommand).delayed('2m').always();
    await world.put(receiptMetadata(RECEIPT));
    await world.settle();
    const metadata = (await world.published('words'))?.vectors.get(wordVector(word).id);
    expect(metadata).to.include({ merchant_name: 'Corner Bakery' });
    return world.deadLetters().length;
  }

  it('the naive way measures when all is done, and raises: it is published, and delivered until it dies', async () => {
    const decorated: DeploymentOptions['compaction'] = (given) => {
      const ours = given.compaction();
      return async (event, context) => {
        const begun = Date.now();
        const answer = await ours(event, context);
        if (Date.now() - begun > 60_000) throw new Error('took longer than a minute');
        return answer;
      };
    };
    expect(await deadLetters({ compaction: decorated })).to.equal(COLLECTIONS.length);
  });

  it('ours looks at what is left before it begins something', async () => {
    expect(await deadLetters()).to.equal(0);
  });
});

describe('R66: a container serves its second event a quarter of an hour later (I11)', () => {
  let scene: PublicationScene;
  beforeEach(async () => {
    scene = await publicationScene();
  });
  afterEach(() => scene.end());

  /** Messages of the second event that come back. */
  async function secondEvent(remainingAt: (startedAt: number) => number): Promise<number> {
    const { lambda } = scene.aws;
    const init = () => {
      const startedAt = Date.now();
      const ours = scene.compaction();
      return (event: SQSEvent, { awsRequestId }: LambdaContext) =>
        ours(event, { awsRequestId, getRemainingTimeInMillis: () => remainingAt(startedAt) });
    };
    lambda.function('compaction', { init }, { timeout: '15m' });
    await lambda.invoke('compaction', { Records: [sqsRecord('words', body.metadata())] });
    await scene.aws.clock.advance('16m');
    const second = await lambda.invoke('compaction', { Records: [sqsRecord('words', body.label(1, 1))] });
    if (second.outcome.kind !== 'returned') throw new Error(second.outcome.kind);
    return (second.outcome.payload as { batchItemFailures: unknown[] }).batchItemFailures.length;
  }

  it('the naive way remembers when its module was loaded: no time is left, for ever', async () => {
    expect(await secondEvent((startedAt) => startedAt + 900_000 - Date.now())).to.equal(1);
  });

  it('ours asks the context of each invocation', async () => {
    expect(await secondEvent(() => 900_000)).to.equal(0);
  });
});
