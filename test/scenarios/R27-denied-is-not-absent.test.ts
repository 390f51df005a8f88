import { expect } from 'chai';
import type { Clients } from '../../src/shared/clients';
import { deploy, type Deployment } from '../arrange/deployment';
import { errorIsAbsence, unconditionalPointer } from '../arrange/naive';
import { compactionRun, RECEIPT, receipt, receiptWord, RUN_ID, wordOf } from '../arrange/receipts';
import { brokenRun } from '../arrange/rejection';
import { wordVector } from '../arrange/snapshots';
import { sweepCompaction } from '../arrange/swept-compaction';

describe('R27: S3 answers 403 for the pointer, as it does for missing keys without s3:ListBucket (I2)', function () {
  this.timeout(60_000);

  it('the naive way takes "denied" for "absent": the first delta replaces the whole collection', async () => {
    const adapt = (clients: Clients) => unconditionalPointer(errorIsAbsence(clients));
    const sweep = sweepCompaction({ adapt, faults: ['accessDenied'], keepGoing: false });
    expect(await brokenRun(sweep))
      .to.include('vectors')
      .and.to.include('AccessDenied');
  });

  it('ours takes neither for the other, and says what may be missing', async () => {
    const report = await sweepCompaction({ faults: ['accessDenied'] });
    expect(report).to.include({ complete: true, failures: 0 });
  });

  describe('nothing was ever published, and the role may not list the bucket', () => {
    let world: Deployment;
    afterEach(() => world.end());

    it('ours does not begin a collection, and its log says why that may be', async () => {
      world = await deploy({ maxReceiveCount: 1 });
      const word = wordOf(RECEIPT, 1, 1);
      const role = world.aws.iam.role('compaction', { task: 'compaction' });
      role.allow(['s3:GetObject', 's3:PutObject', 's3:DeleteObject'], 'arn:aws:s3:::vectors/*');
      role.allow(['dynamodb:*', 'cloudwatch:*', 'sqs:*']);
      await world.put(receipt(RECEIPT), receiptWord(word));
      await world.delta('words', `words/delta/${RUN_ID}`, [wordVector(word)]);
      await world.put(compactionRun(RECEIPT));
      await world.settle();
      expect(world.deadLetters()).to.have.length(2);
      const errors = world.logs.map(({ exception }) => JSON.stringify(exception ?? ''));
      expect(errors.some((text) => text.includes('without s3:ListBucket S3 answers 403'))).to.equal(true);
    });
  });
});
