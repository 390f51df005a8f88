import type { CloudwatchState } from '../cloudwatch/state';
import type { LogsState } from '../cloudwatch-logs/state';
import type { DynamodbState } from '../dynamodb/state';
import { callFromAws, type AwsAnswer } from '../kernel/aws-call';
import type { CommandClass } from '../kernel/operation';
import type { World } from '../kernel/world';
import type { S3State } from '../s3/state';
import type { SqsState } from '../sqs/state';
import type { Environment } from './environment';
import type { Invocation } from './invocation';
import type { LogCapture } from './log-capture';
import type { OnLogLine } from './platform-log';
import type { RecentEvents } from './recent-events';
import type { Sandboxes } from './sandboxes';
import type { LambdaState } from './state';

/** Everything the parts of Lambda work with. */
export interface Machine {
  readonly world: World;
  readonly state: LambdaState;
  readonly sqs: SqsState;
  readonly dynamodb: DynamodbState;
  readonly cloudwatch: CloudwatchState | undefined;
  /** Undefined where nobody delivers what subscriptions of CloudWatch Logs have. */
  readonly logEvents: LogsState | undefined;
  /** Undefined where nobody delivers S3's notifications. */
  readonly s3: S3State | undefined;
  readonly sandboxes: Sandboxes;
  readonly logs: LogCapture;
  readonly environment: Environment;
  /** Every invocation, oldest first. */
  readonly invocations: Invocation[];
  readonly recentEvents: RecentEvents;
  /** Gets every line that a function writes, and those of Lambda itself: CloudWatch keeps them and reads metrics out of them. */
  readonly onLogLine: OnLogLine | undefined;
}

/** The caller's name of Lambda's own calls: what a fault rule for them says in `.for('aws:lambda')`. */
export const LAMBDA = 'aws:lambda';

/** A call that Lambda makes itself. */
export function call<Input extends object, Output extends { $metadata: unknown }>(
  machine: Machine,
  command: CommandClass<Input, Output>,
  input: Input,
  region: string,
): Promise<AwsAnswer<Output>> {
  return callFromAws(machine.world, LAMBDA, command, input, region);
}
