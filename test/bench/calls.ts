import {
  DynamoDBClient,
  ExecuteStatementCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import {
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
  type ReceiveMessageCommandOutput,
} from '@aws-sdk/client-sqs';
import { sdkStreamMixin } from '@smithy/core/serde';
import { mockClient } from 'aws-sdk-client-mock';
import { Readable } from 'node:stream';
import { receiptLine, withWorld, type BenchWorld } from './worlds';
import { compare } from './measure';

/** One line of the table: the same call on the fake and on a bare `mockClient().on().resolves()`. */
interface CallCase {
  readonly name: string;
  readonly calls: number;
  readonly fake: () => Promise<unknown>;
  readonly stub: () => Promise<unknown>;
}

const BODY = 'x'.repeat(1_024);
const lines = Array.from({ length: 100 }, (_, i) => receiptLine(1, i));

/** The bare stubs: clients of their own, with just the one canned answer that a hand-written test would give. */
function stubs(): {
  ddb: DynamoDBClient;
  query: DynamoDBClient;
  sqs: SQSClient;
  s3: S3Client;
  reset(): void;
} {
  const [ddb, query, sqs, s3] = [
    new DynamoDBClient({}),
    new DynamoDBClient({}),
    new SQSClient({}),
    new S3Client({}),
  ] as const;
  const received: ReceiveMessageCommandOutput = {
    Messages: [{ Body: 'hello', ReceiptHandle: 'h' }],
    $metadata: {},
  };
  const mocks = [
    mockClient(ddb)
      .on(PutItemCommand)
      .resolves({})
      .on(GetItemCommand)
      .resolves({ Item: receiptLine(1, 1) })
      .on(ExecuteStatementCommand)
      .resolves({ Items: [receiptLine(1, 1)] }),
    mockClient(query).on(QueryCommand).resolves({ Items: lines, Count: 100, ScannedCount: 100 }),
    mockClient(sqs)
      .on(SendMessageCommand)
      .resolves({ MessageId: '1' })
      .on(ReceiveMessageCommand)
      .resolves(received)
      .on(DeleteMessageCommand)
      .resolves({}),
    mockClient(s3)
      .on(PutObjectCommand)
      .resolves({ ETag: '"e"' })
      .on(GetObjectCommand)
      .callsFake(async () => ({ Body: sdkStreamMixin(Readable.from([Buffer.from(BODY)])) })),
  ];
  return { ddb, query, sqs, s3, reset: () => mocks.forEach((mock) => void mock.resetHistory()) };
}

function cases({ ddb, sqs, s3 }: BenchWorld, stub: ReturnType<typeof stubs>): CallCase[] {
  const put = (client: DynamoDBClient) => () =>
    client.send(new PutItemCommand({ TableName: 'receipts', Item: receiptLine(1, 1) }));
  const get = (client: DynamoDBClient) => () =>
    client.send(
      new GetItemCommand({ TableName: 'receipts', Key: { PK: { S: 'IMAGE#1' }, SK: { S: 'LINE#000001' } } }),
    );
  const select = (client: DynamoDBClient) => () =>
    client.send(
      new ExecuteStatementCommand({
        Statement: 'SELECT * FROM "receipts" WHERE PK = ? AND SK = ?',
        Parameters: [{ S: 'IMAGE#1' }, { S: 'LINE#000001' }],
      }),
    );
  const query = (client: DynamoDBClient) => () =>
    client.send(
      new QueryCommand({
        TableName: 'receipts',
        KeyConditionExpression: 'PK = :pk',
        ExpressionAttributeValues: { ':pk': { S: 'IMAGE#1' } },
        Limit: 100,
      }),
    );
  const cycle = (client: SQSClient) => async () => {
    await client.send(new SendMessageCommand({ QueueUrl: 'q', MessageBody: 'hello' }));
    const { Messages } = await client.send(new ReceiveMessageCommand({ QueueUrl: 'q' }));
    await client.send(
      new DeleteMessageCommand({ QueueUrl: 'q', ReceiptHandle: Messages?.[0]?.ReceiptHandle }),
    );
  };
  const putObject = (client: S3Client) => () =>
    client.send(new PutObjectCommand({ Bucket: 'bench', Key: 'k', Body: BODY }));
  const getObject = (client: S3Client) => async () => {
    const { Body } = await client.send(new GetObjectCommand({ Bucket: 'bench', Key: 'k' }));
    return Body?.transformToString();
  };
  return [
    { name: 'PutItem', calls: 2_000, fake: put(ddb), stub: put(stub.ddb) },
    { name: 'GetItem', calls: 2_000, fake: get(ddb), stub: get(stub.ddb) },
    // One item, as GetItem: the difference is what PartiQL costs.
    { name: 'ExecuteStatement', calls: 2_000, fake: select(ddb), stub: select(stub.ddb) },
    { name: 'Query', calls: 500, fake: query(ddb), stub: query(stub.query) },
    { name: 'SendReceiveDelete', calls: 700, fake: cycle(sqs), stub: cycle(stub.sqs) },
    { name: 'PutObject', calls: 2_000, fake: putObject(s3), stub: putObject(stub.s3) },
    { name: 'GetObject', calls: 1_000, fake: getObject(s3), stub: getObject(stub.s3) },
  ];
}

/** `call.<Operation>.us` and `call.<Operation>.vsStub`: what a call costs, and how that compares with a bare stub. */
export async function benchCalls(figures: Map<string, number>): Promise<void> {
  await withWorld(1_000, async (world) => {
    const stub = stubs();
    console.log('\nCost of a call            fake us   stub us   ratio');
    for (const { name, calls, fake, stub: bare } of cases(world, stub)) {
      const [fakeUs = 0, stubUs = 0] = await compare([fake, bare], {
        calls,
        rounds: 7,
        betweenRounds: () => stub.reset(),
      });
      figures.set(`call.${name}.us`, fakeUs);
      figures.set(`call.${name}.vsStub`, fakeUs / stubUs);
      console.log(
        `${name.padEnd(24)}${fakeUs.toFixed(1).padStart(9)}${stubUs.toFixed(1).padStart(10)}${(fakeUs / stubUs).toFixed(2).padStart(8)}`,
      );
    }
  });
}
