import type { World } from '../kernel/world';
import { notSupported } from '../kernel/errors';
import type { FunctionEntry } from './state';

/** The second argument of a handler. The same members as `Context` of `@types/aws-lambda`, so such handlers fit. */
export interface LambdaContext {
  callbackWaitsForEmptyEventLoop: boolean;
  functionName: string;
  functionVersion: string;
  invokedFunctionArn: string;
  memoryLimitInMB: string;
  awsRequestId: string;
  logGroupName: string;
  logStreamName: string;
  /** What is left until the function's timeout, on the world's time; never below 0. */
  getRemainingTimeInMillis(): number;
  done(): never;
  fail(): never;
  succeed(): never;
}

/** The context of one invocation. @see the Lambda developer guide, nodejs-context */
export function createContext(
  world: World,
  entry: FunctionEntry,
  invocation: { readonly requestId: string; readonly deadline: number; readonly logStreamName: string },
): LambdaContext {
  // Documented: callbacks are gone from nodejs24 on; async handlers never needed these.
  const refuse = (member: string) => (): never => {
    throw world.remember(
      notSupported('Invoke', `context.${member}(): return from an async handler instead; it`),
    );
  };
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionName: entry.name,
    functionVersion: '$LATEST',
    invokedFunctionArn: entry.arn,
    memoryLimitInMB: String(entry.memoryMB),
    awsRequestId: invocation.requestId,
    logGroupName: `/aws/lambda/${entry.name}`,
    logStreamName: invocation.logStreamName,
    getRemainingTimeInMillis: () => Math.max(0, invocation.deadline - world.clock.now()),
    done: refuse('done'),
    fail: refuse('fail'),
    succeed: refuse('succeed'),
  };
}

/** A log stream's name in AWS's form: date, version, the sandbox's own id. */
export function logStreamName(world: World): string {
  const date = new Date(world.clock.now()).toISOString().slice(0, 10).replaceAll('-', '/');
  return `${date}/[$LATEST]${world.ids.token('lambda.sandbox', 32, '0123456789abcdef')}`;
}
