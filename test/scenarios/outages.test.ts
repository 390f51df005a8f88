import { expect } from 'chai';
import { deploy, type Deployment } from '../arrange/deployment';
import { START } from '../arrange/lambda-world';
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
} from '../arrange/receipts';
import { lineVector, wordVector } from '../arrange/snapshots';

const [line, word] = [lineOf(RECEIPT, 1), wordOf(RECEIPT, 1, 1)];
const TEN_MINUTES = 600_000;

describe('scenario: a whole service is down for ten minutes', () => {
  let world: Deployment;
  beforeEach(async () => {
    world = await deploy({ maxReceiveCount: 100, streamSource: { maximumRetryAttempts: 1_000 } });
    await world.put(receipt(RECEIPT), receiptMetadata(RECEIPT), receiptLine(line), receiptWord(word));
    await world.delta('lines', `lines/delta/${RUN_ID}`, [lineVector(line)]);
    await world.delta('words', `words/delta/${RUN_ID}`, [wordVector(word)]);
    await world.put(compactionRun(RECEIPT), wordLabel(word, 'DATE', { status: 'VALID' }));
  });
  afterEach(() => world.end());

  /** When both snapshots said what the table says, in minutes. */
  async function publishedAfter(): Promise<number> {
    await world.settle(3_000);
    expect({ waiting: world.waiting(), dead: world.deadLetters() }).to.deep.equal({
      waiting: [0, 0],
      dead: [],
    });
    const published = await world.published('words');
    expect(published?.vectors.get(wordVector(word).id)).to.include({
      merchant_name: 'Corner Bakery',
      validated_labels: ',DATE,',
    });
    expect((await world.published('lines'))?.vectors.size).to.equal(1);
    return (Date.parse(published?.manifest.created_at ?? '') - START) / 60_000;
  }

  for (const service of ['S3', 'DynamoDB', 'SQS'] as const) {
    it(`${service}: nothing is lost, and all is published soon after`, async () => {
      world.aws.faults.outage(service, { for: TEN_MINUTES });
      expect(await publishedAfter()).to.be.within(1, 30);
    });
  }

  it('CloudWatch: nobody notices but the metrics', async () => {
    world.aws.faults.outage('CloudWatch', { for: TEN_MINUTES });
    expect(await publishedAfter()).to.be.lessThan(1);
  });
});
