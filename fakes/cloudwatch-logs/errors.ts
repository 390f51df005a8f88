import type * as LogsLibrary from '@aws-sdk/client-cloudwatch-logs';
import type { ServiceFault } from '../kernel/operation';
import { notSupported } from '../kernel/errors';
import { FilterPatternError, UnsettledPattern } from './filter-error';
import { COMMON_ERRORS, listedErrors, logsModel } from './operation-errors';

/**
 * An error of CloudWatch Logs by its name. The operations do not know the SDK's package, which may not be installed:
 * `asSdkError` makes of it what the client throws.
 */
export class LogsError extends Error {
  constructor(
    override readonly name: string,
    message: string,
    readonly httpStatusCode: number = 400,
  ) {
    super(message);
  }
}

export const invalidParameter = (message: string): LogsError =>
  new LogsError('InvalidParameterException', message);

/** Captured: the two resources' wordings. Assumed for metric filters: the same. */
export const notFound = (
  resource: 'log group' | 'log stream' | 'metric filter' | 'subscription filter',
): LogsError => new LogsError('ResourceNotFoundException', `The specified ${resource} does not exist.`);

/** Captured: without a full stop. */
export const alreadyExists = (resource: 'log group' | 'log stream'): LogsError =>
  new LogsError('ResourceAlreadyExistsException', `The specified ${resource} already exists`);

/** Captured: the wording, for subscription filters. */
export const limitExceeded = (): LogsError =>
  new LogsError('LimitExceededException', 'Resource limit exceeded.');

/** Captured: name and wording. */
export const nameAndArn = (): LogsError =>
  new LogsError('ValidationException', 'LogGroup name and LogGroup ARN are mutually exclusive parameters.');

export const crossAccount = (): LogsError =>
  new LogsError(
    'AccessDeniedException',
    'Cross-account lambda invocation passing is not allowed. You must use DestinationPolicies to create cross account lambda triggers.',
  );

/** Assumed: the message. */
export const tooManyTags = (): LogsError =>
  new LogsError('TooManyTagsException', 'The maximum number of tags has been exceeded.');

/** Captured: `Invalid filter pattern`, and for metric filters `Invalid metric filter pattern`; characters by name. */
export function patternError(error: unknown, operation: string): unknown {
  if (error instanceof UnsettledPattern) return notSupported(operation, error.message);
  if (!(error instanceof FilterPatternError)) return error;
  if (error.characters !== undefined)
    return invalidParameter(`Invalid character(s) in term '${error.characters}'`);
  const isMetric = operation === 'PutMetricFilter' || operation === 'TestMetricFilter';
  return invalidParameter(isMetric ? 'Invalid metric filter pattern' : 'Invalid filter pattern');
}

/** What goes wrong around every operation. Captured: throttling. */
export function faultError(kind: ServiceFault, operation: string): LogsError {
  if (kind === 'accessDenied') {
    const action = `logs:${operation}`;
    return new LogsError(
      'AccessDeniedException',
      `User: arn:aws:sts::000000000000:assumed-role/handler/session is not authorized to perform: ${action} because no identity-based policy allows the ${action} action`,
    );
  }
  const name = FAULTS[kind];
  const { message, status } = COMMON_ERRORS[name];
  return new LogsError(name, message, status);
}

const FAULTS = {
  throttled: 'ThrottlingException',
  serverError: 'InternalFailure',
  serviceUnavailable: 'ServiceUnavailableException',
  expiredToken: 'ExpiredTokenException',
} as const;

type SdkError = LogsLibrary.CloudWatchLogsServiceException;

/** The error as the client throws it: in the class of its name, else in the base class. Other errors are left alone. */
export function asSdkError(library: typeof LogsLibrary, error: unknown): unknown {
  return error instanceof LogsError ? sdkError(library, error) : error;
}

export function sdkError(
  library: typeof LogsLibrary,
  { name, message, httpStatusCode }: LogsError,
): SdkError {
  const known = logsModel(library, name);
  const options = { message, $metadata: { httpStatusCode } };
  const $fault = httpStatusCode < 500 ? 'client' : 'server';
  const made =
    known === undefined
      ? new library.CloudWatchLogsServiceException({ name, $fault, ...options })
      : new known.Class(options);
  // Captured: what the SDK adds from the answer (terraform-aws-opennext issue 27).
  return Object.assign(made, { __type: name });
}

/** An error that an operation can answer, by its name; undefined for another. Assumed: the text of modelled ones. */
export function logsError(
  library: typeof LogsLibrary,
  name: string,
  operation: string,
  message?: string,
): SdkError | undefined {
  if (!listedErrors(operation).includes(name)) return undefined;
  const common = new Map(Object.entries(COMMON_ERRORS)).get(name);
  const known = logsModel(library, name);
  if (common === undefined && known === undefined) return undefined;
  const text = message ?? common?.message ?? `${operation} failed: ${name}`;
  return sdkError(library, new LogsError(name, text, common?.status ?? known?.status));
}
