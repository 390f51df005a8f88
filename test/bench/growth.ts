import { GetItemCommand, PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3';
import { DeleteMessageCommand, ReceiveMessageCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { compare, timeSync } from './measure';
import { plainLine, receiptLine, withWorld, type BenchWorld, type Filled } from './worlds';

const SIZES = [1_000, 100_000, 1_000_000] as const;

function calls({ ddb, sqs, s3 }: BenchWorld): Record<Filled, Record<string, () => Promise<unknown>>> {
  let count = 0;
  const dynamodb = {
    PutItem: () =>
      ddb.send(new PutItemCommand({ TableName: 'receipts', Item: receiptLine(1, count++ % 1_000) })),
    GetItem: () =>
      ddb.send(
        new GetItemCommand({
          TableName: 'receipts',
          Key: { PK: { S: 'IMAGE#1' }, SK: { S: 'LINE#000500' } },
        }),
      ),
    Query: () =>
      ddb.send(
        new QueryCommand({
          TableName: 'receipts',
          KeyConditionExpression: 'PK = :pk',
          ExpressionAttributeValues: { ':pk': { S: 'IMAGE#1' } },
          Limit: 100,
        }),
      ),
  };
  const queue = {
    SendReceiveDelete: async () => {
      await sqs.send(new SendMessageCommand({ QueueUrl: 'q', MessageBody: 'hello' }));
      const { Messages } = await sqs.send(new ReceiveMessageCommand({ QueueUrl: 'q' }));
      await sqs.send(
        new DeleteMessageCommand({ QueueUrl: 'q', ReceiptHandle: Messages?.[0]?.ReceiptHandle }),
      );
    },
  };
  const bucket = {
    PutObject: () =>
      s3.send(new PutObjectCommand({ Bucket: 'bench', Key: `new-${count++}`, Body: 'x'.repeat(1_024) })),
    GetObject: async () =>
      (await s3.send(new GetObjectCommand({ Bucket: 'bench', Key: 'k' }))).Body?.transformToString(),
    ListObjectsV2: () =>
      s3.send(new ListObjectsV2Command({ Bucket: 'bench', Prefix: 'folder-0/', MaxKeys: 100 })),
  };
  return { dynamodb, sqs: queue, s3: bucket };
}

/** `growth.<Operation>.1kTo1M`: the cost of a call among a million entries over its cost among a thousand. */
export async function benchGrowth(
  figures: Map<string, number>,
  sizes: readonly number[] = SIZES,
): Promise<void> {
  const costs = new Map<string, number[]>();
  for (const filled of ['dynamodb', 'sqs', 's3'] as const) {
    for (const size of sizes) {
      await withWorld(size, (world) => measureAll(figures, costs, world, filled, size), [filled]);
      global.gc?.();
    }
  }
  console.log(
    `\nGrowth (us per call)${sizes.map((size) => size.toLocaleString('en').padStart(12)).join('')}   last/first`,
  );
  for (const [name, us] of costs) {
    const growth = (us.at(-1) ?? 0) / (us[0] ?? 1);
    figures.set(`growth.${name}.1kTo1M`, growth);
    console.log(
      `${name.padEnd(20)}${us.map((value) => value.toFixed(1).padStart(12)).join('')}${growth.toFixed(2).padStart(13)}`,
    );
  }
  console.log(
    `\nrestore() after 20 writes in a world of 100,000 items: ${figures.get('restore.100k.us')?.toFixed(1)} us`,
  );
}

async function measureAll(
  figures: Map<string, number>,
  costs: Map<string, number[]>,
  world: BenchWorld,
  filled: Filled,
  size: number,
): Promise<void> {
  for (const [name, call] of Object.entries(calls(world)[filled])) {
    const page = name === 'Query' || name === 'ListObjectsV2';
    const [us = 0] = await compare([call], { calls: page ? 200 : 1_000, rounds: 5 });
    costs.set(name, [...(costs.get(name) ?? []), us]);
  }
  if (filled === 'dynamodb' && size === 100_000) figures.set('restore.100k.us', restoreCost(world));
}

function restoreCost({ aws }: BenchWorld): number {
  const table = aws.dynamodb.table('receipts');
  let mark = aws.mark();
  const prepare = (): void => {
    mark = aws.mark();
    for (let i = 0; i < 20; i++) table.put(plainLine(7, i));
  };
  return timeSync(() => aws.restore(mark), { times: 201, prepare });
}
