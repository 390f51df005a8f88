import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { SendMessageBatchCommand, SQSClient, CreateQueueCommand } from '@aws-sdk/client-sqs';
import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../../fakes';

describe('faults', () => {
  let aws: FakeAws;
  beforeEach(() => void (aws = fakeAws()));
  afterEach(() => aws.unplug());

  it('on one attempt are absorbed by the retries of the SDK, which cost no wall time', async () => {
    const s3 = new S3Client({});
    aws.s3.createBucket('receipts');
    aws.faults.on(PutObjectCommand, { Bucket: 'receipts' }).slowDown().times(2);
    const { $metadata } = await s3.send(new PutObjectCommand({ Bucket: 'receipts', Key: 'a', Body: 'x' }));
    expect($metadata.attempts).to.equal(3);
    expect($metadata.totalRetryDelay).to.be.above(0);
  });

  it('on the whole operation are what the handler sees', async () => {
    const s3 = new S3Client({});
    aws.s3.createBucket('receipts');
    aws.faults.on(GetObjectCommand).serverError().wholeOperation();
    const error: unknown = await s3
      .send(new GetObjectCommand({ Bucket: 'receipts', Key: 'a' }))
      .catch((reason: unknown) => reason);
    expect(error).to.include({ name: 'InternalError', $fault: 'server' });
  });

  it('fail a part of a batch', async () => {
    const sqs = new SQSClient({});
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'lines' }));
    aws.faults.on(SendMessageBatchCommand).failsEntries(['b']);
    const { Successful, Failed } = await sqs.send(
      new SendMessageBatchCommand({
        QueueUrl,
        Entries: [
          { Id: 'a', MessageBody: '1' },
          { Id: 'b', MessageBody: '2' },
        ],
      }),
    );
    expect(Successful?.map(({ Id }) => Id)).to.deep.equal(['a']);
    expect(Failed?.[0]).to.include({ Id: 'b', SenderFault: false });
  });
});
