import * as sdk from '@aws-sdk/client-cloudwatch';
import { CloudWatchServiceException } from '@aws-sdk/client-cloudwatch';
import { modelledError, type CodedError, type ModelledError } from '../kernel/modelled-errors';

const VALUE = ['InternalServiceFault', 'InvalidParameterValueException'];
const PARAMETERS = [...VALUE, 'InvalidParameterCombinationException', 'MissingRequiredParameterException'];
const RULE = ['InvalidParameterValueException', 'MissingRequiredParameterException'];
const NAMED = [...VALUE, 'MissingRequiredParameterException'];
const TAGS = [...VALUE, 'ConcurrentModificationException', 'ConflictException', 'ResourceNotFoundException'];
const PAGED = ['InvalidNextToken'];

/** The errors that CloudWatch's model lists for an operation. Documented: the Errors section of each operation's API page. */
const MODELLED: Readonly<Record<string, readonly string[]>> = {
  AssociateDatasetKmsKey: [
    'ConflictException',
    'KmsAccessDeniedException',
    'KmsKeyDisabledException',
    'KmsKeyNotFoundException',
    'ResourceNotFoundException',
  ],
  CreateResourceMetricsConfiguration: ['ConflictException', 'ResourceNotFoundException'],
  DeleteAlarms: ['ResourceConflict', 'ResourceNotFound'],
  DeleteAnomalyDetector: [...PARAMETERS, 'ResourceNotFoundException'],
  DeleteDashboards: [...VALUE, 'ConflictException', 'DashboardNotFoundError'],
  DeleteInsightRules: RULE,
  DeleteMetricStream: NAMED,
  DeleteResourceMetricsConfiguration: ['ResourceNotFoundException'],
  DescribeAlarmContributors: [...PAGED, 'ResourceNotFoundException'],
  DescribeAlarmHistory: PAGED,
  DescribeAlarms: PAGED,
  DescribeAnomalyDetectors: [...VALUE, ...PAGED, 'InvalidParameterCombinationException'],
  DescribeInsightRules: PAGED,
  DisableInsightRules: RULE,
  DisassociateDatasetKmsKey: ['ConflictException', 'ResourceNotFoundException'],
  EnableInsightRules: [...RULE, 'LimitExceededException'],
  GetAlarmMuteRule: ['ResourceNotFoundException'],
  GetDashboard: [...VALUE, 'DashboardNotFoundError'],
  GetDataset: ['ResourceNotFoundException'],
  GetInsightRuleReport: [...RULE, 'ResourceNotFoundException'],
  GetMetricData: PAGED,
  GetMetricStatistics: PARAMETERS,
  GetMetricStream: [...PARAMETERS, 'ResourceNotFoundException'],
  GetResourceMetricsConfiguration: ['ResourceNotFoundException'],
  ListAlarmMuteRules: [...PAGED, 'ResourceNotFoundException'],
  ListDashboards: VALUE,
  ListManagedInsightRules: [...RULE, ...PAGED],
  ListMetricStreams: [...NAMED, ...PAGED],
  ListMetrics: VALUE,
  ListTagsForResource: [...VALUE, 'ResourceNotFoundException'],
  PutAlarmMuteRule: ['LimitExceededFault'],
  PutAnomalyDetector: [...PARAMETERS, 'LimitExceededException'],
  PutCompositeAlarm: ['LimitExceededFault'],
  PutDashboard: ['ConflictException', 'DashboardInvalidInputError', 'InternalServiceFault'],
  PutInsightRule: [...RULE, 'LimitExceededException'],
  PutLogAlarm: ['LimitExceededFault', 'ResourceConflict'],
  PutManagedInsightRules: RULE,
  PutMetricAlarm: ['LimitExceededFault'],
  PutMetricData: PARAMETERS,
  PutMetricStream: [...PARAMETERS, 'ConcurrentModificationException'],
  SetAlarmState: ['InvalidFormatFault', 'ResourceNotFound'],
  StartMetricStreams: NAMED,
  StartOTelEnrichment: ['ValidationException'],
  StopMetricStreams: NAMED,
  TagResource: TAGS,
  UntagResource: TAGS,
  UpdateOTelEnrichment: ['ResourceNotFoundException', 'ValidationException'],
  UpdateResourceMetricsConfiguration: ['ResourceNotFoundException'],
};

/** Modelled errors that any operation can answer with. Assumed: for those whose page does not list them. */
const EVERYWHERE = ['InternalServiceFault', 'ValidationException'];

/**
 * What CloudWatch may answer to any operation beside its modelled errors, under the query code that the SDK takes for the name.
 * Documented: API, CommonErrors. Assumed: the texts that the page does not give.
 */
export const COMMON_ERRORS: Readonly<Record<string, CodedError>> = {
  AccessDenied: { status: 403, message: 'Access denied.' },
  ExpiredToken: { status: 403, message: 'The security token included in the request is expired' },
  IncompleteSignature: {
    status: 400,
    message: 'The request signature does not conform to AWS standards.',
  },
  InternalFailure: {
    status: 500,
    message: 'The request processing has failed because of an unknown error, exception or failure.',
  },
  InvalidClientTokenId: { status: 403, message: 'The security token included in the request is invalid.' },
  MissingAuthenticationToken: { status: 403, message: 'Request is missing Authentication Token' },
  NotAuthorized: { status: 401, message: 'You do not have permission to perform this action.' },
  OptInRequired: { status: 403, message: 'The AWS access key ID needs a subscription for the service.' },
  RequestExpired: { status: 400, message: 'Request has expired.' },
  RequestEntityTooLarge: { status: 413, message: 'The request is larger than allowed.' },
  RequestTimeoutException: { status: 408, message: 'The request took too long to complete.' },
  ServiceUnavailable: {
    status: 503,
    message: 'The request has failed due to a temporary failure of the server.',
  },
  SignatureDoesNotMatch: {
    status: 403,
    message:
      'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
  },
  Throttling: { status: 400, message: 'Rate exceeded' },
};

/** The names of the errors that CloudWatch's model lists for an operation. */
export function modelledErrors(operation: string): readonly string[] {
  return MODELLED[operation] ?? [];
}

/** The names of all errors that CloudWatch can answer an operation with. */
export function listedErrors(operation: string): readonly string[] {
  return [...new Set([...modelledErrors(operation), ...EVERYWHERE, ...Object.keys(COMMON_ERRORS)])];
}

/** An error by its name, as the installed client models it; undefined for a name that it does not model. */
export function cloudwatchModel(name: string): ModelledError<CloudWatchServiceException> | undefined {
  return modelledError(sdk, CloudWatchServiceException, name);
}
