import type { Environment } from './configuration';
import { createDeadline, type Deadline, type RemainingTime } from './deadline';
import { createLogger, type Logger, type LogLevel } from './logger';
import { createMetrics, type Metrics } from './metrics';
import type { Runtime } from './runtime';

/** What the code of one invocation works with. */
export interface Invocation<Configuration> {
  readonly runtime: Runtime;
  readonly configuration: Configuration;
  readonly deadline: Deadline;
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** Names this invocation in logs, and in the messages it sends. */
  readonly correlationId: string;
}

/** The part of Lambda's context object that is used. */
export interface LambdaContext extends RemainingTime {
  readonly awsRequestId: string;
}

interface SharedConfiguration {
  readonly LOG_LEVEL: LogLevel;
  readonly ENABLE_METRICS: boolean;
  readonly METRICS_MODE: 'emf' | 'put';
  readonly METRICS_NAMESPACE: string;
}

/** Builds logger, metrics and deadline of one invocation. */
export function beginInvocation<Configuration extends SharedConfiguration>(
  runtime: Runtime,
  configuration: Configuration,
  service: string,
  context: LambdaContext | undefined,
): Invocation<Configuration> {
  const correlationId = `c-${runtime.uuid().slice(0, 8)}`;
  const logger = createLogger({
    service,
    level: configuration.LOG_LEVEL,
    correlationId,
    write: runtime.write,
    fields: { aws_request_id: context?.awsRequestId, trace_id: traceId(runtime.env) },
  });
  const metrics = createMetrics({
    mode: configuration.ENABLE_METRICS ? configuration.METRICS_MODE : 'off',
    namespace: configuration.METRICS_NAMESPACE,
    cloudwatch: runtime.clients.cloudwatch,
    logger,
    runtime,
  });
  return {
    runtime,
    configuration,
    logger,
    metrics,
    correlationId,
    deadline: createDeadline(context, runtime.now),
  };
}

const traceId = (env: Environment): string | undefined => env['_X_AMZN_TRACE_ID'];
