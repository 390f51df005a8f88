import { CreateTableCommand, DynamoDBClient, type AttributeValue } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import { fakeAws, type FakeAws } from '../../fakes';

/** A world under clients of its own, so that bare stubs can live beside it. */
export interface BenchWorld {
  readonly aws: FakeAws;
  readonly ddb: DynamoDBClient;
  readonly sqs: SQSClient;
  readonly s3: S3Client;
}

/** An item as a receipt's line has it: two keys, two index keys, some text and numbers. */
export function plainLine(image: number, line: number) {
  return {
    PK: `IMAGE#${image}`,
    SK: `LINE#${String(line).padStart(6, '0')}`,
    GSI1PK: `STATUS#${line % 7}`,
    GSI1SK: `LINE#${image}#${line}`,
    text: `line ${line} of receipt ${image}`,
    confidence: 0.98,
    position: { x: 1.5, y: 2.5 },
  };
}

/** The same, as the plain client wants it. */
export function receiptLine(image: number, line: number): Record<string, AttributeValue> {
  return marshall(plainLine(image, line));
}

export type Filled = 'dynamodb' | 'sqs' | 's3';

/** Runs `body` in a world whose table, queue or bucket (or each of them) holds `size` entries. */
export async function withWorld<T>(
  size: number,
  body: (world: BenchWorld) => Promise<T>,
  filled: readonly Filled[] = ['dynamodb', 'sqs', 's3'],
): Promise<T> {
  const [ddb, sqs, s3] = [new DynamoDBClient({}), new SQSClient({}), new S3Client({})] as const;
  const aws = fakeAws({ clients: [ddb, sqs, s3] });
  try {
    await ddb.send(
      new CreateTableCommand({
        TableName: 'receipts',
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: ['PK', 'SK', 'GSI1PK', 'GSI1SK'].map((AttributeName) => ({
          AttributeName,
          AttributeType: 'S',
        })),
        KeySchema: [
          { AttributeName: 'PK', KeyType: 'HASH' },
          { AttributeName: 'SK', KeyType: 'RANGE' },
        ],
        GlobalSecondaryIndexes: [
          {
            IndexName: 'GSI1',
            KeySchema: [
              { AttributeName: 'GSI1PK', KeyType: 'HASH' },
              { AttributeName: 'GSI1SK', KeyType: 'RANGE' },
            ],
            Projection: { ProjectionType: 'ALL' },
          },
        ],
      }),
    );
    await sqs.send(new CreateQueueCommand({ QueueName: 'q' }));
    await s3.send(new CreateBucketCommand({ Bucket: 'bench' }));
    const [table, queue, bucket] = [
      aws.dynamodb.table('receipts'),
      aws.sqs.queue('q'),
      aws.s3.bucket('bench'),
    ];
    bucket.put('k', 'x'.repeat(1_024));
    const fill: Record<Filled, (i: number) => void> = {
      dynamodb: (i) => table.put(plainLine(1 + Math.floor(i / 1_000), i % 1_000)),
      sqs: (i) => void queue.send(`message ${i}`),
      s3: (i) => void bucket.put(`folder-${Math.floor(i / 1_000)}/${String(i).padStart(7, '0')}`, 'x'),
    };
    for (const name of filled) for (let i = 0; i < size; i++) fill[name](i);
    return await body({ aws, ddb, sqs, s3 });
  } finally {
    aws.unplug();
  }
}
