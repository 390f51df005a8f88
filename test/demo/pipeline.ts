import { CreateTableCommand } from '@aws-sdk/client-dynamodb';
import { CreateBucketCommand, PutBucketVersioningCommand } from '@aws-sdk/client-s3';
import { CreateQueueCommand, SendMessageBatchCommand } from '@aws-sdk/client-sqs';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FakeAws } from '../../fakes';
import { createCompaction, type Compaction } from '../../src/compaction/handler';
import { createClients, type Clients } from '../../src/shared/clients';
import { createRuntime } from '../../src/shared/runtime';
import { createStreamProcessor } from '../../src/stream-processor/handler';
import { withAround } from '../arrange/around';
import { receiptsTable } from '../arrange/receipts-table';

export const BUCKET = 'receipt-vectors';
export const TABLE = 'receipts';
export const QUEUES = ['lines', 'words'] as const;
const COMPACTION_TIMEOUT_SECONDS = 300;

/** A mistake that production has made: `entries`, 200 is taken for success (R40); `errors`, what failed is acknowledged (R47). */
export const NAIVE = ['entries', 'errors'] as const;
export type Naive = (typeof NAIVE)[number];

/** Ignores the failed entries of an answer. */
const statusOnly = (clients: Clients): Clients =>
  withAround(clients, 'sqs', async (command, next) => {
    const answer = await next();
    return command instanceof SendMessageBatchCommand ? { Successful: command.input.Entries } : answer;
  });

/** Acknowledges whatever happened. */
const swallowing =
  (ours: Compaction): Compaction =>
  async (event, context) => ({ ...(await ours(event, context)), batchItemFailures: [] });

export interface Pipeline {
  readonly clients: Clients;
  readonly workDirectory: string;
}

/**
 * The system as its owner deploys it: table with stream, two queues with dead-letter queues, bucket, both Lambdas and their
 * event sources. Needs a seeded `uuid` and `random`: the run is to be the same every time.
 */
export async function deploy(
  aws: FakeAws,
  onRecords: (count: number) => void,
  naive: Naive | undefined,
): Promise<Pipeline> {
  const clients = createClients();
  await clients.dynamodb.send(new CreateTableCommand(receiptsTable(TABLE)));
  await clients.s3.send(new CreateBucketCommand({ Bucket: BUCKET }));
  await clients.s3.send(
    new PutBucketVersioningCommand({ Bucket: BUCKET, VersioningConfiguration: { Status: 'Enabled' } }),
  );
  const [lines, words] = await Promise.all(QUEUES.map((name) => createQueue(clients, name)));
  const workDirectory = mkdtempSync(join(tmpdir(), 'receipts-demo-'));
  const env = {
    LINES_QUEUE_URL: lines,
    WORDS_QUEUE_URL: words,
    DYNAMODB_TABLE_NAME: TABLE,
    CHROMADB_BUCKET: BUCKET,
    METRICS_MODE: 'put',
    LOG_LEVEL: 'ERROR',
    WORK_DIRECTORY: workDirectory,
  };
  const chance = aws.world.rng.fork('lambdas');
  const uuid = (): string => aws.world.ids.uuid('lambda-uuid');
  const runtime = createRuntime({ clients, env, uuid, random: () => chance.next(), write: () => undefined });

  const streamProcessor = createStreamProcessor(
    naive === 'entries' ? { ...runtime, env, clients: statusOnly(clients) } : runtime,
  );
  aws.lambda.function(
    'stream-processor',
    (event, context) => {
      onRecords((event as { Records: unknown[] }).Records.length);
      return streamProcessor(event, context);
    },
    { timeout: '120s' },
  );
  const ours = createCompaction(runtime);
  const compaction = naive === 'errors' ? swallowing(ours) : ours;
  aws.lambda.function('compaction', (event, context) => compaction(event, context), {
    timeout: `${COMPACTION_TIMEOUT_SECONDS}s`,
  });
  aws.lambda.eventSource({
    table: TABLE,
    function: 'stream-processor',
    startingPosition: 'TRIM_HORIZON',
    batchSize: 100,
    reportBatchItemFailures: true,
  });
  for (const queue of QUEUES) {
    aws.lambda.eventSource({
      queue,
      function: 'compaction',
      batchSize: 1_000,
      maximumBatchingWindow: '5s',
      reportBatchItemFailures: true,
    });
  }
  return { clients, workDirectory };
}

async function createQueue({ sqs }: Clients, name: string): Promise<string> {
  await sqs.send(
    new CreateQueueCommand({ QueueName: `${name}-dead`, Attributes: { MessageRetentionPeriod: '1209600' } }),
  );
  const { QueueUrl = '' } = await sqs.send(
    new CreateQueueCommand({
      QueueName: name,
      Attributes: {
        // AWS advises six times the function's timeout; at least the timeout is required.
        VisibilityTimeout: String(3 * COMPACTION_TIMEOUT_SECONDS),
        RedrivePolicy: JSON.stringify({
          deadLetterTargetArn: `arn:aws:sqs:us-east-1:000000000000:${name}-dead`,
          maxReceiveCount: 10,
        }),
      },
    }),
  );
  return QueueUrl;
}
