import { GetItemCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../fakes';
import { answerTimeout } from '../../fakes/plug/answer-timeout';

type Failed = Error & { readonly code?: string; readonly $metadata?: Record<string, unknown> };

const START = Date.UTC(2026, 0, 1);

for (const time of ['virtual', 'real'] as const) {
  describe(`plug/answer-timeout, on ${time} time`, () => {
    let aws: FakeAws;
    beforeEach(() => {
      aws = fakeAws({ seed: 1, time, start: START });
      aws.s3.createBucket('photos');
    });
    afterEach(() => aws.unplug());

    /** How a call ends, and how long that takes on the world's clock. */
    async function ended(
      work: () => Promise<unknown>,
    ): Promise<{ readonly error: Failed | undefined; readonly ms: number }> {
      const before = aws.clock.now();
      const error = await work().then(
        () => undefined,
        (reason: Failed) => reason,
      );
      return { error, ms: aws.clock.now() - before };
    }
    const put = new PutObjectCommand({ Bucket: 'photos', Key: 'k', Body: 'x' });
    const once = { maxAttempts: 1 };
    const near = (ms: number): [number, number] => (time === 'virtual' ? [ms, ms] : [ms, ms + 900]);

    it('a request that takes longer than its timeout ends in a TimeoutError, with nothing done', async () => {
      aws.faults.on(PutObjectCommand).delayed('10s');
      const client = new S3Client({
        ...once,
        requestHandler: { requestTimeout: 2_000, throwOnRequestTimeout: true },
      });
      const { error, ms } = await ended(() => client.send(put));
      expect(error).to.include({
        name: 'TimeoutError',
        code: 'ETIMEDOUT',
        message:
          '@smithy/node-http-handler - [ERROR] a request has exceeded the configured 2000 ms requestTimeout.',
      });
      expect(ms).to.be.within(...near(2_000));
      expect(aws.s3.bucket('photos').get('k')).to.equal(undefined);
      expect(error?.$metadata).to.include({ attempts: 1 });
    });

    it('is tried again by the SDK, each attempt with its own timeout', async () => {
      aws.faults.on(PutObjectCommand).neverAnswers().times(2);
      const client = new S3Client({ requestHandler: { requestTimeout: 1_000, throwOnRequestTimeout: true } });
      const { error, ms } = await ended(() => client.send(put));
      expect(error).to.equal(undefined);
      expect(ms).to.be.within(2_000, 3_500);
      expect(aws.s3.bucket('photos').get('k')?.text).to.equal('x');
    });

    it('that the SDK only warns about goes on', async () => {
      aws.faults.on(PutObjectCommand).delayed('10s');
      const { error, ms } = await ended(() =>
        new S3Client({ requestHandler: { requestTimeout: 2_000 } }).send(put),
      );
      expect(error).to.equal(undefined);
      expect(ms).to.be.within(...near(10_000));
    });

    it('a socket that stays silent ends the attempt', async () => {
      aws.faults.on(GetItemCommand).neverAnswers();
      const client = new DynamoDBClient({
        ...once,
        requestHandler: { socketTimeout: 3_000, requestTimeout: 9_000, throwOnRequestTimeout: true },
      });
      const { error, ms } = await ended(() =>
        client.send(new GetItemCommand({ TableName: 'none', Key: { pk: { S: 'a' } } })),
      );
      expect(error).to.include({
        name: 'TimeoutError',
        message:
          '@smithy/node-http-handler - the request socket timed out after 3000 ms of inactivity (configured by client requestHandler).',
      });
      expect(error).not.to.have.property('code');
      expect(ms).to.be.within(...near(3_000));
    });

    it('send may name another timeout than the handler', async () => {
      aws.faults.on(PutObjectCommand).delayed('10s').times(2);
      const client = new S3Client({
        ...once,
        requestHandler: { requestTimeout: 20_000, throwOnRequestTimeout: true },
      });
      const { error, ms } = await ended(() => client.send(put, { requestTimeout: 500 }));
      expect(error?.name).to.equal('TimeoutError');
      expect(ms).to.be.within(...near(500));
      expect((await ended(() => client.send(put))).error).to.equal(undefined);
    });

    it('a long poll that waits longer than its client receives nothing, though a message comes', async () => {
      const sqs = new SQSClient({
        ...once,
        requestHandler: { requestTimeout: 5_000, throwOnRequestTimeout: true },
      });
      const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'q' }));
      const receive = (WaitTimeSeconds: number) => () =>
        sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds }));
      expect((await ended(receive(20))).error?.name).to.equal('TimeoutError');
      expect((await ended(receive(4))).error).to.equal(undefined);
    });

    it('an abort comes first where it comes first, and no time passes for a timeout that is over', async () => {
      aws.faults.on(PutObjectCommand).neverAnswers();
      const client = new S3Client({
        ...once,
        requestHandler: { requestTimeout: 60_000, throwOnRequestTimeout: true },
      });
      const controller = new AbortController();
      const work = ended(() => client.send(put, { abortSignal: controller.signal }));
      setImmediate(() => controller.abort());
      const { error, ms } = await work;
      expect(error?.name).to.equal('AbortError');
      expect(ms).to.be.below(60_000);
      const before = aws.clock.now();
      await client.send(put);
      expect(aws.clock.now() - before).to.be.below(1_000);
    });
  });
}

describe('answerTimeout', () => {
  it('is the first of what would end the request', () => {
    const both = { requestTimeout: 2, throwOnRequestTimeout: true, socketTimeout: 3 };
    expect(answerTimeout(both)?.ms).to.equal(2);
    expect(answerTimeout(both, 5)?.ms).to.equal(3);
    expect(answerTimeout({ ...both, throwOnRequestTimeout: false })?.ms).to.equal(3);
    expect(answerTimeout({ requestTimeout: 0, throwOnRequestTimeout: true, socketTimeout: 0 })).to.equal(
      undefined,
    );
    expect(answerTimeout({})).to.equal(undefined);
  });
});
