import { expect } from 'chai';
import { lambdaWorld, type LambdaWorld } from './world';

describe('aws.lambda.eventSource', () => {
  let w: LambdaWorld;
  beforeEach(async () => {
    w = lambdaWorld();
    w.lambda.function('f', async () => undefined);
    await w.table();
  });
  afterEach(() => w.aws.unplug());

  it("says CreateEventSourceMapping's input with names and durations", async () => {
    await w.queue('lost');
    const mapping = w.lambda.eventSource({
      table: 'orders',
      function: 'f',
      batchSize: 7,
      maximumBatchingWindow: '5s',
      reportBatchItemFailures: true,
      filters: ['{"eventName":["INSERT"]}', { eventName: ['REMOVE'] }],
      startingPosition: 'TRIM_HORIZON',
      parallelizationFactor: 2,
      maximumRetryAttempts: 3,
      maximumRecordAge: '1h',
      bisectBatchOnFunctionError: true,
      onFailure: { queue: 'lost' },
      enabled: false,
    });
    expect(mapping).to.deep.include({
      BatchSize: 7,
      MaximumBatchingWindowInSeconds: 5,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      FilterCriteria: {
        Filters: [{ Pattern: '{"eventName":["INSERT"]}' }, { Pattern: '{"eventName":["REMOVE"]}' }],
      },
      StartingPosition: 'TRIM_HORIZON',
      ParallelizationFactor: 2,
      MaximumRetryAttempts: 3,
      MaximumRecordAgeInSeconds: 3_600,
      BisectBatchOnFunctionError: true,
      DestinationConfig: { OnFailure: { Destination: w.arn('lost') } },
      State: 'Disabled',
    });
  });

  it('starts streams at LATEST, and takes a stream by its ARN', () => {
    const { EventSourceArn, StartingPosition } = w.lambda.eventSource({ table: 'orders', function: 'f' });
    expect(StartingPosition).to.equal('LATEST');
    w.lambda.function('g', async () => undefined);
    expect(w.lambda.eventSource({ stream: EventSourceArn, function: 'g' }).EventSourceArn).to.equal(
      EventSourceArn,
    );
  });

  it('takes a queue by name, URL and ARN', async () => {
    const url = await w.queue('jobs');
    for (const [i, queue] of ['jobs', url, w.arn('jobs')].entries()) {
      w.lambda.function(`f${i}`, async () => undefined);
      expect(w.lambda.eventSource({ queue, function: `f${i}` }).EventSourceArn).to.equal(w.arn('jobs'));
    }
  });

  it('needs exactly one source, which exists', () => {
    const one = 'aws.lambda.eventSource(): give exactly one of queue, table and stream.';
    expect(() => w.lambda.eventSource({ function: 'f' })).to.throw(one);
    expect(() => w.lambda.eventSource({ function: 'f', queue: 'a', table: 'b' })).to.throw(one);
    expect(() => w.lambda.eventSource({ function: 'f', table: 'none' })).to.throw('there is no table none.');
  });

  it('needs a table with a stream', async () => {
    const { CreateTableCommand } = await import('@aws-sdk/client-dynamodb');
    await w.dynamodb.send(
      new CreateTableCommand({
        TableName: 'plain',
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
        BillingMode: 'PAY_PER_REQUEST',
      }),
    );
    expect(() => w.lambda.eventSource({ function: 'f', table: 'plain' })).to.throw(
      'no stream is enabled on the table plain.',
    );
  });
});
