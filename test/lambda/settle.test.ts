import { expect } from 'chai';
import { PutItemCommand, type AttributeValue } from '@aws-sdk/client-dynamodb';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import sinon from 'sinon';
import { lambdaWorld, type LambdaWorld } from './world';

interface StreamEvent {
  readonly Records: readonly { readonly dynamodb: { readonly Keys: { readonly id: AttributeValue } } }[];
}
interface QueueEvent {
  readonly Records: readonly { readonly messageId: string; readonly body: string }[];
}

describe('aws.lambda.settle', () => {
  let w: LambdaWorld | undefined;
  afterEach(() => {
    w?.aws.unplug();
    w = undefined;
  });

  /** Table -> stream -> function -> queue -> function -> table, with a crash, a failure and a slow call on the way. */
  async function pipeline(world: LambdaWorld): Promise<string> {
    await world.table();
    const QueueUrl = await world.queue('dead');
    await world.queue('jobs', {
      RedrivePolicy: JSON.stringify({ deadLetterTargetArn: world.arn('dead'), maxReceiveCount: 3 }),
    });
    world.lambda.function('fan-out', async (event: StreamEvent) => {
      for (const { dynamodb } of event.Records) {
        const MessageBody = dynamodb.Keys.id.S ?? '';
        await world.sqs.send(
          new SendMessageCommand({ QueueUrl: QueueUrl.replace('dead', 'jobs'), MessageBody }),
        );
      }
    });
    world.lambda.function('work', async (event: QueueEvent) => {
      const batchItemFailures: object[] = [];
      for (const { messageId, body } of event.Records) {
        const Item = { id: { S: `done-${body}` } };
        if (body === 'c') batchItemFailures.push({ itemIdentifier: messageId });
        else await world.dynamodb.send(new PutItemCommand({ TableName: 'results', Item }));
      }
      return { batchItemFailures };
    });
    await world.table('results');
    world.lambda.eventSource({ table: 'orders', function: 'fan-out', maximumRetryAttempts: 5 });
    world.lambda.eventSource({
      queue: 'jobs',
      function: 'work',
      reportBatchItemFailures: true,
      maximumConcurrency: 2,
    });
    world.aws.faults.on(SendMessageCommand).crashes('after').for('fan-out').after(1);
    world.aws.faults.on(PutItemCommand, { TableName: 'results' }).delayed('5s').for('work');
    await world.put('a', 'b', 'c');
    const report = await world.lambda.settle();
    expect(world.aws.sqs.queue('dead').bodies()).to.deep.equal(['c']);
    expect(report.deadLetters).to.have.length(1);
    return `${report.toText()}\n${report.elapsedMs}\n${world.aws.calls.toText(1_000)}`;
  }

  it('is the same for the same seed, byte for byte', async () => {
    const texts: string[] = [];
    for (let run = 0; run < 2; run++) {
      w = lambdaWorld({ seed: 7, time: 'virtual' });
      texts.push(await pipeline(w));
      w.aws.unplug();
      w = undefined;
    }
    expect(texts[0]).to.equal(texts[1]);
    expect(texts[0]).to.match(/fan-out {2}3 records {2}crashed/);
    expect(texts[0]).to.match(/work {2}\d records?, again/);
  });

  it('runs the same pipeline in real time', async () => {
    w = lambdaWorld({ seed: 7 });
    await pipeline(w);
  });

  it("moves a test's own fake timers", async () => {
    const timers = sinon.useFakeTimers({ now: 1_000_000, toFake: ['Date', 'setTimeout', 'clearTimeout'] });
    try {
      w = lambdaWorld();
      await w.queue('jobs');
      await w.send('jobs', 'a');
      let tries = 0;
      w.lambda.function('work', async () => {
        if (tries++ === 0) throw new Error('no');
      });
      w.lambda.eventSource({ queue: 'jobs', function: 'work' });
      const report = await w.lambda.settle();
      expect(report.invocations).to.have.length(2);
      expect(report.elapsedMs).to.equal(30_000);
      w.aws.unplug();
      w = undefined;
    } finally {
      timers.restore();
    }
  });

  it('stops before what is due after `until`, and says when that is', async () => {
    w = lambdaWorld({ time: 'virtual' });
    await w.queue('jobs');
    await w.send('jobs', 'a');
    w.lambda.function('work', async () => {
      throw new Error('no');
    });
    w.lambda.eventSource({ queue: 'jobs', function: 'work' });
    const start = w.aws.clock.now();
    const report = await w.lambda.settle({ until: new Date(start + 45_000) });
    expect(report.invocations).to.have.length(2);
    expect(report.nextDueAt).to.equal(start + 60_000);
    expect(w.aws.clock.now()).to.equal(start + 30_000);
  });

  it('is quiet at once when there is nothing to do', async () => {
    w = lambdaWorld();
    const report = await w.lambda.settle();
    expect(report).to.deep.include({
      steps: [],
      invocations: [],
      retries: 0,
      deadLetters: [],
      filtered: [],
      nextDueAt: undefined,
    });
    expect(report.toText()).to.equal('');
  });

  it('lets sources take turns in the order in which they were made', async () => {
    w = lambdaWorld();
    for (const name of ['a', 'b']) {
      await w.queue(name);
      await w.send(name, '1', '2');
      w.lambda.function(name, async () => undefined);
      w.lambda.eventSource({ queue: name, function: name, batchSize: 1 });
    }
    const report = await w.lambda.settle();
    expect(report.invocations.map(({ functionName }) => functionName).join('')).to.equal('abab');
  });

  it('names stream records and events that keep coming', async () => {
    w = lambdaWorld();
    await w.table();
    w.lambda.function('work', async () => {
      throw new Error('no');
    });
    w.lambda.eventSource({ table: 'orders', function: 'work' });
    await w.put('a');
    const message = await w.lambda.settle({ maxInvocations: 3 }).then(
      () => '',
      (error: Error) => error.message,
    );
    expect(message).to.match(
      /not quiet after 3 invocations\. What keeps coming:\n {2}stream record \d+: 4 times to work/,
    );
    expect(w.aws.world.takeProblems()).to.have.length(1);
    w.lambda.deleteEventSourceMapping({ UUID: w.lambda.eventSourceMappings()[0]?.UUID ?? '' });
    w.lambda.function('loop', async () => void w?.lambda.invokeAsync('loop'));
    w.lambda.invokeAsync('loop');
    const loop = await w.lambda.settle({ maxInvocations: 3 }).then(
      () => '',
      (error: Error) => error.message,
    );
    expect(loop).to.match(/event [0-9a-f-]+: 1 times to loop/);
    w.aws.world.takeProblems();
  });

  it('ends when polls bring nothing for ever', async () => {
    w = lambdaWorld();
    const { ReceiveMessageCommand } = await import('@aws-sdk/client-sqs');
    await w.queue('jobs');
    await w.send('jobs', 'a');
    w.lambda.function('work', async () => undefined);
    w.lambda.eventSource({ queue: 'jobs', function: 'work' });
    w.aws.faults.on(ReceiveMessageCommand).accessDenied().for('aws:lambda').always();
    const message = await w.lambda.settle({ maxInvocations: 5 }).then(
      () => '',
      (error: Error) => error.message,
    );
    expect(message).to.equal(
      `aws.lambda.settle(): 6 polls in a row led to no invocation, the last of ${w.arn('jobs')}. Does a fault rule for 'aws:lambda' fail all of them?`,
    );
    w.aws.world.takeProblems();
  });
});
