import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { SQSEvent } from 'aws-lambda';
import { expect } from 'chai';
import { fakeAws } from '../../../fakes';

const s3 = new S3Client({});

/** Stores every message; what fails is reported, so that only that comes again. */
async function store(event: SQSEvent): Promise<{ batchItemFailures: { itemIdentifier: string }[] }> {
  const batchItemFailures: { itemIdentifier: string }[] = [];
  for (const { messageId, body } of event.Records) {
    try {
      await s3.send(new PutObjectCommand({ Bucket: 'inbox', Key: body, Body: body }));
    } catch {
      batchItemFailures.push({ itemIdentifier: messageId });
    }
  }
  return { batchItemFailures };
}

it('stores every message in the end, whatever dies on the way', async () => {
  const aws = fakeAws({ time: 'virtual' });
  try {
    const jobs = aws.sqs.createQueue('jobs', { attributes: { VisibilityTimeout: 60 } });
    aws.s3.createBucket('inbox');
    aws.lambda.function('store', (event) => store(event), { timeout: '20s' });
    aws.lambda.eventSource({ queue: 'jobs', function: 'store', reportBatchItemFailures: true });
    for (const body of ['a', 'b', 'c']) jobs.send(body);

    aws.faults.on(PutObjectCommand, { Key: 'b' }).serverError().wholeOperation();
    aws.faults.on(PutObjectCommand, { Key: 'c' }).crashes('before').for('store');
    const report = await aws.lambda.settle(); // until everything is quiet, visibility timeouts included

    expect(aws.s3.bucket('inbox').keys(), report.toText()).to.deep.equal(['a', 'b', 'c']);
    expect(report.retries).to.be.above(0);
  } finally {
    aws.unplug();
  }
});
