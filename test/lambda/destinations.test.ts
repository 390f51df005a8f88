import { DeleteBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { DeleteQueueCommand } from '@aws-sdk/client-sqs';
import { expect } from 'chai';
import type { DestinationOptions } from '../../fakes/lambda/destination-config';
import { lambdaWorld, type LambdaWorld } from './world';

describe('Lambda: destinations', () => {
  let w: LambdaWorld;
  beforeEach(() => {
    w = lambdaWorld({ seed: 1, time: 'virtual' });
  });
  afterEach(() => w.aws.unplug());

  const fail = async (): Promise<never> => {
    throw new Error('no');
  };
  const failTo = (onFailure: DestinationOptions): string => {
    w.lambda.function('f', fail, { asyncInvocation: { maximumRetryAttempts: 0, onFailure } });
    return w.lambda.invokeAsync('f', { n: 1 });
  };
  const parsed = (text: string | undefined): Record<string, unknown> =>
    JSON.parse(text ?? '{}') as Record<string, unknown>;

  it('are told by SNS, whose message is the record', async () => {
    await w.queue('inbox');
    w.lambda.topic('alerts', { queues: ['inbox'] });
    const requestId = failTo({ topic: 'alerts' });
    const report = await w.lambda.settle();
    expect(report.deadLetters.map(({ target }) => target)).to.deep.equal([
      'arn:aws:sns:us-east-1:000000000000:alerts',
    ]);
    const envelope = parsed(w.aws.sqs.queue('inbox').bodies()[0]);
    expect(envelope).to.include({ Type: 'Notification' });
    expect(envelope).to.not.have.property('Subject');
    expect(parsed(String(envelope['Message']))).to.deep.include({
      requestContext: {
        requestId,
        functionArn: 'arn:aws:lambda:us-east-1:000000000000:function:f:$LATEST',
        condition: 'RetriesExhausted',
        approximateInvokeCount: 1,
      },
      requestPayload: { n: 1 },
    });
  });

  it('are told by an object in S3, under the documented key', async () => {
    w.aws.s3.createBucket('lost');
    const requestId = failTo({ bucket: 'lost' });
    const report = await w.lambda.settle();
    expect(report.deadLetters.map(({ target }) => target)).to.deep.equal(['arn:aws:s3:::lost']);
    const [key = ''] = w.aws.s3.bucket('lost').keys();
    expect(key).to.match(/^aws\/lambda\/async\/f\/2026\/01\/01\/2026-01-01T00\.00\.00-[0-9a-f-]{36}$/);
    expect(parsed(w.aws.s3.bucket('lost').get(key)?.text)).to.have.nested.property(
      'requestContext.requestId',
      requestId,
    );
  });

  it('are functions too: the record is their event', async () => {
    const seen: unknown[] = [];
    w.lambda.function('next', async (event: unknown) => void seen.push(event));
    w.lambda.function('f', async () => 'done', { asyncInvocation: { onSuccess: { function: 'next' } } });
    w.lambda.invokeAsync('f', { n: 1 });
    const report = await w.lambda.settle();
    expect(report.invocations.map(({ functionName }) => functionName)).to.deep.equal(['f', 'next']);
    expect(seen).to.have.lengthOf(1);
    expect(seen[0]).to.deep.include({ requestPayload: { n: 1 }, responsePayload: 'done' });
  });

  it('lose the record when they are gone, or the call fails', async () => {
    w.aws.s3.createBucket('lost');
    const rows: readonly (readonly [DestinationOptions, () => unknown])[] = [
      [{ queue: 'none' }, () => undefined],
      [{ topic: 'none' }, () => undefined],
      [{ function: 'none' }, () => undefined],
      [{ bucket: 'lost' }, () => w.aws.faults.on(PutObjectCommand).accessDenied().for('aws:lambda')],
      [{ bucket: 'lost' }, () => new S3Client({}).send(new DeleteBucketCommand({ Bucket: 'lost' }))],
    ];
    for (const [onFailure, strike] of rows) {
      await strike();
      const requestId = failTo(onFailure);
      const { deadLetters } = await w.lambda.settle();
      expect(deadLetters, JSON.stringify(onFailure)).to.deep.equal([
        { source: 'arn:aws:lambda:us-east-1:000000000000:function:f', target: undefined, what: requestId },
      ]);
    }
  });

  it('are told although a subscriber of their topic is gone', async () => {
    const QueueUrl = await w.queue('gone');
    await w.queue('inbox');
    w.lambda.topic('alerts', { queues: ['gone', 'inbox'] });
    await w.sqs.send(new DeleteQueueCommand({ QueueUrl }));
    failTo({ topic: 'alerts' });
    await w.lambda.settle();
    expect(w.aws.sqs.queue('inbox').bodies()).to.have.lengthOf(1);
  });

  describe('of streams', () => {
    beforeEach(async () => {
      await w.table();
      w.lambda.function('f', fail);
    });
    const map = (onFailure: DestinationOptions) =>
      w.lambda.eventSource({ table: 'orders', function: 'f', maximumRetryAttempts: 0, onFailure });

    it('get the event itself in S3 only', async () => {
      w.aws.s3.createBucket('lost');
      map({ bucket: 'lost' });
      await w.put('a');
      const { invocations } = await w.lambda.settle();
      const [key = ''] = w.aws.s3.bucket('lost').keys();
      const record = parsed(w.aws.s3.bucket('lost').get(key)?.text);
      expect(parsed(String(record['payload']))).to.deep.equal(invocations[0]?.event);
      expect(record).to.have.nested.property('DDBStreamBatchInfo.batchSize', 1);
    });

    it('get its whereabouts by SNS', async () => {
      await w.queue('inbox');
      w.lambda.topic('alerts', { queues: ['inbox'], rawMessageDelivery: true });
      map({ topic: 'alerts' });
      await w.put('a');
      await w.lambda.settle();
      const record = parsed(w.aws.sqs.queue('inbox').bodies()[0]);
      expect(record).to.not.have.property('payload');
      expect(record).to.have.nested.property('requestContext.condition', 'RetryAttemptsExhausted');
    });

    it('must be there when the mapping is made', () => {
      for (const options of [{ queue: 'none' }, { topic: 'none' }, { bucket: 'none' }]) {
        expect(() => map(options)).to.throw('does not exist. Create it first.');
      }
    });
  });
});
