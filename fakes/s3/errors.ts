import * as sdk from '@aws-sdk/client-s3';
import { S3ServiceException } from '@aws-sdk/client-s3';
import { HttpResponse } from '@smithy/core/protocols';
import { beforeSending } from '../kernel/errors';
import { modelledError } from '../kernel/modelled-errors';
import type { NamedErrorDetails, ServiceFault } from '../kernel/operation';
import { amzDate } from '../kernel/signing-time';
import { errorMembers } from './error-members';
import { errorsOf } from './operation-errors';

function build(
  code: string,
  status: number,
  message: string,
  headers: Record<string, string> = {},
): S3ServiceException {
  // Any operation may answer with any of the SDK's own classes; older SDKs export fewer of them.
  const Class = modelledError(sdk, S3ServiceException, code)?.Class;
  const known = { message, $metadata: { httpStatusCode: status } };
  const $fault = status < 500 ? 'client' : 'server';
  const error =
    Class === undefined ? new S3ServiceException({ name: code, $fault, ...known }) : new Class(known);
  const response = new HttpResponse({ statusCode: status, headers });
  const own = { configurable: true, writable: true };
  Object.defineProperty(error, '$response', { value: response, enumerable: false, ...own });
  // Where an Error hides its message, the SDK assigns it anew, so that JSON shows it.
  Object.defineProperty(error, 'message', { value: message, enumerable: true, ...own });
  return error;
}

/**
 * An error of S3 as the SDK reads it from the answer's XML: the members of `<Error>` are own properties, all strings.
 * Captured: facts recorded on AWS in February 2026, unless a caller says otherwise.
 */
export function s3Error(
  code: string,
  status: number,
  message: string,
  members: Readonly<Record<string, string | number | undefined>> = {},
  headers: Record<string, string> = {},
): S3ServiceException {
  const error = build(code, status, message, headers);
  Object.assign(error, { Code: code });
  for (const [name, value] of Object.entries(members)) {
    if (value !== undefined) Object.assign(error, { [name]: String(value) });
  }
  return error;
}

/** An answer without a body, which is all that HEAD and 304 can give: the SDK knows only the status. */
export function bodylessError(status: number, headers: Record<string, string> = {}): S3ServiceException {
  return build(status === 404 ? 'NotFound' : 'Unknown', status, 'UnknownError', headers);
}

/** The same error, as the answer to a HEAD request. Anything that is no answer of S3 stays what it is. */
export function headAnswer(error: unknown): unknown {
  if (!(error instanceof S3ServiceException)) return error;
  const headers: Record<string, string> = error.$response?.headers ?? {};
  return bodylessError(error.$metadata.httpStatusCode ?? 400, headers);
}

/** The SDK puts these on every error that had a body. */
export function completeError(error: Error, metadata: Readonly<Record<string, unknown>>): void {
  if (!('Code' in error)) return;
  Object.assign(error, { RequestId: metadata['requestId'], HostId: metadata['extendedRequestId'] });
}

export const noSuchBucket = (bucket: string) =>
  s3Error('NoSuchBucket', 404, 'The specified bucket does not exist', { BucketName: bucket });

export const noSuchKey = (key: string, headers?: Record<string, string>) =>
  s3Error('NoSuchKey', 404, 'The specified key does not exist.', { Key: key }, headers);

export const noSuchVersion = (key: string, versionId: string) =>
  s3Error('NoSuchVersion', 404, 'The specified version does not exist.', { Key: key, VersionId: versionId });

export const noSuchUpload = (uploadId: string) =>
  s3Error(
    'NoSuchUpload',
    404,
    'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.',
    { UploadId: uploadId },
  );

export const invalidArgument = (message: string, name?: string, value?: string | number) =>
  s3Error('InvalidArgument', 400, message, { ArgumentName: name, ArgumentValue: value });

/** Each destination with what S3 says of it: `ArgumentName1`, `ArgumentValue1`, and so on. */
export const invalidDestinations = (refused: readonly (readonly [name: string, value: string])[]) =>
  s3Error(
    'InvalidArgument',
    400,
    'Unable to validate the following destination configurations',
    Object.fromEntries(
      refused.flatMap(([name, value], i) => [
        [`ArgumentName${i + 1}`, name],
        [`ArgumentValue${i + 1}`, value],
      ]),
    ),
  );

export const invalidVersionId = (versionId: string) =>
  invalidArgument('Invalid version id specified', 'versionId', versionId);

export const invalidRequest = (message: string) => s3Error('InvalidRequest', 400, message);

/** Captured: before the newer algorithms were there. Assumed: that the list did not grow with them. */
export const unsupportedAlgorithm = () =>
  invalidRequest(
    'Checksum algorithm provided is unsupported. Please try again with any of the valid types: [CRC32, CRC32C, CRC64NVME, SHA1, SHA256]',
  );

export const malformedXml = () =>
  s3Error(
    'MalformedXML',
    400,
    'The XML you provided was not well-formed or did not validate against our published schema',
  );

export const badDigest = (message: string, members?: Record<string, string>) =>
  s3Error('BadDigest', 400, message, members);

export const accessDenied = (message = 'Access Denied') => s3Error('AccessDenied', 403, message);

/** Get or Head of a delete marker by its version id. */
export const markerNotAllowed = (method: string) =>
  s3Error(
    'MethodNotAllowed',
    405,
    'The specified method is not allowed against this resource.',
    { Method: method, ResourceType: 'DeleteMarker' },
    { 'x-amz-delete-marker': 'true', allow: 'DELETE' },
  );

export const preconditionFailed = (condition: string) =>
  s3Error('PreconditionFailed', 412, 'At least one of the pre-conditions you specified did not hold', {
    Condition: condition,
  });

export const conditionalRequestConflict = (condition: string, key: string) =>
  s3Error(
    'ConditionalRequestConflict',
    409,
    'The conditional request cannot succeed due to a conflicting operation against this resource.',
    { Condition: condition, Key: key },
  );

/** A header that general purpose buckets do not take, or not with this value. */
export const headerNotImplemented = (header: string, additionalMessage?: string) =>
  s3Error('NotImplemented', 501, 'A header you provided implies functionality that is not implemented', {
    Header: header,
    additionalMessage,
  });

/** The SDK throws this one before it sends anything. Captured: client-s3 3.1169.0. */
export const missingLabel = (member: string) =>
  beforeSending(new Error(`No value provided for input HTTP label: ${member}.`));

/**
 * Captured: client-s3 3.726.1. Since about 3.1000 the SDK sends the request without the label, as another operation on
 * the bucket (PutObject becomes CreateBucket): there is nothing sensible to answer, so the older refusal stays.
 */
export const emptyLabel = (member: string) =>
  beforeSending(new Error(`Empty value provided for input HTTP label: ${member}.`));

/** Captured: client-s3 3.1169.0. */
export function slashInBucketName(bucket: string): Error {
  const error = new Error(`Bucket name shouldn't contain '/', received '${bucket}'`);
  error.name = 'InvalidBucketName';
  return beforeSending(error);
}

/** Captured: client-s3 3.1169.0. */
export const unsupportedByClient = (algorithm: string) =>
  beforeSending(
    new Error(
      `The checksum algorithm "${algorithm}" is not supported by the client. Select one of CRC32,CRC32C,CRC64NVME,SHA1,SHA256, or provide an implementation to  the client constructor checksums field.`,
    ),
  );

/** Operations that are HEAD requests: their answers have no body. */
const isHead = (operation: string): boolean => operation === 'HeadObject' || operation === 'HeadBucket';

/** An error that S3 can answer the operation with, by its code; undefined for another. */
export function s3ErrorNamed(
  code: string,
  operation: string,
  details: NamedErrorDetails = {},
): S3ServiceException | undefined {
  const errors = errorsOf(operation);
  const known = Object.hasOwn(errors, code) ? errors[code] : undefined;
  if (known === undefined) return undefined;
  if (isHead(operation)) return bodylessError(known.status);
  const { after200 = false, input = {}, message = known.message } = details;
  // Captured: client-s3 3.1169.0 gives an error behind status 200 the status 503.
  return s3Error(code, after200 ? 503 : known.status, message, errorMembers(code, input));
}

/** The request was signed more than 15 minutes from S3's own time, which the answer tells. Documented: API, ErrorResponses. */
export function requestTimeTooSkewed(
  operation: string,
  signedAt: Date,
  receivedAt: Date,
): S3ServiceException {
  if (isHead(operation)) return bodylessError(403);
  return s3Error(
    'RequestTimeTooSkewed',
    403,
    'The difference between the request time and the current time is too large.',
    {
      RequestTime: amzDate(signedAt),
      ServerTime: receivedAt.toISOString(),
      MaxAllowedSkewMilliseconds: 900_000,
    },
  );
}

const FAULTS: Readonly<Record<ServiceFault, string>> = {
  throttled: 'SlowDown',
  serverError: 'InternalError',
  serviceUnavailable: 'ServiceUnavailable',
  accessDenied: 'AccessDenied',
  expiredToken: 'ExpiredToken',
};

/** What S3 answers when it refuses to work. Operations that are HEAD requests get the status alone. */
export function serviceFault(kind: ServiceFault, operation: string): S3ServiceException | undefined {
  return s3ErrorNamed(FAULTS[kind], operation);
}

/** The message of a code as an entry of DeleteObjects' `Errors` shows it. */
export function entryMessage(code: string): string {
  return errorsOf('DeleteObject')[code]?.message ?? code;
}
