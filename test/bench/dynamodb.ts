import { CreateTableCommand, DynamoDBClient, PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { fakeAws } from '../../fakes';
import { compare } from './measure';

const SIZES = [1_000, 100_000, 1_000_000] as const;

/** An item with the keys of three indexes: text of 60 characters, some 90 bytes as DynamoDB counts. */
function entry(i: number) {
  return {
    pk: `p${Math.floor(i / 1_000)}`,
    sk: i % 1_000,
    a: `a${i % 7}`,
    b: `b${i % 1_009}`,
    c: `c${i}`,
    text: 'x'.repeat(60),
  };
}

async function withTable<T>(
  indexes: readonly string[],
  size: number,
  body: (client: DynamoDBClient) => Promise<T>,
): Promise<T> {
  const client = new DynamoDBClient({});
  const aws = fakeAws({ clients: [client] });
  try {
    await client.send(
      new CreateTableCommand({
        TableName: 'things',
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [
          { AttributeName: 'pk', AttributeType: 'S' },
          { AttributeName: 'sk', AttributeType: 'N' },
          ...indexes.map((AttributeName) => ({ AttributeName, AttributeType: 'S' as const })),
        ],
        KeySchema: [
          { AttributeName: 'pk', KeyType: 'HASH' },
          { AttributeName: 'sk', KeyType: 'RANGE' },
        ],
        ...(indexes.length === 0
          ? {}
          : {
              GlobalSecondaryIndexes: indexes.map((name) => ({
                IndexName: `by-${name}`,
                KeySchema: [
                  { AttributeName: name, KeyType: 'HASH' as const },
                  { AttributeName: 'sk', KeyType: 'RANGE' as const },
                ],
                Projection: { ProjectionType: 'ALL' as const },
              })),
            }),
      }),
    );
    const table = aws.dynamodb.table('things');
    for (let i = 0; i < size; i++) table.put(entry(i));
    return await body(client);
  } finally {
    aws.unplug();
  }
}

/**
 * Puts into a table with three global indexes, and queries of 100 items, at three sizes: `dynamodb.put3Indexes.1kTo1M`,
 * `dynamodb.query100.1kTo1M`. Memory of a stored item: `dynamodb.bytesPerItem` (its table alone) and with three indexes.
 */
export async function benchDynamodb(
  figures: Map<string, number>,
  sizes: readonly number[] = SIZES,
): Promise<void> {
  for (const indexes of [[], ['a', 'b', 'c']]) {
    const bytes = await bytesPerItem(indexes, 100_000);
    figures.set(`dynamodb.bytesPerItem.${indexes.length}Indexes`, bytes);
    console.log(
      `an item of some 90 bytes with ${indexes.length} indexes takes ${bytes.toFixed(0)} bytes of heap`,
    );
  }
  const costs: { size: number; put: number; query: number }[] = [];
  for (const size of sizes) {
    await withTable(['a', 'b', 'c'], size, async (client) => {
      let next = size;
      const put = () =>
        client.send(
          new PutItemCommand({
            TableName: 'things',
            Item: Object.fromEntries(
              Object.entries(entry(next++)).map(([name, value]) => [
                name,
                typeof value === 'number' ? { N: String(value) } : { S: value },
              ]),
            ),
          }),
        );
      const query = () =>
        client.send(
          new QueryCommand({
            TableName: 'things',
            KeyConditionExpression: 'pk = :p',
            ExpressionAttributeValues: { ':p': { S: 'p0' } },
            Limit: 100,
          }),
        );
      const [putUs = 0] = await compare([put], { calls: 1_000, rounds: 5 });
      const [queryUs = 0] = await compare([query], { calls: 200, rounds: 5 });
      costs.push({ size, put: putUs, query: queryUs });
    });
    global.gc?.();
  }
  console.log('\nDynamoDB, three global indexes (us per call)');
  for (const { size, put, query } of costs) {
    console.log(
      `${size.toLocaleString('en').padStart(12)} items  PutItem ${put.toFixed(1).padStart(7)}  Query of 100 ${query.toFixed(1).padStart(7)}`,
    );
  }
  const [first, last] = [costs[0], costs.at(-1)];
  figures.set('dynamodb.put3Indexes.1kTo1M', (last?.put ?? 0) / (first?.put ?? 1));
  figures.set('dynamodb.query100.1kTo1M', (last?.query ?? 0) / (first?.query ?? 1));
}

async function bytesPerItem(indexes: readonly string[], size: number): Promise<number> {
  global.gc?.();
  const before = process.memoryUsage().heapUsed;
  return withTable(indexes, size, async () => {
    global.gc?.();
    return (process.memoryUsage().heapUsed - before) / size;
  });
}
