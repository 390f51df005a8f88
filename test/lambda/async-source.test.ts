import { expect } from 'chai';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { lambdaWorld, type LambdaWorld } from './world';

describe('Lambda: asynchronous invocation', () => {
  let w: LambdaWorld;
  beforeEach(() => {
    w = lambdaWorld({ seed: 1, time: 'virtual' });
  });
  afterEach(() => w.aws.unplug());

  const fail = async (): Promise<never> => {
    throw new Error('no');
  };

  it('runs later, under the request id it was accepted with', async () => {
    const events: unknown[] = [];
    w.lambda.function('f', async (event: unknown) => void events.push(event));
    const event = { n: 1 };
    const requestId = w.lambda.invokeAsync('f', event);
    w.lambda.invokeAsync('f');
    event.n = 2;
    expect(events).to.deep.equal([]);
    const report = await w.lambda.settle();
    expect(events).to.deep.equal([{ n: 1 }, {}]);
    expect(report.invocations[0]?.requestId).to.equal(requestId);
    expect(report.steps[0]?.mapping).to.equal(undefined);
  });

  it('is tried again after one minute and after two more, then dropped', async () => {
    w.lambda.function('f', fail);
    const requestId = w.lambda.invokeAsync('f');
    const report = await w.lambda.settle();
    const starts = report.invocations.map(({ startedAt }) =>
      Math.round((startedAt - (report.invocations[0]?.startedAt ?? 0)) / 1000),
    );
    expect(starts).to.deep.equal([0, 60, 180]);
    expect(report.retries).to.equal(2);
    expect(new Set(report.invocations.map((invocation) => invocation.requestId)).size).to.equal(1);
    expect(report.deadLetters).to.deep.equal([
      { source: 'arn:aws:lambda:us-east-1:000000000000:function:f', target: undefined, what: requestId },
    ]);
  });

  it('sends the event to the dead-letter queue and a record to the on-failure queue', async () => {
    await w.queue('dead');
    await w.queue('failed');
    w.lambda.function('f', fail, {
      deadLetterQueue: 'dead',
      asyncInvocation: { maximumRetryAttempts: 0, onFailure: { queue: 'failed' } },
    });
    const requestId = w.lambda.invokeAsync('f', { n: 1 });
    const report = await w.lambda.settle();
    expect(report.deadLetters.map(({ target }) => target)).to.deep.equal([w.arn('dead'), w.arn('failed')]);
    const [letter] = w.aws.sqs.queue('dead').messages();
    expect(letter?.body).to.equal('{"n":1}');
    const text = (name: string): string | undefined => letter?.attributes[name]?.StringValue;
    expect([text('RequestID'), text('ErrorCode'), text('ErrorMessage')]).to.deep.equal([
      requestId,
      '200',
      'no',
    ]);
    const record = JSON.parse(w.aws.sqs.queue('failed').bodies()[0] ?? '') as Record<string, object>;
    expect(record['requestContext']).to.deep.equal({
      requestId,
      functionArn: 'arn:aws:lambda:us-east-1:000000000000:function:f:$LATEST',
      condition: 'RetriesExhausted',
      approximateInvokeCount: 1,
    });
    expect(record['requestPayload']).to.deep.equal({ n: 1 });
    expect(record['responseContext']).to.deep.equal({
      statusCode: 200,
      executedVersion: '$LATEST',
      functionError: 'Unhandled',
    });
    expect(record['responsePayload']).to.include({ errorType: 'Error', errorMessage: 'no' });
  });

  it('sends a record to the on-success queue', async () => {
    await w.queue('done');
    w.lambda.function('f', async () => ({ ok: true }), { asyncInvocation: { onSuccess: { queue: 'done' } } });
    w.lambda.invokeAsync('f', 7);
    await w.lambda.settle();
    const record = JSON.parse(w.aws.sqs.queue('done').bodies()[0] ?? '') as Record<string, object>;
    expect(record['requestContext']).to.include({ condition: 'Success', approximateInvokeCount: 1 });
    expect(record['responseContext']).to.deep.equal({ statusCode: 200, executedVersion: '$LATEST' });
    expect(record['responsePayload']).to.deep.equal({ ok: true });
  });

  it('gives up an event that grew too old while it was throttled, tried ever more rarely', async () => {
    await w.queue('dead');
    await w.queue('failed');
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    w.lambda.function('f', async (event: { hold?: boolean }) => (event.hold === true ? held : undefined), {
      timeout: '900s',
      reservedConcurrency: 1,
      deadLetterQueue: 'dead',
      asyncInvocation: { maximumEventAge: '60s', onFailure: { queue: 'failed' } },
    });
    const busy = w.lambda.invoke('f', { hold: true });
    w.lambda.invokeAsync('f');
    const report = await w.lambda.settle();
    release();
    await busy;
    expect(report.invocations.map(({ outcome }) => outcome.kind)).to.deep.equal(
      Array.from({ length: 6 }, () => 'throttled'),
    );
    const begun = report.invocations[0]?.startedAt ?? 0;
    expect(report.invocations.map(({ startedAt }) => (startedAt - begun) / 1000)).to.deep.equal([
      0, 1, 3, 7, 15, 31,
    ]);
    expect(report.elapsedMs).to.equal(63_000);
    const record = JSON.parse(w.aws.sqs.queue('failed').bodies()[0] ?? '') as Record<string, object>;
    expect(record['requestContext']).to.include({ condition: 'EventAgeExceeded', approximateInvokeCount: 0 });
    expect(record).to.not.have.property('responseContext');
    const { attributes = {} } = w.aws.sqs.queue('dead').messages()[0] ?? {};
    expect(attributes['ErrorMessage']?.StringValue).to.equal('Rate Exceeded.');
    expect(attributes['ErrorCode']?.StringValue).to.equal('429');
  });

  it('tries nothing while the reserved concurrency is zero', async () => {
    await w.queue('dead');
    await w.queue('failed');
    w.lambda.function('f', fail, {
      reservedConcurrency: 0,
      deadLetterQueue: 'dead',
      asyncInvocation: { onFailure: { queue: 'failed' } },
    });
    w.lambda.invokeAsync('f');
    const report = await w.lambda.settle();
    expect(report.invocations).to.deep.equal([]);
    expect(report.deadLetters.map(({ target }) => target)).to.deep.equal([w.arn('dead'), w.arn('failed')]);
    const record = JSON.parse(w.aws.sqs.queue('failed').bodies()[0] ?? '') as Record<string, object>;
    expect(record['requestContext']).to.include({
      condition: 'ZeroReservedConcurrency',
      approximateInvokeCount: 0,
    });
    const { attributes = {} } = w.aws.sqs.queue('dead').messages()[0] ?? {};
    expect(Object.keys(attributes).toSorted()).to.deep.equal(['ErrorMessage', 'RequestID']);
    expect(attributes['ErrorMessage']?.StringValue).to.equal(
      'Function not invoked. Function isconfigured with zero reserved concurrent executions',
    );
  });

  it('drops the event when its queues cannot be reached', async () => {
    await w.queue('failed');
    w.lambda.function('f', fail, {
      deadLetterQueue: 'nowhere',
      asyncInvocation: { maximumRetryAttempts: 0, onFailure: { queue: 'failed' } },
    });
    w.aws.faults.on(SendMessageCommand).accessDenied().for('aws:lambda');
    w.lambda.invokeAsync('f');
    const report = await w.lambda.settle();
    expect(report.deadLetters.map(({ target }) => target)).to.deep.equal([undefined]);
  });
});
