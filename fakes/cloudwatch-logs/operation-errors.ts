import type * as LogsLibrary from '@aws-sdk/client-cloudwatch-logs';
import { modelledError, type CodedError, type ModelledError } from '../kernel/modelled-errors';

/** Answered by any operation, and listed by most. */
const UNAVAILABLE = 'ServiceUnavailableException';
const READS_GROUP = ['InvalidParameterException', 'ResourceNotFoundException'];
const CHANGES_GROUP = [...READS_GROUP, 'OperationAbortedException', UNAVAILABLE];
const MAKES_FILTER = [...CHANGES_GROUP, 'InvalidOperationException', 'LimitExceededException'];

/**
 * The errors that the model lists for an operation. Documented: the Errors section of each operation's API page; the two of
 * PutLogEvents about sequence tokens come no more.
 */
const MODELLED: Readonly<Record<string, readonly string[]>> = {
  CreateLogGroup: [
    'InvalidParameterException',
    'LimitExceededException',
    'OperationAbortedException',
    'ResourceAlreadyExistsException',
    UNAVAILABLE,
  ],
  CreateLogStream: [...READS_GROUP, 'ResourceAlreadyExistsException', UNAVAILABLE],
  DeleteLogGroup: [...CHANGES_GROUP, 'ValidationException'],
  DeleteLogStream: [...CHANGES_GROUP, 'ValidationException'],
  DeleteMetricFilter: CHANGES_GROUP,
  DeleteRetentionPolicy: CHANGES_GROUP,
  DeleteSubscriptionFilter: CHANGES_GROUP,
  DescribeLogGroups: ['InvalidParameterException', UNAVAILABLE],
  DescribeLogStreams: [...READS_GROUP, UNAVAILABLE],
  DescribeMetricFilters: [...READS_GROUP, UNAVAILABLE],
  DescribeSubscriptionFilters: [...READS_GROUP, UNAVAILABLE],
  FilterLogEvents: [...READS_GROUP, UNAVAILABLE],
  GetLogEvents: [...READS_GROUP, UNAVAILABLE],
  ListTagsForResource: [...READS_GROUP, UNAVAILABLE],
  ListTagsLogGroup: ['ResourceNotFoundException', UNAVAILABLE],
  PutLogEvents: [
    ...READS_GROUP,
    'DataAlreadyAcceptedException',
    'InvalidSequenceTokenException',
    'UnrecognizedClientException',
    UNAVAILABLE,
  ],
  PutMetricFilter: MAKES_FILTER,
  PutRetentionPolicy: CHANGES_GROUP,
  PutSubscriptionFilter: MAKES_FILTER,
  TagLogGroup: READS_GROUP,
  TagResource: [...READS_GROUP, 'TooManyTagsException', UNAVAILABLE],
  TestMetricFilter: ['InvalidParameterException', UNAVAILABLE],
  UntagLogGroup: ['ResourceNotFoundException'],
  UntagResource: [...READS_GROUP, UNAVAILABLE],
};

/**
 * What CloudWatch Logs may answer to any operation beside what its model lists for it. Documented: CommonErrors.
 * Assumed: the texts that the page does not give.
 */
export const COMMON_ERRORS = {
  AccessDeniedException: { status: 400, message: 'Access denied.' },
  ExpiredTokenException: { status: 400, message: 'The security token included in the request is expired' },
  IncompleteSignature: { status: 400, message: 'The request signature does not conform to AWS standards.' },
  InternalFailure: {
    status: 500,
    message: 'The request processing has failed because of an unknown error, exception or failure.',
  },
  OptInRequired: { status: 403, message: 'The AWS access key ID needs a subscription for the service.' },
  RequestExpired: { status: 400, message: 'Request has expired.' },
  ServiceUnavailableException: { status: 503, message: 'The service cannot complete the request.' },
  ThrottlingException: { status: 400, message: 'Rate exceeded' },
  UnrecognizedClientException: {
    status: 400,
    message: 'The security token included in the request is invalid.',
  },
} as const satisfies Readonly<Record<string, CodedError>>;

/** The names of the errors that the model lists for an operation. */
export function modelledErrors(operation: string): readonly string[] {
  return MODELLED[operation] ?? [];
}

/** The names of all errors that an operation can answer. */
export function listedErrors(operation: string): readonly string[] {
  return [...new Set([...modelledErrors(operation), ...Object.keys(COMMON_ERRORS)])];
}

/** An error by its name, as the installed client models it; undefined for a name that it does not model. */
export function logsModel(
  library: typeof LogsLibrary,
  name: string,
): ModelledError<LogsLibrary.CloudWatchLogsServiceException> | undefined {
  return modelledError(library, library.CloudWatchLogsServiceException, name);
}
