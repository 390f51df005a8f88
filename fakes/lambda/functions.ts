import { toMs, type Duration } from '../kernel/duration';
import { FakeMisuse } from '../kernel/errors';
import type { World } from '../kernel/world';
import { queueArnOf } from './arns';
import type { LambdaContext } from './context';
import { destinationArn, type DestinationOptions } from './destination-config';
import { LIMITS } from './limits';
import type { FunctionEntry, LambdaState } from './state';

/** An async Lambda handler. Handlers typed with `@types/aws-lambda` fit when they return a promise. */
export type LambdaHandler = (event: never, context: LambdaContext, callback: never) => unknown;

/** A function's configuration as tests give it; what is left out is AWS's default. */
export interface FunctionOptions {
  /** 1 to 900 s. Default 3 s. */
  readonly timeout?: Duration;
  /** MB, 128 to 10,240. Default 128. Only shown in the context: memory use is not simulated. */
  readonly memory?: number;
  /** How many invocations may run at once; further ones are throttled. */
  readonly reservedConcurrency?: number;
  /** `process.env` as the function sees it while it runs, beside what is there anyway. */
  readonly environment?: Readonly<Record<string, string>>;
  /**
   * What becomes of work that the function has not awaited when it answers: calls under way, timers. 'never' (default): it
   * never happens. 'afterAnswer': it goes on, late, when the same sandbox is used again, as on AWS. 'always': so does what a
   * time-out interrupted; on AWS the process is started anew then.
   */
  readonly thaw?: 'never' | 'afterAnswer' | 'always';
  /** Asynchronous invocations: retries (0 to 2, default 2), age (60 s to 6 h, default 6 h), and where records go. */
  readonly asyncInvocation?: {
    readonly maximumRetryAttempts?: number;
    readonly maximumEventAge?: Duration;
    /** A queue, topic or function. */
    readonly onSuccess?: DestinationOptions;
    /** A queue, topic, function or bucket. */
    readonly onFailure?: DestinationOptions;
  };
  /** The function's own dead-letter queue for asynchronous invocations. */
  readonly deadLetterQueue?: string;
}

/**
 * Enters a function's configuration; a later one of the same name replaces it.
 * @throws FakeMisuse for a configuration that Lambda would refuse.
 */
export function putFunction(
  world: World,
  state: LambdaState,
  name: string,
  options: FunctionOptions,
): FunctionEntry {
  if (!/^[A-Za-z0-9_-]{1,64}$/.test(name)) {
    throw misuse(name, 'a function name has 1 to 64 letters, digits, hyphens and underscores');
  }
  const { timeoutSeconds, memoryMB, asyncRetryAttempts, asyncEventAgeSeconds } = LIMITS;
  const timeoutMs = toMs(options.timeout ?? `${timeoutSeconds.default}s`);
  requireRange(name, 'timeout in seconds', timeoutMs / 1000, timeoutSeconds);
  const memory = options.memory ?? memoryMB.default;
  requireRange(name, 'memory', memory, memoryMB);
  const reserved = options.reservedConcurrency;
  if (reserved !== undefined) {
    requireRange(name, 'reservedConcurrency', reserved, { least: 0, most: Number.MAX_SAFE_INTEGER });
  }
  const invocation = options.asyncInvocation ?? {};
  const retries = invocation.maximumRetryAttempts ?? asyncRetryAttempts.most;
  requireRange(name, 'maximumRetryAttempts', retries, asyncRetryAttempts);
  const ageMs = toMs(invocation.maximumEventAge ?? '6h');
  requireRange(name, 'maximumEventAge in seconds', ageMs / 1000, asyncEventAgeSeconds);
  const { region, accountId } = world.options;
  const arnOf = (
    member: 'onSuccess' | 'onFailure',
    allowed: readonly (keyof DestinationOptions)[],
  ): string | undefined => {
    const destination = invocation[member];
    const what = `aws.lambda.function(${JSON.stringify(name)}): ${member}`;
    return destination && destinationArn({ world }, destination, what, allowed);
  };
  const entry: FunctionEntry = {
    name,
    arn: `arn:aws:lambda:${region}:${accountId}:function:${name}`,
    region,
    timeoutMs,
    memoryMB: memory,
    reservedConcurrency: reserved,
    environment: { ...options.environment },
    thaw: options.thaw ?? 'never',
    asyncRetryAttempts: retries,
    asyncEventAgeMs: ageMs,
    onSuccess: arnOf('onSuccess', ['queue', 'topic', 'function']),
    onFailure: arnOf('onFailure', ['queue', 'topic', 'function', 'bucket']),
    deadLetterArn:
      options.deadLetterQueue === undefined ? undefined : queueArnOf({ world }, options.deadLetterQueue),
  };
  state.functions.put(name, entry);
  return entry;
}

/**
 * A function by its name or ARN.
 * @throws FakeMisuse when there is none.
 */
export function requireFunction(state: LambdaState, nameOrArn: string): FunctionEntry {
  const entry = findFunction(state, nameOrArn);
  if (entry !== undefined) return entry;
  const names = [...state.functions.entries()].map(([name]) => name);
  throw new FakeMisuse(
    `aws.lambda has no function ${JSON.stringify(nameOrArn)}: make it with aws.lambda.function(name, handler). ` +
      `There ${names.length === 0 ? 'are none' : `are ${names.join(', ')}`}.`,
  );
}

/** A function by its name, partial ARN or ARN. */
export function findFunction(state: LambdaState, nameOrArn: string): FunctionEntry | undefined {
  const name = /(?:^|:)function:([^:]+)(?::\$LATEST)?$/.exec(nameOrArn)?.[1] ?? nameOrArn;
  return state.functions.get(name);
}

function requireRange(
  name: string,
  what: string,
  value: number,
  { least, most }: { readonly least: number; readonly most: number },
): void {
  if (!Number.isInteger(value) || value < least || value > most) {
    throw misuse(name, `${what} is ${value}, and must be a whole number from ${least} to ${most}`);
  }
}

function misuse(name: string, what: string): FakeMisuse {
  return new FakeMisuse(`aws.lambda.function(${JSON.stringify(name)}): ${what}.`);
}
