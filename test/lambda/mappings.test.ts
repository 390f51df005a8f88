import { expect } from 'chai';
import { lambdaWorld, type LambdaWorld } from './world';

describe('Lambda.CreateEventSourceMapping', () => {
  let w: LambdaWorld;
  beforeEach(async () => {
    w = lambdaWorld();
    w.lambda.function('f', async () => undefined);
    await w.queue('jobs');
    await w.queue('jobs.fifo', { FifoQueue: 'true' });
    await w.table();
  });
  afterEach(() => w.aws.unplug());

  const failure = (
    body: () => unknown,
  ): { name: string; message: string; $metadata?: { httpStatusCode: number } } => {
    try {
      body();
    } catch (error) {
      return error as { name: string; message: string };
    }
    throw new Error('it was accepted');
  };
  const forQueue = (queue = 'jobs'): { EventSourceArn: string; FunctionName: string } => ({
    EventSourceArn: w.arn(queue),
    FunctionName: 'f',
  });

  it("answers a queue's mapping with the defaults", () => {
    const { LastModified, ...mapping } = w.lambda.createEventSourceMapping(forQueue());
    expect(LastModified.getTime()).to.be.closeTo(w.aws.clock.now(), 1_000);
    expect(mapping).to.deep.equal({
      UUID: mapping.UUID,
      EventSourceArn: w.arn('jobs'),
      EventSourceMappingArn: `arn:aws:lambda:us-east-1:000000000000:event-source-mapping:${mapping.UUID}`,
      FunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:f',
      FunctionResponseTypes: [],
      MaximumBatchingWindowInSeconds: 0,
      BatchSize: 10,
      State: 'Enabled',
      StateTransitionReason: 'USER_INITIATED',
    });
  });

  it("answers a stream's mapping with the recorded defaults", () => {
    const mapping = w.lambda.eventSource({
      table: 'orders',
      function: 'f',
      startingPosition: 'TRIM_HORIZON',
    });
    expect(mapping).to.deep.include({
      BatchSize: 100,
      BisectBatchOnFunctionError: false,
      DestinationConfig: { OnFailure: {} },
      FunctionResponseTypes: [],
      MaximumBatchingWindowInSeconds: 0,
      MaximumRecordAgeInSeconds: -1,
      MaximumRetryAttempts: -1,
      ParallelizationFactor: 1,
      StartingPosition: 'TRIM_HORIZON',
      StateTransitionReason: 'User action',
      TumblingWindowInSeconds: 0,
    });
  });

  it('shows filters, concurrency and a destination', async () => {
    const queue = w.lambda.eventSource({
      queue: 'jobs',
      function: 'f',
      maximumConcurrency: 2,
      filters: [{ body: ['x'] }],
    });
    expect(queue.ScalingConfig).to.deep.equal({ MaximumConcurrency: 2 });
    expect(queue.FilterCriteria).to.deep.equal({ Filters: [{ Pattern: '{"body":["x"]}' }] });
    const stream = w.lambda.eventSource({ table: 'orders', function: 'f', onFailure: { queue: 'jobs' } });
    expect(stream.DestinationConfig).to.deep.equal({ OnFailure: { Destination: w.arn('jobs') } });
  });

  const WINDOW =
    'Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10';
  const rows: [what: string, input: object, message: string][] = [
    ['more than 10 messages without a window', { BatchSize: 11 }, WINDOW],
    [
      'no messages',
      { BatchSize: 0 },
      "1 validation error detected: Value '0' at 'batchSize' failed to satisfy constraint: Member must have value greater than or equal to 1",
    ],
    [
      'too many messages',
      { BatchSize: 10_001 },
      "1 validation error detected: Value '10001' at 'batchSize' failed to satisfy constraint: Member must have value less than or equal to 10000",
    ],
    [
      'too long a window',
      { MaximumBatchingWindowInSeconds: 301 },
      "1 validation error detected: Value '301' at 'maximumBatchingWindowInSeconds' failed to satisfy constraint: Member must have value less than or equal to 300",
    ],
    [
      'a concurrency of 1',
      { ScalingConfig: { MaximumConcurrency: 1 } },
      "1 validation error detected: Value '1' at 'scalingConfig.maximumConcurrency' failed to satisfy constraint: Member must have value greater than or equal to 2",
    ],
    [
      'a broken filter',
      { FilterCriteria: { Filters: [{ Pattern: '{' }] } },
      'Invalid filter pattern definition.',
    ],
    [
      'a filter without a pattern',
      { FilterCriteria: { Filters: [{}] } },
      'Invalid filter pattern definition.',
    ],
    [
      'six filters',
      { FilterCriteria: { Filters: Array.from({ length: 6 }, () => ({ Pattern: '{"a":["x"]}' })) } },
      'Filters list size exceeds the limit of 5.',
    ],
    [
      'a starting position',
      { StartingPosition: 'LATEST' },
      'Unsupported parameter for given event source mapping type: StartingPosition',
    ],
  ];
  for (const [what, input, message] of rows) {
    it(`refuses ${what} for a queue`, () => {
      const error = failure(() => w.lambda.createEventSourceMapping({ ...forQueue(), ...input }));
      expect(error.message).to.equal(message);
      expect(error.$metadata).to.deep.equal({ httpStatusCode: 400 });
      expect(w.lambda.eventSourceMappings()).to.deep.equal([]);
    });
  }

  it('accepts the limits', () => {
    w.lambda.createEventSourceMapping({
      ...forQueue(),
      BatchSize: 10_000,
      MaximumBatchingWindowInSeconds: 300,
    });
    w.lambda.createEventSourceMapping({ ...forQueue('jobs.fifo'), BatchSize: 10 });
  });

  it('refuses a window and large batches for a FIFO queue', () => {
    const fifo = forQueue('jobs.fifo');
    expect(
      failure(() => w.lambda.createEventSourceMapping({ ...fifo, MaximumBatchingWindowInSeconds: 1 }))
        .message,
    ).to.equal('Batching window is not supported for FIFO queues');
    expect(failure(() => w.lambda.createEventSourceMapping({ ...fifo, BatchSize: 11 })).message).to.equal(
      'Batch size must not exceed 10 for FIFO queues',
    );
  });

  it('refuses a visibility timeout below the function timeout, and accepts an equal one', async () => {
    w.lambda.function('slow', async () => undefined, { timeout: '31s' });
    expect(failure(() => w.lambda.eventSource({ queue: 'jobs', function: 'slow' })).message).to.equal(
      'Queue visibility timeout: 30 seconds is less than Function timeout: 31 seconds',
    );
    w.lambda.function('equal', async () => undefined, { timeout: '30s' });
    w.lambda.eventSource({ queue: 'jobs', function: 'equal' });
  });

  it('refuses a missing queue, stream and function', () => {
    expect(failure(() => w.lambda.createEventSourceMapping(forQueue('none')))).to.include({
      name: 'InvalidParameterValueException',
      message:
        'Error occurred while ReceiveMessage. SQS Error Code: AWS.SimpleQueueService.NonExistentQueue. SQS Error Message: The specified queue does not exist.',
    });
    const stream = 'arn:aws:dynamodb:us-east-1:000000000000:table/none/stream/x';
    expect(failure(() => w.lambda.eventSource({ stream, function: 'f' })).message).to.equal(
      `Stream not found: ${stream}`,
    );
    expect(failure(() => w.lambda.eventSource({ queue: 'jobs', function: 'none' }))).to.include({
      name: 'ResourceNotFoundException',
      message: 'Function not found: arn:aws:lambda:us-east-1:000000000000:function:none',
    });
  });

  it('refuses a second mapping of the same source and function', () => {
    const { UUID } = w.lambda.eventSource({ queue: 'jobs', function: 'f' });
    const error = failure(() => w.lambda.eventSource({ queue: 'jobs', function: 'f' }));
    expect(error.name).to.equal('ResourceConflictException');
    expect(error.$metadata).to.deep.equal({ httpStatusCode: 409 });
    expect(error.message).to.equal(
      `An event source mapping with SQS arn (" ${w.arn('jobs')} ") and function (" f ") already exists. Please update or delete the existing mapping with UUID ${UUID}`,
    );
    w.lambda.eventSource({ table: 'orders', function: 'f' });
    expect(failure(() => w.lambda.eventSource({ table: 'orders', function: 'f' })).message).to.match(
      /^An event source mapping with dynamodb arn/,
    );
  });

  it('refuses a stream without a starting position', () => {
    const stream = w.lambda.eventSource({ table: 'orders', function: 'f' }).EventSourceArn;
    w.lambda.function('g', async () => undefined);
    const error = failure(() =>
      w.lambda.createEventSourceMapping({ EventSourceArn: stream, FunctionName: 'g' }),
    );
    expect(error.message).to.equal(
      "1 validation error detected: Value null at 'startingPosition' failed to satisfy constraint: Member must not be null.",
    );
  });

  it('refuses what is not modelled by name', () => {
    const kinesis = 'arn:aws:kinesis:us-east-1:000000000000:stream/s';
    expect(failure(() => w.lambda.eventSource({ stream: kinesis, function: 'f' })).name).to.equal(
      'NotSupportedByFake',
    );
    const kafka = { OnFailure: { Destination: 'kafka://orders' } };
    const { EventSourceArn } = w.lambda.eventSource({ table: 'orders', function: 'f' });
    w.lambda.function('g', async () => undefined);
    const stream = { EventSourceArn, FunctionName: 'g', StartingPosition: 'LATEST' as const };
    expect(
      failure(() => w.lambda.createEventSourceMapping({ ...stream, DestinationConfig: kafka })).message,
    ).to.include('kafka://orders');
    expect(w.aws.world.takeProblems()).to.have.length(2);
    expect(
      failure(() => w.lambda.eventSource({ table: 'orders', function: 'g', onFailure: { queue: 'none' } }))
        .message,
    ).to.equal(
      `CreateEventSourceMapping: the on-failure destination ${w.arn('none')} does not exist. Create it first.`,
    );
    expect(failure(() => w.lambda.createEventSourceMapping({ FunctionName: 'f' } as never)).message).to.equal(
      'CreateEventSourceMapping: EventSourceArn is missing.',
    );
  });

  it('does nothing while disabled, and goes on where it stood when enabled', async () => {
    const { UUID } = w.lambda.eventSource({ queue: 'jobs', function: 'f', enabled: false });
    await w.send('jobs', 'a');
    expect((await w.lambda.settle()).invocations).to.deep.equal([]);
    expect(w.lambda.updateEventSourceMapping({ UUID, Enabled: true }).State).to.equal('Enabled');
    expect((await w.lambda.settle()).invocations).to.have.length(1);
    expect(w.lambda.updateEventSourceMapping({ UUID, Enabled: false }).State).to.equal('Disabled');
  });

  it('is gone when deleted; the messages it held come back', async () => {
    const { UUID } = w.lambda.eventSource({
      queue: 'jobs',
      function: 'f',
      batchSize: 100,
      maximumBatchingWindow: '5s',
    });
    const stream = w.lambda.eventSource({ table: 'orders', function: 'f' });
    await w.send('jobs', 'a');
    await w.lambda.step();
    w.lambda.deleteEventSourceMapping({ UUID });
    w.lambda.deleteEventSourceMapping({ UUID: stream.UUID });
    expect(w.lambda.eventSourceMappings()).to.deep.equal([]);
    expect(w.aws.sqs.queue('jobs').counts.inFlight).to.equal(1);
    expect((await w.lambda.settle()).invocations).to.deep.equal([]);
    expect(failure(() => w.lambda.deleteEventSourceMapping({ UUID })).name).to.equal(
      'ResourceNotFoundException',
    );
  });
});
