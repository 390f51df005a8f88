import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { expect } from 'chai';
import { fakeAws } from '../../../fakes';

it('survives a bad day', async () => {
  const aws = fakeAws({ time: 'virtual' });
  aws.s3.createBucket('receipts');
  aws.faults.outage('S3', { after: '1m', for: '5m' }); // 503 for five minutes; { as: 'timeout', rate: 0.3 } limps
  aws.faults.latency('S3', { median: '20ms', p99: '400ms' });
  aws.faults.throughput('SQS', { perSecond: 300, per: 'QueueUrl' }); // a token bucket for each queue
  aws.faults.clockSkew({ behind: '20m' }); // refused; the SDK corrects its clock and tries again

  const put = () => new S3Client({}).send(new PutObjectCommand({ Bucket: 'receipts', Key: 'k', Body: 'x' }));
  const { $metadata } = await put();
  expect($metadata.attempts).to.equal(2);
  await aws.clock.advance('2m');
  expect(await put().catch((error: Error) => error.name)).to.equal('ServiceUnavailable');
  await new SQSClient({}).send(new ListQueuesCommand({}));

  // Rules and conditions are data: aws.faults.load() reads this in another process.
  expect(JSON.parse(JSON.stringify(aws.faults))).to.deep.equal(aws.faults.toJSON());
  aws.unplug();
});
