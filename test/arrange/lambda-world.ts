import { accessSync, constants, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateTableCommand,
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { fakeAws, type FakeAws } from '../../fakes';
import { createCompaction, type Compaction, type CompactionDependencies } from '../../src/compaction/handler';
import { createClients, type Clients } from '../../src/shared/clients';
import { beginInvocation, type Invocation } from '../../src/shared/invocation';
import type { Collection, ItemKey } from '../../src/shared/receipt-keys';
import { createRuntime, type Runtime } from '../../src/shared/runtime';
import {
  readCompactionConfiguration,
  type CompactionConfiguration,
} from '../../src/compaction/configuration';
import { lambdaContext } from './events';
import { intercept } from './intercept';
import { primaryKey, type Item } from './receipts';
import { createReceiptQueues, type QueuePair } from './receipts-queues';
import { receiptsTable } from './receipts-table';
import {
  publishedSnapshot,
  putDelta,
  putPackedDelta,
  putSnapshot,
  type PublishedSnapshot,
  type Vector,
} from './snapshots';

/** Thousands of runs write small files and wait for them: where there is a file system in memory, it is used. */
const FASTEST = isWritable('/dev/shm') ? '/dev/shm' : tmpdir();

function isWritable(directory: string): boolean {
  try {
    accessSync(directory, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** Explorations do not end their worlds: what they leave goes with the process. */
const directories = new Set<string>();
process.once('exit', () => {
  for (const directory of directories) rmSync(directory, { recursive: true, force: true });
});

/** When every test begins. */
export const START = Date.UTC(2025, 9, 23, 9);
export const BUCKET = 'vectors';
export const TABLE = 'receipts';

/** A world with table, bucket and queues, and Lambdas that run in it on virtual time. */
export interface LambdaWorld {
  readonly aws: FakeAws;
  readonly clients: Clients;
  readonly env: Readonly<Record<string, string>>;
  readonly queues: Readonly<Record<Collection, QueuePair>>;
  /** What was logged, parsed. */
  readonly logs: Record<string, unknown>[];
  runtime(given?: Partial<Runtime>): Runtime;
  compaction(given?: Partial<CompactionDependencies>): Compaction;
  /** For parts of the compaction. */
  invocation(
    env?: Record<string, string>,
    remainingMs?: number | (() => number),
  ): Invocation<CompactionConfiguration>;
  put(...items: Item[]): Promise<void>;
  remove(...keys: ItemKey[]): Promise<void>;
  item(key: ItemKey): Promise<Item | undefined>;
  delta(collection: Collection, prefix: string, vectors: readonly Vector[]): Promise<void>;
  /** The same as `delta.tar.gz`. */
  packedDelta(collection: Collection, prefix: string, vectors: readonly Vector[]): Promise<void>;
  /** As another writer would publish, whatever we are doing. */
  snapshot(
    collection: Collection,
    version: string,
    vectors: readonly Vector[],
    parent?: string | null,
  ): Promise<void>;
  published(collection: Collection): Promise<PublishedSnapshot | undefined>;
  /** The stub of all S3 clients, for answers of the test's own. */
  readonly s3Mock: NonNullable<FakeAws['s3']['mock']>;
  /** Does something right before the next call of a command with such an input reaches AWS. */
  before<Input extends object>(
    command: new (input: never) => { readonly input: Input },
    matches: (input: Input) => boolean,
    action: (input: Input) => unknown,
  ): void;
  /** Names of what is left in the work directory. */
  leftovers(): string[];
  end(): void;
}

export interface WorldOptions {
  readonly fifo?: boolean;
  readonly seed?: number;
  readonly maxReceiveCount?: number;
  readonly visibilityTimeoutSeconds?: number;
}

/** Makes a world on virtual time and deploys into it. `fifo`: both queues are FIFO queues. */
export const lambdaWorld = (options: WorldOptions = {}): Promise<LambdaWorld> =>
  lambdaWorldOn(fakeAws({ seed: options.seed ?? 1, time: 'virtual', start: START }), options);

/** Deploys table, bucket and queues into a world. */
export async function lambdaWorldOn(aws: FakeAws, options: WorldOptions = {}): Promise<LambdaWorld> {
  const clients = createClients();
  await clients.dynamodb.send(new CreateTableCommand(receiptsTable(TABLE)));
  await clients.s3.send(new CreateBucketCommand({ Bucket: BUCKET }));
  const queues = await createReceiptQueues(clients.sqs, options);
  const directory = mkdtempSync(join(FASTEST, 'lambda-world-'));
  directories.add(directory);
  const env = {
    DYNAMODB_TABLE_NAME: TABLE,
    CHROMADB_BUCKET: BUCKET,
    LINES_QUEUE_URL: queues.lines.url,
    WORDS_QUEUE_URL: queues.words.url,
    WORK_DIRECTORY: directory,
    METRICS_MODE: 'put',
  };
  const s3Mock = aws.s3.mock;
  if (s3Mock === undefined) throw new Error('S3 is not mocked');
  const hooks: Hook[] = [];
  for (const client of Object.values(clients)) intercept(client, (command) => act(hooks, command));
  const logs: Record<string, unknown>[] = [];
  let ids = 0;
  let throws = 1;
  const dice = (): number => (throws = (throws * 16_807) % 2_147_483_647) / 2_147_483_647;
  const runtime = (given: Partial<Runtime> = {}): Runtime =>
    createRuntime({
      clients,
      env,
      random: () => 0.5,
      uuid: () => `00000000-0000-4000-8000-${String((ids += 1)).padStart(12, '0')}`,
      write: (line) => void logs.push(JSON.parse(line) as Record<string, unknown>),
      ...given,
    });
  return {
    aws,
    clients,
    env,
    queues,
    logs,
    s3Mock,
    before(command, matches, action) {
      hooks.push((given) => {
        if (!(given instanceof command) || !matches(given.input)) return undefined;
        return () => action(given.input);
      });
    },
    runtime,
    compaction: ({ engines, ...given } = {}) =>
      // Chance that differs from call to call: with equal dice two writers would choose the same version id.
      createCompaction({
        ...runtime({ random: dice, ...given }),
        ...(engines === undefined ? {} : { engines }),
      }),
    invocation: (more = {}, remainingMs = 300_000) =>
      beginInvocation(
        runtime(),
        readCompactionConfiguration({ ...env, ...more }),
        'test',
        lambdaContext(remainingMs),
      ),
    async put(...items) {
      for (const Item of items) await clients.dynamodb.send(new PutItemCommand({ TableName: TABLE, Item }));
    },
    async remove(...keys) {
      for (const key of keys)
        await clients.dynamodb.send(new DeleteItemCommand({ TableName: TABLE, Key: primaryKey(key) }));
    },
    async item(key) {
      return (await clients.dynamodb.send(new GetItemCommand({ TableName: TABLE, Key: primaryKey(key) })))
        .Item;
    },
    delta: (collection, prefix, vectors) => putDelta(clients.s3, BUCKET, prefix, collection, vectors),
    packedDelta: (collection, prefix, vectors) =>
      putPackedDelta(clients.s3, BUCKET, prefix, collection, vectors),
    snapshot: (collection, version, vectors, parent = null) =>
      putSnapshot(clients.s3, BUCKET, collection, version, vectors, parent),
    published: (collection) => publishedSnapshot(clients.s3, BUCKET, collection),
    leftovers: () => readdirSync(directory),
    end() {
      rmSync(directory, { recursive: true });
      directories.delete(directory);
      aws.unplug();
    },
  };
}

/** What to do before a command is sent; undefined when it is not the one waited for. */
type Hook = (command: unknown) => (() => unknown) | undefined;

/** Each hook acts once. */
async function act(hooks: Hook[], command: unknown): Promise<void> {
  for (const [index, prepare] of hooks.entries()) {
    const action = prepare(command);
    if (action === undefined) continue;
    hooks.splice(index, 1);
    await action();
    return;
  }
}
