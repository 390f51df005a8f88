import { expect } from 'chai';
import { DeleteItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { lambdaWorld, type LambdaWorld } from '../world';

interface Event {
  readonly Records: readonly {
    readonly eventName: string;
    readonly dynamodb: {
      readonly SequenceNumber: string;
      readonly Keys: { readonly id: { readonly S: string } };
    };
  }[];
}

describe('Lambda: DynamoDB stream event source', () => {
  let w: LambdaWorld;
  beforeEach(async () => {
    w = lambdaWorld({ seed: 1, time: 'virtual' });
    await w.table();
  });
  afterEach(() => w.aws.unplug());

  const ids = (event: unknown): string[] =>
    (event as Event).Records.map(({ dynamodb }) => dynamodb.Keys.id.S);
  const seen = (invocations: readonly { readonly event: unknown }[]): string =>
    invocations.map(({ event }) => ids(event).join('')).join(' ');

  it('starts at LATEST with what is written after it was made, at TRIM_HORIZON with everything', async () => {
    await w.put('a');
    w.lambda.function('latest', async () => undefined);
    w.lambda.function('all', async () => undefined);
    w.lambda.eventSource({ table: 'orders', function: 'latest', startingPosition: 'LATEST' });
    w.lambda.eventSource({ table: 'orders', function: 'all', startingPosition: 'TRIM_HORIZON' });
    await w.put('b');
    const report = await w.lambda.settle();
    expect(report.invocations.map(({ functionName, event }) => [functionName, ids(event)])).to.deep.equal([
      ['latest', ['b']],
      ['all', ['a', 'b']],
    ]);
    expect(await w.lambda.step()).to.equal(undefined);
  });

  it('cuts batches at BatchSize and keeps the order', async () => {
    w.lambda.function('work', async () => undefined);
    w.lambda.eventSource({ table: 'orders', function: 'work', batchSize: 2 });
    await w.put('a', 'b', 'c', 'd', 'e');
    expect(seen((await w.lambda.settle()).invocations)).to.equal('ab cd e');
  });

  it('waits for its window until a batch is full', async () => {
    w.lambda.function('work', async () => undefined);
    w.lambda.eventSource({ table: 'orders', function: 'work', batchSize: 3, maximumBatchingWindow: '10s' });
    await w.put('a');
    expect((await w.lambda.step())?.invocations).to.deep.equal([]);
    expect(await w.lambda.step()).to.equal(undefined);
    await w.put('b', 'c', 'd');
    expect(seen((await w.lambda.step())?.invocations ?? [])).to.equal('abc');
    const report = await w.lambda.settle();
    expect(seen(report.invocations)).to.equal('d');
    expect(report.elapsedMs).to.be.within(10_000, 10_200);
  });

  it('keeps what is behind a failing batch waiting until its retries are used up', async () => {
    await w.queue('lost');
    w.lambda.function('work', async (event: Event) => {
      if (ids(event).includes('a')) throw new Error('no');
    });
    w.lambda.eventSource({
      table: 'orders',
      function: 'work',
      batchSize: 1,
      maximumRetryAttempts: 3,
      onFailure: { queue: 'lost' },
    });
    await w.put('a', 'b');
    const report = await w.lambda.settle();
    expect(seen(report.invocations)).to.equal('a a a a b');
    expect(report.retries).to.equal(3);
    expect(report.elapsedMs).to.be.within(7_000, 7_200);
    const [letter] = w.aws.sqs.queue('lost').bodies();
    const record = JSON.parse(letter ?? '') as {
      requestContext: object;
      responseContext: object;
      DDBStreamBatchInfo: object;
    };
    expect(Object.keys(record)).to.deep.equal([
      'requestContext',
      'responseContext',
      'version',
      'timestamp',
      'DDBStreamBatchInfo',
    ]);
    expect(record.requestContext).to.deep.include({
      condition: 'RetryAttemptsExhausted',
      approximateInvokeCount: 4,
    });
    expect(record.responseContext).to.deep.equal({
      statusCode: 200,
      executedVersion: '$LATEST',
      functionError: 'Unhandled',
    });
    expect(record.DDBStreamBatchInfo).to.deep.include({ batchSize: 1 });
    expect(report.deadLetters.map(({ target }) => target)).to.deep.equal([w.arn('lost')]);
  });

  it('splits a failing batch in halves without using up retries', async () => {
    w.lambda.function('work', async (event: Event) => {
      if (ids(event).includes('c')) throw new Error('no');
    });
    w.lambda.eventSource({
      table: 'orders',
      function: 'work',
      maximumRetryAttempts: 1,
      bisectBatchOnFunctionError: true,
    });
    await w.put('a', 'b', 'c', 'd');
    const report = await w.lambda.settle();
    expect(seen(report.invocations)).to.equal('abcd ab cd c c d');
    expect(report.deadLetters).to.have.length(1);
    expect(report.deadLetters[0]?.target).to.equal(undefined);
  });

  it('gives up records that grew too old, without a response context', async () => {
    await w.queue('lost');
    w.lambda.function('work', async () => {
      throw new Error('no');
    });
    w.lambda.eventSource({
      table: 'orders',
      function: 'work',
      maximumRecordAge: '60s',
      onFailure: { queue: 'lost' },
    });
    await w.put('a', 'b');
    const report = await w.lambda.settle();
    expect(report.invocations.length).to.be.within(5, 8);
    const record = JSON.parse(w.aws.sqs.queue('lost').bodies()[0] ?? '') as Record<string, object>;
    expect(record['requestContext']).to.deep.include({ condition: 'RecordAgeExceeded' });
    expect(record).to.not.have.property('responseContext');
  });

  it('drops records after the 24 hours of the stream when nothing else limits them', async () => {
    w.lambda.function('work', async () => {
      throw new Error('no');
    });
    w.lambda.eventSource({ table: 'orders', function: 'work' });
    await w.put('a');
    const report = await w.lambda.settle({ maxInvocations: 2_000 });
    expect(report.elapsedMs).to.be.within(86_400_000 - 61_000, 86_400_000 + 61_000);
    expect(report.deadLetters.map(({ what }) => what)).to.match(/^RecordAgeExceeded/);
  });

  describe('what a handler answers with ReportBatchItemFailures', () => {
    const all = 'abc abc abc';
    const rows: [name: string, answer: (numbers: string[]) => unknown, batches: string][] = [
      ['[]', () => [], 'abc'],
      ['null', () => null, 'abc'],
      ['{}', () => ({}), 'abc'],
      ['an empty list', () => ({ batchItemFailures: [] }), 'abc'],
      ['a null list', () => ({ batchItemFailures: null }), 'abc'],
      [
        'the second record',
        ([, b]) => ({ batchItemFailures: [{ itemIdentifier: b ?? 'x' }] }),
        'abc bc c c c',
      ],
      [
        'the lowest of several',
        ([, b, c]) => ({ batchItemFailures: [{ itemIdentifier: c ?? b }, { itemIdentifier: b ?? 'x' }] }),
        'abc bc c c c',
      ],
      ['the first record', ([a]) => ({ batchItemFailures: [{ itemIdentifier: a }] }), all],
      ['an id that is not in the batch', () => ({ batchItemFailures: [{ itemIdentifier: '7' }] }), all],
      ['an empty id', () => ({ batchItemFailures: [{ itemIdentifier: '' }] }), all],
      ['a null id', () => ({ batchItemFailures: [{ itemIdentifier: null }] }), all],
      ['a wrong key', ([a]) => ({ batchItemFailures: [{ id: a }] }), all],
      ['null under a wrong key', () => ({ batchItemFailures: [{ id: null }] }), all],
      ['an exception', () => Promise.reject(new Error('no')), all],
    ];
    for (const [name, answer, batches] of rows) {
      it(`${name}: ${batches}`, async () => {
        w.lambda.function('work', async (event: Event) =>
          answer(event.Records.map(({ dynamodb }) => dynamodb.SequenceNumber)),
        );
        w.lambda.eventSource({
          table: 'orders',
          function: 'work',
          reportBatchItemFailures: true,
          maximumRetryAttempts: 2,
        });
        await w.put('a', 'b', 'c');
        expect(seen((await w.lambda.settle()).invocations)).to.equal(batches);
      });
    }

    it('tells the on-failure queue of no function error when the answer named the failures', async () => {
      await w.queue('lost');
      w.lambda.function('work', async (event: Event) => ({
        batchItemFailures: [{ itemIdentifier: event.Records.at(-1)?.dynamodb.SequenceNumber }],
      }));
      w.lambda.eventSource({
        table: 'orders',
        function: 'work',
        reportBatchItemFailures: true,
        maximumRetryAttempts: 0,
        onFailure: { queue: 'lost' },
      });
      await w.put('a', 'b');
      expect(seen((await w.lambda.settle()).invocations)).to.equal('ab b');
      const record = JSON.parse(w.aws.sqs.queue('lost').bodies()[0] ?? '') as { responseContext: object };
      expect(record.responseContext).to.deep.include({ functionError: null });
    });
  });

  it('keeps the order per key with ParallelizationFactor, one batch per lane at a time', async () => {
    const order: string[] = [];
    w.lambda.function('work', async (event: Event) => void order.push(...ids(event)));
    w.lambda.eventSource({ table: 'orders', function: 'work', batchSize: 1, parallelizationFactor: 5 });
    for (let round = 0; round < 3; round++) {
      for (const id of ['a', 'b', 'c', 'd']) {
        const item = { id: { S: id }, round: { N: `${round}` } };
        await w.dynamodb.send(new PutItemCommand({ TableName: 'orders', Item: item }));
      }
    }
    await w.lambda.settle();
    expect(order.toSorted().join('')).to.equal('aaabbbcccddd');
    const first = await w.lambda.step();
    expect(first).to.equal(undefined);
  });

  it('hands over only what a filter lets through, and moves on over the rest', async () => {
    w.lambda.function('work', async () => undefined);
    w.lambda.eventSource({
      table: 'orders',
      function: 'work',
      batchSize: 2,
      filters: [{ eventName: ['REMOVE'] }],
    });
    await w.put('a', 'b', 'c');
    await w.dynamodb.send(new DeleteItemCommand({ TableName: 'orders', Key: { id: { S: 'b' } } }));
    const report = await w.lambda.settle();
    expect(seen(report.invocations)).to.equal('b');
    await w.put('d');
    expect((await w.lambda.settle()).invocations).to.deep.equal([]);
  });

  it('tries a throttled batch again without using up retries', async () => {
    w.lambda.function('work', async () => undefined, { reservedConcurrency: 1 });
    w.lambda.eventSource({
      table: 'orders',
      function: 'work',
      parallelizationFactor: 10,
      maximumRetryAttempts: 0,
    });
    await w.put('a', 'b', 'c', 'd', 'e');
    const report = await w.lambda.settle();
    const done = report.invocations.filter(({ outcome }) => outcome.kind === 'returned');
    expect(
      done
        .flatMap(({ event }) => ids(event))
        .toSorted()
        .join(''),
    ).to.equal('abcde');
    expect(report.deadLetters).to.deep.equal([]);
  });

  it('goes on from the last checkpoint when a batch grew too old only in part', async () => {
    w.lambda.function('work', async () => {
      throw new Error('no');
    });
    w.lambda.eventSource({
      table: 'orders',
      function: 'work',
      maximumRecordAge: '60s',
      batchSize: 2,
      maximumBatchingWindow: '60s',
    });
    await w.put('a');
    await w.lambda.step();
    await w.aws.clock.advance('35s');
    await w.put('b');
    const report = await w.lambda.settle();
    const batches = seen(report.invocations).split(' ');
    expect(batches[0]).to.equal('ab');
    expect(batches.at(-1)).to.equal('b');
    expect(report.deadLetters).to.have.length(2);
  });
});
