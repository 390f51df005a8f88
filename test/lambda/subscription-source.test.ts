import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  PutLogEventsCommand,
  PutSubscriptionFilterCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { expect } from 'chai';
import { gunzipSync } from 'node:zlib';
import { fakeAws, type FakeAws } from '../../fakes';

const START = Date.UTC(2026, 0, 1);

describe('subscriptions of CloudWatch Logs', () => {
  let aws: FakeAws;
  const client = new CloudWatchLogsClient({ region: 'us-east-1' });
  const arnOf = (name: string) => `arn:aws:lambda:us-east-1:000000000000:function:${name}`;
  beforeEach(async () => {
    aws = fakeAws({ seed: 1, time: 'virtual', start: START });
    await client.send(new CreateLogGroupCommand({ logGroupName: 'g' }));
    await client.send(new CreateLogStreamCommand({ logGroupName: 'g', logStreamName: 's' }));
  });
  afterEach(() => aws.unplug());

  const subscribe = (filterPattern: string, functionName = 'f', filterName = 'to-f', logGroupName = 'g') =>
    client.send(
      new PutSubscriptionFilterCommand({
        logGroupName,
        filterName,
        filterPattern,
        destinationArn: arnOf(functionName),
      }),
    );
  const put = (...messages: readonly string[]) =>
    client.send(
      new PutLogEventsCommand({
        logGroupName: 'g',
        logStreamName: 's',
        logEvents: messages.map((message) => ({ message, timestamp: START })),
      }),
    );
  const received: unknown[] = [];
  beforeEach(() => void (received.length = 0));
  const listen = async (event: { readonly awslogs: { readonly data: string } }): Promise<void> => {
    const content: unknown = JSON.parse(gunzipSync(Buffer.from(event.awslogs.data, 'base64')).toString());
    received.push(content);
  };

  it('invoke a function with the events of a call that match, compressed', async () => {
    aws.lambda.function('f', listen);
    await subscribe('ERROR');
    await put('INFO a', 'ERROR b', 'ERROR c');
    await put('INFO d');
    await aws.lambda.settle();
    const event = (message: string, number: number) => ({
      id: `3${String(START).padStart(19, '0')}${'0'.repeat(16)}${String(number).padStart(20, '0')}`,
      timestamp: START,
      message,
    });
    expect(received).to.deep.equal([
      {
        messageType: 'DATA_MESSAGE',
        owner: '000000000000',
        logGroup: 'g',
        logStream: 's',
        subscriptionFilters: ['to-f'],
        logEvents: [event('ERROR b', 2), event('ERROR c', 3)],
      },
    ]);
  });

  it('bring the fields that a pattern names', async () => {
    aws.lambda.function('f', listen);
    await subscribe('[level=ERROR, ..., size]');
    await put('ERROR x 12');
    await aws.lambda.settle();
    expect(received).to.have.nested.property('[0].logEvents[0].extractedFields').that.deep.equals({
      level: 'ERROR',
      2: 'x',
      size: '12',
    });
  });

  it('see what other functions write', async () => {
    aws.lambda.function('writer', async () => console.error('ERROR: broken'));
    aws.lambda.function('f', listen);
    await client.send(new CreateLogGroupCommand({ logGroupName: '/aws/lambda/writer' }));
    await subscribe('ERROR', 'f', 'to-f', '/aws/lambda/writer');
    await aws.lambda.invoke('writer');
    await aws.lambda.settle();
    expect(received).to.have.nested.property('[0].logEvents[0].message', 'ERROR: broken');
  });

  it('try again as Lambda does with asynchronous events', async () => {
    let failures = 0;
    aws.lambda.function('f', async (event: Parameters<typeof listen>[0]) => {
      if (failures++ === 0) throw new Error('not yet');
      await listen(event);
    });
    await subscribe('');
    await put('x');
    await aws.lambda.settle();
    expect([failures, received.length]).to.deep.equal([2, 1]);
  });

  it('drop events for a function that is not there', async () => {
    await subscribe('', 'gone');
    await put('x');
    const { deadLetters } = await aws.lambda.settle();
    expect(deadLetters).to.deep.equal([
      {
        source: 'arn:aws:logs:us-east-1:000000000000:log-group:g',
        target: undefined,
        what: `log events of to-f for ${arnOf('gone')}`,
      },
    ]);
  });

  it('are noticed where a function feeds itself for ever', async () => {
    aws.lambda.function('f', async () => console.log('again'));
    await client.send(new CreateLogGroupCommand({ logGroupName: '/aws/lambda/f' }));
    await subscribe('again', 'f', 'loop', '/aws/lambda/f');
    await aws.lambda.invoke('f');
    let message = '';
    await aws.lambda.settle({ maxInvocations: 20 }).catch((error: unknown) => (message = String(error)));
    expect(message).to.contain('f');
    expect(aws.world.takeProblems()).to.have.length(1);
  });
});
