import type { DynamoDBStreamEvent, SQSEvent } from 'aws-lambda';
import type { FakeAws } from '../../fakes';
import { createStreamProcessor } from '../../src/stream-processor/handler';
import type { LambdaContext } from '../../src/shared/invocation';
import { COLLECTIONS } from '../../src/shared/receipt-keys';
import { lambdaWorld, TABLE, type LambdaWorld, type WorldOptions } from './lambda-world';

type EventSource = Partial<Parameters<FakeAws['lambda']['eventSource']>[0]>;

/** A handler as Lambda calls it. */
export type StreamHandler = (event: DynamoDBStreamEvent, context: LambdaContext) => unknown;
export type QueueHandler = (event: SQSEvent, context: LambdaContext) => unknown;

export interface DeploymentOptions extends WorldOptions {
  /** Makes the handlers for the world; by default the real ones. */
  readonly stream?: (world: LambdaWorld) => StreamHandler;
  readonly compaction?: (world: LambdaWorld) => QueueHandler;
  /** Runs before anything is deployed. */
  readonly arrange?: (world: LambdaWorld) => Promise<unknown>;
  /** What the mappings have beside the deployed settings. */
  readonly streamSource?: EventSource;
  readonly queueSource?: EventSource;
}

/** Both Lambdas behind their event sources, as deployed. */
export interface Deployment extends LambdaWorld {
  /** Until all is quiet. */
  settle(maxInvocations?: number): ReturnType<FakeAws['lambda']['settle']>;
  /** Messages that wait, of lines and words. */
  waiting(): number[];
  /** Bodies in the dead-letter queues of lines and words. */
  deadLetters(): string[];
}

/** Makes a world and deploys into it. A deployment that is refused leaves no world behind. */
export async function deploy(options: DeploymentOptions = {}): Promise<Deployment> {
  const world = await lambdaWorld(options);
  try {
    return await deployInto(world, options);
  } catch (error) {
    world.end();
    throw error;
  }
}

async function deployInto(world: LambdaWorld, options: DeploymentOptions): Promise<Deployment> {
  const { lambda, sqs } = world.aws;
  await options.arrange?.(world);
  const compaction = world.compaction();
  const stream = options.stream?.(world) ?? createStreamProcessor(world.runtime());
  lambda.function('stream-processor', stream, { timeout: '2m' });
  lambda.function(
    'compaction',
    options.compaction?.(world) ?? ((event: SQSEvent, context) => compaction(event, context)),
    { timeout: '15m' },
  );
  lambda.eventSource({
    table: TABLE,
    function: 'stream-processor',
    batchSize: 100,
    reportBatchItemFailures: true,
    bisectBatchOnFunctionError: true,
    maximumRetryAttempts: 3,
    ...options.streamSource,
  });
  for (const collection of COLLECTIONS) {
    lambda.eventSource({
      queue: world.queues[collection].url,
      function: 'compaction',
      batchSize: 10,
      reportBatchItemFailures: true,
      ...options.queueSource,
    });
  }
  return {
    ...world,
    settle: (maxInvocations = 60) => lambda.settle({ maxInvocations }),
    waiting: () => COLLECTIONS.map((name) => sqs.queue(world.queues[name].url).messages().length),
    deadLetters: () => COLLECTIONS.flatMap((name) => sqs.queue(world.queues[name].deadLetterUrl).bodies()),
  };
}
