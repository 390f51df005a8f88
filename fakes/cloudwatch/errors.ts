import {
  CloudWatchServiceException,
  DashboardInvalidInputError,
  DashboardNotFoundError,
  InternalServiceFault,
  InvalidFormatFault,
  InvalidNextToken,
  InvalidParameterCombinationException,
  InvalidParameterValueException,
  MissingRequiredParameterException,
  ResourceNotFound,
  ResourceNotFoundException,
  ValidationException,
  type DashboardValidationMessage,
} from '@aws-sdk/client-cloudwatch';
import { cloudwatchModel, COMMON_ERRORS, listedErrors } from './operation-errors';
import { signatureOutOfTime } from '../kernel/signing-time';

/**
 * Adds what the SDK reads from a query-compatible JSON answer: `Error`, `Type`, `Code` (the query code, which differs
 * from the class) and `__type`. Captured: facts, measured with wire-level answers through the real client.
 */
function queryCompatible<E extends CloudWatchServiceException>(error: E, code: string, type = error.name): E {
  const side = error.$fault === 'server' ? 'Receiver' : 'Sender';
  return Object.assign(error, {
    Error: { Type: side, Code: code, Message: error.message },
    Type: side,
    Code: code,
    __type: `com.amazonaws.cloudwatch#${type}`,
  });
}

function options(
  message: string,
  httpStatusCode = 400,
): { message: string; $metadata: { httpStatusCode: number } } {
  return { message, $metadata: { httpStatusCode } };
}

export function invalidParameterValue(message: string): InvalidParameterValueException {
  return queryCompatible(new InvalidParameterValueException(options(message)), 'InvalidParameterValue');
}

export function invalidParameterCombination(message: string): InvalidParameterCombinationException {
  return queryCompatible(
    new InvalidParameterCombinationException(options(message)),
    'InvalidParameterCombination',
  );
}

export function missingParameter(message: string): MissingRequiredParameterException {
  return queryCompatible(new MissingRequiredParameterException(options(message)), 'MissingParameter');
}

/** The error of the newer operations (alarms, GetMetricData). */
export function validationError(message: string): ValidationException {
  return queryCompatible(new ValidationException(options(message)), 'ValidationError');
}

/** One broken constraint of the service model, in the words all of AWS's frameworks use. */
export function constraintError(
  value: string | number | undefined,
  member: string,
  constraint: string,
): ValidationException {
  const shown = value === undefined ? 'null' : `'${value}'`;
  return validationError(
    `1 validation error detected: Value ${shown} at '${member}' failed to satisfy constraint: ${constraint}`,
  );
}

/** An alarm that does not exist. Captured: facts, 404 without a message, so the SDK says `UnknownError`. */
export function alarmNotFound(): ResourceNotFound {
  return queryCompatible(new ResourceNotFound(options('UnknownError', 404)), 'ResourceNotFound');
}

/** A resource to tag that does not exist. Assumed: the message. */
export function resourceNotFound(resourceType: string, resourceId: string): ResourceNotFoundException {
  const message = `${resourceId} does not exist.`;
  return queryCompatible(
    new ResourceNotFoundException({
      ...options(message, 404),
      ResourceType: resourceType,
      ResourceId: resourceId,
      Message: message,
    }),
    'ResourceNotFoundException',
  );
}

/** Assumed: the messages. Documented: API_GetDashboard, API_DeleteDashboards. */
export function dashboardNotFound(names: readonly string[]): DashboardNotFoundError {
  const message =
    names.length === 1
      ? `Dashboard ${names[0]} does not exist`
      : `Dashboards ${names.join(', ')} do not exist`;
  return queryCompatible(new DashboardNotFoundError(options(message, 404)), 'ResourceNotFound');
}

export function dashboardInvalid(
  message: string,
  dashboardValidationMessages: DashboardValidationMessage[],
): DashboardInvalidInputError {
  return queryCompatible(
    new DashboardInvalidInputError({ ...options(message), dashboardValidationMessages }),
    'InvalidParameterInput',
  );
}

export function invalidNextToken(message: string): InvalidNextToken {
  return queryCompatible(new InvalidNextToken(options(message)), 'InvalidNextToken');
}

export function invalidFormat(message: string): InvalidFormatFault {
  return queryCompatible(new InvalidFormatFault(options(message)), 'InvalidFormat');
}

/** Captured: 413 `Request size 639468 exceeded 614400 bytes` (telegraf issue 10842, another operation's limit). */
export function requestTooLarge(size: number, limit: number): CloudWatchServiceException {
  return unmodelled('RequestEntityTooLarge', 413, `Request size ${size} exceeded ${limit} bytes`);
}

/** Documented: CommonErrors, InternalFailure; modelled as InternalServiceFault. */
export function internalServiceFault(): InternalServiceFault {
  const message = 'The request processing has failed because of an unknown error, exception or failure.';
  return queryCompatible(
    new InternalServiceFault({ ...options(message, 500), Message: message }),
    'InternalServiceError',
  );
}

export function serviceUnavailable(): CloudWatchServiceException {
  return unmodelled(
    'ServiceUnavailable',
    503,
    'The request has failed due to a temporary failure of the server.',
  );
}

/** Captured: the name and message of a throttled call, with the query code as name. */
export function throttling(): CloudWatchServiceException {
  return unmodelled('Throttling', 400, 'Rate exceeded');
}

/** The caller may not do it, as AWS explains. */
export function accessDeniedWith(message: string): CloudWatchServiceException {
  return unmodelled('AccessDenied', 403, message);
}

export function accessDenied(operation: string): CloudWatchServiceException {
  return accessDeniedWith(
    `User: arn:aws:sts::000000000000:assumed-role/handler/session is not authorized to perform: cloudwatch:${operation} because no identity-based policy allows the cloudwatch:${operation} action`,
  );
}

export function expiredToken(): CloudWatchServiceException {
  return unmodelled('ExpiredToken', 403, 'The security token included in the request is expired');
}

/** An error without a class of its own: the base exception under its query code. */
function unmodelled(name: string, httpStatusCode: number, message: string): CloudWatchServiceException {
  const $fault = httpStatusCode < 500 ? 'client' : 'server';
  return queryCompatible(
    new CloudWatchServiceException({ name, $fault, ...options(message, httpStatusCode) }),
    name,
  );
}

/** An error that CloudWatch can answer the operation with, by its name; undefined for another. Assumed: the text of modelled ones. */
export function cloudwatchError(
  name: string,
  operation: string,
  message?: string,
): CloudWatchServiceException | undefined {
  if (!listedErrors(operation).includes(name)) return undefined;
  const common = COMMON_ERRORS[name];
  if (common !== undefined) return unmodelled(name, common.status, message ?? common.message);
  const known = cloudwatchModel(name);
  const text = message ?? `${operation} failed: ${name}`;
  return known && queryCompatible(new known.Class(options(text, known.status)), known.queryCode);
}

/** How far from CloudWatch's own time a request may be signed, ms. Assumed: 15 minutes. */
export const MAXIMUM_CLOCK_SKEW_MS = 900_000;

/** The request was signed too far from the service's own time. */
export function signatureTimeOff(signedAt: Date, receivedAt: Date): CloudWatchServiceException {
  return unmodelled(
    'SignatureDoesNotMatch',
    403,
    signatureOutOfTime(signedAt, receivedAt, MAXIMUM_CLOCK_SKEW_MS),
  );
}
