import type { CloudwatchState } from '../cloudwatch/state';
import type { LogsState } from '../cloudwatch-logs/state';
import type { DynamodbState } from '../dynamodb/state';
import type { Duration } from '../kernel/duration';
import { FakeMisuse } from '../kernel/errors';
import type { World } from '../kernel/world';
import type { S3State } from '../s3/state';
import type { SqsState } from '../sqs/state';
import { accept } from './async-events';
import { createEnvironment } from './environment';
import { eventSourceInput, type EventSourceOptions } from './event-source';
import { putFunction, requireFunction, type FunctionOptions } from './functions';
import type { Invocation } from './invocation';
import { lambdaFaults, type LambdaFaults } from './invocation-faults';
import { invoke } from './invoke';
import { createLogCapture } from './log-capture';
import type { Machine } from './machine';
import type { CreateEventSourceMappingInput } from './mapping-input';
import { createEventSourceMapping, deleteEventSourceMapping, listMappings, setEnabled } from './mappings';
import type { OnLogLine } from './platform-log';
import { isDestination } from './notification-source';
import { createRecentEvents } from './recent-events';
import { createSandboxes, type FunctionCode } from './sandboxes';
import { settle, step, type SettleOptions, type SettleReport } from './settle';
import { createState, type EventSourceMappingConfiguration, type FunctionEntry } from './state';
import type { Step } from './step';
import { putTopic, type TopicOptions } from './topics';

/** The services that Lambda polls, by their state in the world. */
export interface LambdaServices {
  readonly sqs: { readonly state: SqsState };
  readonly dynamodb: { readonly state: DynamodbState };
  /** Whose alarms act. */
  readonly cloudwatch?: { readonly state: CloudwatchState };
  /** With it, `step` and `settle` deliver what subscription filters match. */
  readonly logs?: { readonly state: LogsState };
  /** With it, `step` and `settle` deliver S3's notifications. */
  readonly s3?: { readonly state: S3State };
}

export interface LambdaHooks {
  /** Gets every line that a function writes to stdout or stderr, and Lambda's own lines around them. */
  readonly onLogLine?: OnLogLine;
}

/** What `aws.lambda` offers: functions, and AWS as their caller. */
export interface LambdaApi {
  /**
   * Makes a function of a handler, or of `{ init }`, which runs at every cold start and answers the handler.
   * @throws FakeMisuse for a configuration that Lambda would refuse
   */
  function(name: string, code: FunctionCode, options?: FunctionOptions): FunctionEntry;
  /** Maps a queue or stream to a function, in a test's words. @throws as `createEventSourceMapping` */
  eventSource(options: EventSourceOptions): EventSourceMappingConfiguration;
  /** Lambda's own operation. @throws what Lambda answers, and FakeMisuse */
  createEventSourceMapping(input: CreateEventSourceMappingInput): EventSourceMappingConfiguration;
  deleteEventSourceMapping(input: { readonly UUID: string }): void;
  /** Of UpdateEventSourceMapping only `Enabled` is modelled. */
  updateEventSourceMapping(input: {
    readonly UUID: string;
    readonly Enabled: boolean;
  }): EventSourceMappingConfiguration;
  /**
   * A stand-in for an SNS topic, for the actions of alarms: what is published to it reaches these queues and functions when
   * `step` or `settle` comes to it. Returns the ARN to give to `AlarmActions`.
   * @throws FakeMisuse for a queue or function that does not exist
   */
  topic(name: string, options: TopicOptions): string;
  /**
   * Begins a rule about what Lambda itself does wrong around a function: `aws.lambda.faults('work').throttled().times(2)`.
   * @throws FakeMisuse there is no such function
   */
  faults(functionName: string): LambdaFaults;
  /** Ends a function's warm sandboxes: its next invocation is a cold start. @throws FakeMisuse there is no such function */
  recycle(functionName: string): void;
  /** The mappings in the order in which they were made. */
  eventSourceMappings(): readonly EventSourceMappingConfiguration[];
  /** Invokes a function and waits for its answer (RequestResponse). It fails by its outcome, never by a rejection. */
  invoke(name: string, event?: unknown): Promise<Invocation>;
  /** Hands an event over for an asynchronous invocation, which `step` and `settle` make. Returns its request id. */
  invokeAsync(name: string, event?: unknown): string;
  /** Does the one thing that is due now; undefined when nothing is. */
  step(): Promise<Step | undefined>;
  /** Serves everything until it is quiet, moving the world's time on to what is due later. */
  settle(options?: SettleOptions): Promise<SettleReport>;
  /** Every invocation, oldest first. */
  readonly invocations: readonly Invocation[];
}

export type { Duration, Step, SettleReport, Invocation };

/** Lambda in a world whose SQS and DynamoDB have these states. */
export function createLambda(world: World, services: LambdaServices, hooks: LambdaHooks = {}): LambdaApi {
  const machine: Machine = {
    world,
    state: createState(world.store),
    sqs: services.sqs.state,
    dynamodb: services.dynamodb.state,
    cloudwatch: services.cloudwatch?.state,
    logEvents: services.logs?.state,
    s3: services.s3?.state,
    sandboxes: createSandboxes(() => world.generation),
    logs: createLogCapture(),
    environment: createEnvironment(),
    invocations: [],
    recentEvents: createRecentEvents(),
    onLogLine: hooks.onLogLine,
  };
  if (machine.s3 !== undefined) machine.s3.destinations.exists = (arn) => isDestination(machine, arn);
  world.onReset(() => {
    machine.invocations.length = 0;
    machine.recentEvents.reset();
    machine.sandboxes.reset();
  });
  // In which life of the world: a simulation goes back to the beginning in the middle of a step.
  let busy: number | undefined;
  const alone = async <T>(what: string, body: () => Promise<T>): Promise<T> => {
    if (busy === world.generation) {
      throw world.remember(
        new FakeMisuse(`aws.lambda.${what}(): step() or settle() is running already. Await it first.`),
      );
    }
    const begun = (busy = world.generation);
    try {
      return await body();
    } finally {
      if (busy === begun) busy = undefined;
    }
  };
  return {
    function(name, code, options = {}) {
      const entry = putFunction(world, machine.state, name, options);
      machine.sandboxes.register(name, code);
      return entry;
    },
    eventSource: (options) => createEventSourceMapping(machine, eventSourceInput(machine, options)),
    createEventSourceMapping: (input) => createEventSourceMapping(machine, input),
    deleteEventSourceMapping: ({ UUID }) => deleteEventSourceMapping(machine, UUID),
    updateEventSourceMapping: ({ UUID, Enabled }) => setEnabled(machine, UUID, Enabled),
    topic: (name, options) => putTopic(machine, name, options),
    faults: (functionName) => lambdaFaults(machine, functionName),
    recycle: (functionName) => machine.sandboxes.recycle(requireFunction(machine.state, functionName).name),
    eventSourceMappings: () => listMappings(machine),
    invoke: async (name, event) => invoke(machine, requireFunction(machine.state, name), event),
    invokeAsync: (name, event) => accept(machine, requireFunction(machine.state, name), event),
    step: () => alone('step', () => step(machine)),
    settle: (options) => alone('settle', () => settle(machine, options)),
    invocations: machine.invocations,
  };
}
