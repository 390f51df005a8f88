import {
  CreateTableCommand,
  DeleteItemCommand,
  DescribeTableCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { createRequire } from 'node:module';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { fakeAws } from '../../../fakes';
import { createRng } from '../../../fakes/kernel/rng';
import { EXPLANATIONS, type Outcome } from './explanations';
import { randomCall } from './operations';

/** Runs the same random calls on the fake and on dynalite, explains every difference, and compares what a call costs. */

type Client = { send(command: object): Promise<object> };
const CALLS = 5_000;
const SEED = 20_261_123;
const KEY = { pk: { S: 'a' }, sk: { N: '1' } };

const TABLE = {
  TableName: 'things',
  BillingMode: 'PAY_PER_REQUEST',
  AttributeDefinitions: [
    { AttributeName: 'pk', AttributeType: 'S' },
    { AttributeName: 'sk', AttributeType: 'N' },
    { AttributeName: 'g', AttributeType: 'S' },
    { AttributeName: 'l', AttributeType: 'S' },
  ],
  GlobalSecondaryIndexes: [
    {
      IndexName: 'byG',
      KeySchema: [
        { AttributeName: 'g', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      Projection: { ProjectionType: 'ALL' },
    },
  ],
  LocalSecondaryIndexes: [
    {
      IndexName: 'byL',
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'l', KeyType: 'RANGE' },
      ],
      Projection: { ProjectionType: 'ALL' },
    },
  ],
  KeySchema: [
    { AttributeName: 'pk', KeyType: 'HASH' },
    { AttributeName: 'sk', KeyType: 'RANGE' },
  ],
} as const;

async function startDynalite(): Promise<{ endpoint: string; stop(): void }> {
  const load = createRequire(join(__dirname, 'package.json'));
  const dynalite = load('dynalite') as (options: object) => Server;
  const server = dynalite({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

function client(endpoint?: string): Client {
  return new DynamoDBClient({
    region: 'us-east-1',
    maxAttempts: 1,
    credentials: { accessKeyId: 'x', secretAccessKey: 'x' },
    ...(endpoint === undefined ? {} : { endpoint }),
  });
}

/** What a call answers, and what is then stored under the key it names. */
async function outcomeOf(target: Client, command: object, input: object): Promise<Outcome> {
  const answer = await answerOf(target.send(command));
  const key = keyOf(input);
  if (key === undefined) return answer;
  const read = new GetItemCommand({ ...key, ConsistentRead: true } as never);
  return { ...answer, stored: await answerOf(target.send(read)) };
}

async function answerOf(promise: Promise<object>): Promise<Outcome> {
  try {
    const { $metadata: _metadata, ...output } = (await promise) as Record<string, unknown>;
    return { output: ordered(output) };
  } catch (error) {
    const { name, message } = error as Error;
    return { error: name, message };
  }
}

/** Items in one order, sets too: a Scan's own order and that of a batch are nobody's promise. */
function ordered(output: Record<string, unknown>): unknown {
  const sorted = (items: unknown): unknown =>
    Array.isArray(items) ? items.map((item) => JSON.stringify(sortKeys(item))).toSorted() : items;
  const { Items, Responses, ...rest } = output;
  return sortKeys({
    ...rest,
    ...(Items === undefined ? {} : { Items: sorted(Items) }),
    ...(Responses === undefined ? {} : { Responses: sorted((Responses as { things?: unknown }).things) }),
  });
}

function sortKeys(value: unknown): unknown {
  if (value instanceof Uint8Array) return { bytes: [...value] };
  if (Array.isArray(value)) return value.map(sortKeys);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, member]) => [
        name,
        name === 'SS' || name === 'NS' || name === 'BS' ? setOf(member) : sortKeys(member),
      ]),
  );
}

function setOf(members: unknown): unknown {
  return (members as unknown[]).map((member) => JSON.stringify(sortKeys(member))).toSorted();
}

async function differences(ours: Client, theirs: Client): Promise<number> {
  const rng = createRng(SEED);
  const explained = new Map<string, number>();
  let unexplained = 0;
  for (let i = 0; i < CALLS; i++) {
    const call = randomCall(rng);
    const [our, their] = await Promise.all([
      outcomeOf(ours, call.command(), call.input),
      outcomeOf(theirs, call.command(), call.input),
    ]);
    if (isDeepStrictEqual(our, their)) continue;
    await realign(ours, theirs, call.input);
    const found = EXPLANATIONS.find((explanation) => explanation.explains(call, our, their));
    if (found !== undefined) {
      explained.set(found.because, (explained.get(found.because) ?? 0) + 1);
      continue;
    }
    unexplained++;
    if (unexplained <= 14) {
      console.log(
        `\n${call.name} ${JSON.stringify(call.input)}\n  ours:   ${JSON.stringify(our)}\n  theirs: ${JSON.stringify(their)}`,
      );
    }
  }
  console.log(`\n${CALLS} random calls, seed ${SEED}: ${unexplained} unexplained differences`);
  for (const [because, count] of explained) console.log(`  ${String(count).padStart(5)} ${because}`);
  return unexplained;
}

/** After a difference both sides go on without the item, so that one difference is counted once. */
async function realign(ours: Client, theirs: Client, input: object): Promise<void> {
  const key = keyOf(input);
  if (key === undefined) return;
  for (const target of [ours, theirs])
    await target.send(new DeleteItemCommand(structuredClone(key) as never));
}

/** The one item that a call is about, if it is about one. */
function keyOf(input: object): object | undefined {
  const { Item, Key = Item } = input as { Item?: Record<string, unknown>; Key?: Record<string, unknown> };
  return Key === undefined ? undefined : { TableName: 'things', Key: { pk: Key['pk'], sk: Key['sk'] } };
}

/** What a hand-written stub costs: the floor under everything that stands on aws-sdk-client-mock. */
function stub(): Client & { reset(): void } {
  const bare = new DynamoDBClient({ region: 'us-east-1' });
  const mock = mockClient(bare);
  for (const command of [PutItemCommand, GetItemCommand, UpdateItemCommand, QueryCommand]) {
    mock.on(command as never).resolves({});
  }
  return { send: (command) => bare.send(command as never), reset: () => void mock.resetHistory() };
}

async function costs(ours: Client, theirs: Client): Promise<void> {
  const table = { TableName: 'things' };
  const commands: readonly (readonly [string, () => object])[] = [
    ['PutItem', () => new PutItemCommand({ ...table, Item: { ...KEY, x: { S: 'value' }, n: { N: '1' } } })],
    ['GetItem', () => new GetItemCommand({ ...table, Key: KEY })],
    [
      'UpdateItem',
      () =>
        new UpdateItemCommand({
          ...table,
          Key: KEY,
          UpdateExpression: 'SET n = n + :one',
          ExpressionAttributeValues: { ':one': { N: '1' } },
        }),
    ],
    [
      'Query',
      () =>
        new QueryCommand({
          ...table,
          KeyConditionExpression: 'pk = :a',
          ExpressionAttributeValues: { ':a': { S: 'a' } },
        }),
    ],
  ];
  const bare = stub();
  console.log('\nmicroseconds per call     ours  bare stub  dynalite    dynalite/ours  dynalite/stub');
  for (const [name, make] of commands) {
    const our = await microseconds(ours, make, 5_000);
    const floor = await microseconds(bare, make, 1_000, () => bare.reset());
    const their = await microseconds(theirs, make, 500);
    const ratios = [their / our, their / floor].map((ratio) => `${ratio.toFixed(0)}x`.padStart(15)).join('');
    console.log(
      `${name.padEnd(22)} ${our.toFixed(1).padStart(7)} ${floor.toFixed(1).padStart(10)} ${their.toFixed(0).padStart(9)}  ${ratios}`,
    );
  }
}

/** The median of five rounds, after one to warm up. */
async function microseconds(
  target: Client,
  make: () => object,
  calls: number,
  betweenRounds?: () => void,
): Promise<number> {
  const rounds: number[] = [];
  for (let round = 0; round < 6; round++) {
    betweenRounds?.();
    const begun = performance.now();
    for (let i = 0; i < calls; i++) await target.send(make());
    if (round > 0) rounds.push(((performance.now() - begun) * 1_000) / calls);
  }
  return rounds.toSorted((a, b) => a - b)[2] ?? Number.NaN;
}

async function main(): Promise<void> {
  const dynalite = await startDynalite();
  const ours = client();
  const theirs = client(dynalite.endpoint);
  const aws = fakeAws({ seed: 1, clients: [ours] });
  for (const target of [ours, theirs]) await target.send(new CreateTableCommand({ ...TABLE } as never));
  for (let active = false; !active;) {
    const { Table } = (await theirs.send(new DescribeTableCommand({ TableName: 'things' }))) as {
      Table?: { TableStatus?: string };
    };
    active = Table?.TableStatus === 'ACTIVE';
  }
  const unexplained = await differences(ours, theirs);
  await costs(ours, theirs);
  aws.unplug();
  dynalite.stop();
  process.exitCode = unexplained === 0 ? 0 : 1;
}

void main();
