import { expect } from 'chai';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { parseFilterPattern } from '../../../fakes/lambda/filter-pattern';
import { queueRecord, queueRecordMatches } from '../../../fakes/lambda/queues/queue-event';
import { lambdaWorld } from '../world';

const ARN = 'arn:aws:sqs:eu-west-1:000000000000:jobs';

describe('lambda/queue-event', () => {
  it('has the members of a recorded event in their order', async () => {
    const w = lambdaWorld();
    const QueueUrl = await w.queue('jobs.fifo', { FifoQueue: 'true', ContentBasedDeduplication: 'true' });
    await w.sqs.send(
      new SendMessageCommand({
        QueueUrl,
        MessageBody: 'x',
        MessageGroupId: 'g',
        MessageAttributes: {
          Title: { DataType: 'String', StringValue: 'y' },
          Bytes: { DataType: 'Binary', BinaryValue: Buffer.from('foobar') },
        },
      }),
    );
    w.lambda.function('f', async (event) => event);
    w.lambda.eventSource({ queue: 'jobs.fifo', function: 'f' });
    const [invocation] = (await w.lambda.settle()).invocations;
    const event = invocation?.event as { Records: Record<string, unknown>[] } | undefined;
    const [record] = event?.Records ?? [];
    expect(Object.keys(record ?? {})).to.deep.equal([
      'messageId',
      'receiptHandle',
      'body',
      'attributes',
      'messageAttributes',
      'md5OfMessageAttributes',
      'md5OfBody',
      'eventSource',
      'eventSourceARN',
      'awsRegion',
    ]);
    expect(Object.keys(record?.['attributes'] as object)).to.deep.equal([
      'ApproximateReceiveCount',
      'SentTimestamp',
      'SenderId',
      'ApproximateFirstReceiveTimestamp',
      'SequenceNumber',
      'MessageGroupId',
      'MessageDeduplicationId',
    ]);
    expect(record?.['messageAttributes']).to.deep.equal({
      Title: { stringValue: 'y', stringListValues: [], binaryListValues: [], dataType: 'String' },
      Bytes: { binaryValue: 'Zm9vYmFy', stringListValues: [], binaryListValues: [], dataType: 'Binary' },
    });
    expect(record).to.include({
      eventSource: 'aws:sqs',
      eventSourceARN: w.arn('jobs.fifo'),
      awsRegion: 'us-east-1',
    });
    w.aws.unplug();
  });

  it('has empty messageAttributes and no digest of them for a message without any', () => {
    const record = queueRecord({ MessageId: 'm', ReceiptHandle: 'r', Body: 'b', MD5OfBody: '5' }, ARN);
    expect(record).to.deep.equal({
      messageId: 'm',
      receiptHandle: 'r',
      body: 'b',
      attributes: {},
      messageAttributes: {},
      md5OfBody: '5',
      eventSource: 'aws:sqs',
      eventSourceARN: ARN,
      awsRegion: 'eu-west-1',
    });
    expect(queueRecord({}, 'jobs')).to.include({
      messageId: '',
      receiptHandle: '',
      body: '',
      md5OfBody: '',
      awsRegion: '',
    });
  });

  const rows: [body: string, pattern: object, passes: boolean][] = [
    ['plain', { body: ['plain'] }, true],
    ['plain', { body: ['other'] }, false],
    ['plain', { messageId: ['m'] }, true],
    ['plain', { body: { a: ['x'] } }, false],
    ['{"a":"x"}', { body: { a: ['x'] } }, true],
    ['{"a":"y"}', { body: { a: ['x'] } }, false],
    ['{"a":"x"}', { body: ['{"a":"x"}'] }, false],
    ['{"a":"x"}', { messageId: ['other'] }, false],
    ['5', { body: ['5'] }, true],
  ];
  for (const [body, pattern, passes] of rows) {
    it(`${body} ${passes ? 'passes' : 'does not pass'} ${JSON.stringify(pattern)}`, () => {
      const record = queueRecord({ MessageId: 'm', Body: body }, ARN);
      expect(queueRecordMatches(parseFilterPattern(JSON.stringify(pattern)), record)).to.equal(passes);
    });
  }
});
