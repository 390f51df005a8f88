import { appendDatum } from './cloudwatch/data-points';
import { ingestLogLine } from './cloudwatch/emf';
import { createCloudwatchInspect } from './cloudwatch/inspect';
import { cloudwatch } from './cloudwatch/service';
import type { CloudwatchState } from './cloudwatch/state';
import { ingest, type MetricSink } from './cloudwatch-logs/ingest';
import { createLogsInspect, type LogsInspect } from './cloudwatch-logs/inspect';
import { createCloudwatchLogs, logsLibrary } from './cloudwatch-logs/service';
import type { LogsState } from './cloudwatch-logs/state';
import { createDynamodbInspect } from './dynamodb/inspect';
import { createDynamodb } from './dynamodb/service';
import type { Clock } from './kernel/clock';
import { FakeMisuse } from './kernel/errors';
import { createFaultApi, type FaultApi } from './kernel/fault-builder';
import type { Journal } from './kernel/journal';
import { createKms, type KmsApi } from './kernel/kms';
import { createIam, type IamApi } from './kernel/policy/iam';
import { nearest } from './kernel/nearest';
import { runInScope, Task } from './kernel/scope';
import { installVirtualTime, type VirtualTime } from './kernel/virtual-time';
import { World, type WorldMark } from './kernel/world';
import { createLambda, type LambdaApi } from './lambda/lambda';
import type { OnLogLine } from './lambda/platform-log';
import { documentClientClass } from './plug/optional';
import { plug, type ClientMock, type PlugOptions } from './plug/plug';
import { createS3Inspect } from './s3/inspect';
import { s3 } from './s3/service';
import { createSqsInspect } from './sqs/inspect';
import { sqs } from './sqs/service';

export interface FakeAwsOptions {
  /** Decides every id, token and chance. Default 1. */
  readonly seed?: number;
  /**
   * 'real' (default): the time is the machine's; the SDK's backoff and long polls cost no wall time all the same.
   * 'virtual': the world's clock is the process's `Date` and timers until `unplug`.
   */
  readonly time?: 'real' | 'virtual';
  /** When virtual time begins. Default 2026-01-01T00:00:00Z. */
  readonly start?: Date | number;
  /** The region of clients that have none of their own. Default: AWS_REGION, as for the clients; else 'us-east-1'. */
  readonly region?: string;
  /** The account that every client belongs to, twelve digits. Default '000000000000'. */
  readonly accountId?: string;
  /** Puts the world under these clients only. Default: under every client of the four services. */
  readonly clients?: readonly object[];
  /** DynamoDB's validation messages: those of the layer rolled out in 2026 (default) or those before it. */
  readonly errorWording?: '2026' | 'classic';
}

/** What became of the code that `aws.run` ran. */
export type RunOutcome<T> =
  | { readonly kind: 'returned'; readonly value: T }
  | { readonly kind: 'threw'; readonly error: unknown }
  | { readonly kind: 'crashed' };

/** A world under the SDK's clients, and the test's hand on it. */
export interface FakeAws {
  readonly seed: number;
  /** The world's time: `now()`, `await advance('5m')`. */
  readonly clock: Clock;
  /** States faults: `aws.faults.on(PutObjectCommand, { Bucket }).slowDown().times(2)`. */
  readonly faults: FaultApi;
  /** Every call so far: `toText()`, `entries`, `counts()`. */
  readonly calls: Journal;
  /** Who may do what: `aws.iam.user('reader').allow('s3:GetObject', 'arn:aws:s3:::photos/*')`. */
  readonly iam: IamApi;
  /** Keys of KMS that something is the matter with: `aws.kms.key('alias/photos').disable()`. */
  readonly kms: KmsApi;
  readonly s3: Mounted<ReturnType<typeof createS3Inspect>>;
  readonly dynamodb: Mounted<ReturnType<typeof createDynamodbInspect>> & {
    readonly documentMock: ClientMock | undefined;
  };
  readonly sqs: Mounted<ReturnType<typeof createSqsInspect>>;
  readonly cloudwatch: Mounted<ReturnType<typeof createCloudwatchInspect>>;
  /** What functions wrote to stdout and stderr, and what came by PutLogEvents: `where({ correlation_id: 'c-1' })`. */
  readonly logs: Mounted<LogsInspect>;
  /** Functions and event sources: whole pipelines, stepped or run until quiet. */
  readonly lambda: LambdaApi;
  /** The parts it is made of, for event sources and simulations of your own. */
  readonly world: World;
  /** Runs code as a task of that name: faults can be aimed at it, and a crash ends it without hanging the test. */
  run<T>(name: string, body: () => Promise<T>): Promise<RunOutcome<T>>;
  /** A point to come back to. */
  mark(): WorldMark;
  /** Takes back every write since the mark, at the cost of those writes. Time goes on. */
  restore(mark: WorldMark): void;
  /** What the writes since the mark amount to, one line per entry that differs. */
  diff(mark: WorldMark): ReturnType<World['store']['diff']>;
  /**
   * Empties the world for the next test, then complains as `unplug` does.
   * @throws what `unplug` throws.
   */
  reset(): void;
  /**
   * Puts the clients' own `send` and the process's time back. A second call only complains about what came since.
   * @throws NotSupportedByFake, FakeMisuse: the first thing that the test must not miss, also when the handler caught it;
   *   among them fault rules that never struck.
   */
  unplug(): void;
}

/** A service as the test sees it. `mock` is the aws-sdk-client-mock stub under which the fake lies. */
export type Mounted<Inspect> = Inspect & { readonly mock: ClientMock | undefined };

const DEFAULT_START = Date.UTC(2026, 0, 1);

/**
 * Makes a world and puts it under the SDK's clients: S3, DynamoDB (and its document client), SQS and CloudWatch.
 *
 * @throws FakeMisuse when a client is plugged or mocked already, or fake timers are installed under `time: 'virtual'`.
 */
export function fakeAws(options: FakeAwsOptions = {}): FakeAws {
  const time =
    options.time === 'virtual' ? installVirtualTime(Number(options.start ?? DEFAULT_START)) : undefined;
  return plugged(options, time, { history: true });
}

/** A world whose time moves only when the simulation says so, and whose stubs record no history. */
export function simulatedAws(options: Omit<FakeAwsOptions, 'time' | 'clients'>): {
  aws: FakeAws;
  time: VirtualTime;
} {
  const time = installVirtualTime(Number(options.start ?? DEFAULT_START), { manual: true });
  return { aws: plugged(options, time, { history: false }), time };
}

function plugged(options: FakeAwsOptions, time: VirtualTime | undefined, how: PlugOptions): FakeAws {
  try {
    requireKnownOptions(options);
    return assemble(options, time, how);
  } catch (error) {
    time?.uninstall();
    throw error;
  }
}

function assemble(options: FakeAwsOptions, time: VirtualTime | undefined, how: PlugOptions): FakeAws {
  const {
    seed = 1,
    region = process.env['AWS_REGION'] ?? 'us-east-1',
    accountId = '000000000000',
    errorWording = '2026',
  } = options;
  const dynamodb = createDynamodb({ errorWording });
  const sink = metricSink(() => world.state(cloudwatch));
  const logs = createCloudwatchLogs(logsLibrary(), sink);
  const services = [s3, dynamodb, sqs, cloudwatch, logs] as const;
  const world = new World({ seed, region, accountId }, services);
  const documentClient = documentClientClass();
  const classes = services.flatMap((service) => service.clients);
  const clients = plug(
    world,
    options.clients ?? [...classes, ...(documentClient === undefined ? [] : [documentClient])],
    how,
  );

  let isPlugged = true;
  const mockOf = (service: { readonly clients: readonly object[] }): ClientMock | undefined =>
    service.clients.map((target) => clients.mockOf(target)).find((mock) => mock !== undefined);
  return {
    seed,
    clock: world.clock,
    faults: createFaultApi(world),
    calls: world.journal,
    iam: createIam(world),
    kms: createKms(world),
    s3: { ...createS3Inspect(world, world.state(s3)), mock: mockOf(s3) },
    dynamodb: {
      ...createDynamodbInspect(world, world.state(dynamodb)),
      mock: mockOf(dynamodb),
      documentMock: documentClient && clients.mockOf(documentClient),
    },
    sqs: { ...createSqsInspect(world, world.state(sqs)), mock: mockOf(sqs) },
    cloudwatch: { ...createCloudwatchInspect(world, world.state(cloudwatch)), mock: mockOf(cloudwatch) },
    logs: { ...createLogsInspect(world.state(logs)), mock: mockOf(logs) },
    lambda: createLambda(
      world,
      {
        sqs: { state: world.state(sqs) },
        dynamodb: { state: world.state(dynamodb) },
        s3: { state: world.state(s3) },
        cloudwatch: { state: world.state(cloudwatch) },
        logs: { state: world.state(logs) },
      },
      { onLogLine: keepLogLine(world, world.state(logs), sink) },
    ),
    world,
    run: (name, body) => runTask(new Task(name), body),
    mark: () => world.mark(),
    restore: (mark) => world.restore(mark),
    diff: (mark) => world.store.diff(mark.store),
    reset() {
      const problems = world.takeProblems();
      world.reset();
      complain(problems);
    },
    unplug() {
      if (isPlugged) {
        clients.unplug();
        time?.uninstall();
        isPlugged = false;
      }
      complain(world.takeProblems());
    },
  };
}

const OPTIONS = ['seed', 'time', 'start', 'region', 'accountId', 'clients', 'errorWording'];

/** What TypeScript would have said. @throws FakeMisuse */
function requireKnownOptions(options: FakeAwsOptions): void {
  const wrong = Object.keys(options).find((name) => !OPTIONS.includes(name));
  if (wrong !== undefined) {
    const meant = nearest(wrong, OPTIONS);
    throw new FakeMisuse(
      `fakeAws({ ${wrong} }): there is no such option.${meant === undefined ? '' : ` Did you mean ${meant}?`} Options: ${OPTIONS.join(', ')}.`,
    );
  }
  if (!['real', 'virtual', undefined].includes(options.time)) {
    throw new FakeMisuse(`fakeAws({ time: '${String(options.time)}' }): time is 'real' or 'virtual'.`);
  }
}

/** Metrics in logs are metrics of CloudWatch: those of metric filters, and those in the embedded metric format. */
function metricSink(state: () => CloudwatchState): MetricSink {
  return {
    publish: ({ region, now, ids }, { value, ...metric }) =>
      appendDatum(
        { state: state(), region, now, ids },
        { ...metric, resolutionSeconds: 60, data: { kind: 'value', value } },
      ),
    extract: ({ region, now, ids }, message) =>
      void ingestLogLine({ state: state(), region, now, ids }, message),
  };
}

/** A function's stdout and stderr reach CloudWatch Logs. */
function keepLogLine(world: World, state: LogsState, sink: MetricSink): OnLogLine {
  return (message, functionName, { logStreamName, ...source }) => {
    const now = world.clock.now();
    const { region, accountId } = world.options;
    const writer = { state, region, accountId, now, ids: world.ids };
    const event = { message, timestamp: now, source: { functionName, ...source } };
    ingest(writer, sink, `/aws/lambda/${functionName}`, logStreamName, [event]);
  };
}

function runTask<T>(task: Task, body: () => Promise<T>): Promise<RunOutcome<T>> {
  const crashed = task.crashed.then((): RunOutcome<T> => ({ kind: 'crashed' }));
  const ended = runInScope({ task }, async () => body()).then(
    (value): RunOutcome<T> => ({ kind: 'returned', value }),
    (error: unknown): RunOutcome<T> => ({ kind: 'threw', error }),
  );
  return Promise.race([crashed, ended]);
}

function complain(problems: ReturnType<World['takeProblems']>): void {
  const [first] = problems;
  if (first === undefined) return;
  if (problems.length === 1) throw first;
  throw new AggregateError(problems, problems.map((problem) => problem.message).join('\n\n'));
}
