import type { CodedError } from '../kernel/modelled-errors';

type Errors = Readonly<Record<string, CodedError>>;

const coded = (status: number, message: string): CodedError => ({ status, message });

/** What S3 may answer to any request. Documented: API, ErrorResponses (the codes). Assumed: their texts, where no operation here answers them itself. */
const ANY = {
  AccessDenied: coded(403, 'Access Denied'),
  AccountProblem: coded(
    403,
    'There is a problem with your AWS account that prevents the operation from completing successfully.',
  ),
  AllAccessDisabled: coded(403, 'All access to this object has been disabled'),
  ExpiredToken: coded(400, 'The provided token has expired.'),
  InternalError: coded(500, 'We encountered an internal error. Please try again.'),
  InvalidAccessKeyId: coded(403, 'The AWS Access Key Id you provided does not exist in our records.'),
  InvalidArgument: coded(400, 'Invalid Argument'),
  InvalidRequest: coded(400, 'Invalid Request'),
  InvalidSecurity: coded(403, 'The provided security credentials are not valid.'),
  InvalidToken: coded(400, 'The provided token is malformed or otherwise invalid.'),
  MethodNotAllowed: coded(405, 'The specified method is not allowed against this resource.'),
  NotImplemented: coded(501, 'A header you provided implies functionality that is not implemented'),
  NotSignedUp: coded(403, 'Your account is not signed up for the Amazon S3 service.'),
  RequestTimeTooSkewed: coded(
    403,
    'The difference between the request time and the current time is too large.',
  ),
  ServiceUnavailable: coded(503, 'Service is unable to handle request.'),
  SignatureDoesNotMatch: coded(
    403,
    'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
  ),
  SlowDown: coded(503, 'Please reduce your request rate.'),
} satisfies Errors;

/** Of requests that name a bucket. */
const BUCKET = {
  InvalidBucketName: coded(400, 'The specified bucket is not valid.'),
  NoSuchBucket: coded(404, 'The specified bucket does not exist'),
  PermanentRedirect: coded(
    301,
    'The bucket you are attempting to access must be addressed using the specified endpoint. Please send all future requests to this endpoint.',
  ),
  TemporaryRedirect: coded(307, 'You are being redirected to the bucket while DNS updates.'),
} satisfies Errors;

/** Of requests that change a bucket. */
const CHANGE_BUCKET = {
  MalformedXML: coded(
    400,
    'The XML you provided was not well-formed or did not validate against our published schema',
  ),
  OperationAborted: coded(
    409,
    'A conflicting conditional operation is currently in progress against this resource. Try again.',
  ),
} satisfies Errors;

/** Of requests that read an object or what belongs to it. */
const READ = {
  NoSuchKey: coded(404, 'The specified key does not exist.'),
  NoSuchVersion: coded(404, 'The specified version does not exist.'),
} satisfies Errors;

/** Of requests that read an object's bytes. */
const BYTES = {
  InvalidObjectState: coded(403, "The operation is not valid for the object's storage class"),
  InvalidRange: coded(416, 'The requested range is not satisfiable'),
  PreconditionFailed: coded(412, 'At least one of the pre-conditions you specified did not hold'),
} satisfies Errors;

/** Of requests that encrypt or decrypt with a key of KMS. Assumed: the texts. */
const KMS = {
  'KMS.DisabledException': coded(400, 'The key is disabled.'),
  'KMS.InvalidKeyUsageException': coded(400, 'The key cannot be used for this.'),
  'KMS.KMSInvalidStateException': coded(400, 'The key is in a state that does not allow the request.'),
  'KMS.NotFoundException': coded(400, 'The key does not exist.'),
  'KMS.ThrottlingException': coded(400, 'Rate exceeded'),
} satisfies Errors;

/** Of requests with a condition on what is there. */
const CONDITIONAL = {
  ConditionalRequestConflict: coded(
    409,
    'The conditional request cannot succeed due to a conflicting operation against this resource.',
  ),
  PreconditionFailed: coded(412, 'At least one of the pre-conditions you specified did not hold'),
} satisfies Errors;

/** Of requests that send bytes. */
const BODY = {
  BadDigest: coded(400, 'The Content-MD5 you specified did not match what we received.'),
  EntityTooLarge: coded(400, 'Your proposed upload exceeds the maximum allowed size'),
  IncompleteBody: coded(400, 'The request body terminated unexpectedly'),
  InvalidDigest: coded(400, 'The Content-MD5 you specified was invalid.'),
  MissingContentLength: coded(411, 'You must provide the Content-Length HTTP header.'),
  RequestTimeout: coded(
    400,
    'Your socket connection to the server was not read from or written to within the timeout period. Idle connections will be closed.',
  ),
  XAmzContentSHA256Mismatch: coded(
    400,
    "The provided 'x-amz-content-sha256' header does not match what was computed.",
  ),
} satisfies Errors;

const UPLOAD = {
  NoSuchUpload: coded(
    404,
    'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.',
  ),
} satisfies Errors;

const COMPLETE = {
  ...UPLOAD,
  ...CONDITIONAL,
  EntityTooSmall: coded(400, 'Your proposed upload is smaller than the minimum allowed size'),
  InvalidPart: coded(
    400,
    "One or more of the specified parts could not be found.  The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.",
  ),
  InvalidPartOrder: coded(
    400,
    'The list of parts was not in ascending order. Parts must be ordered by part number.',
  ),
  MalformedXML: CHANGE_BUCKET.MalformedXML,
} satisfies Errors;

const EXISTING_BUCKET = {
  BucketAlreadyExists: coded(
    409,
    'The requested bucket name is not available. The bucket namespace is shared by all users of the system. Please select a different name and try again.',
  ),
  BucketAlreadyOwnedByYou: coded(
    409,
    'Your previous request to create the named bucket succeeded and you already own it.',
  ),
  IllegalLocationConstraintException: coded(
    400,
    'The unspecified location constraint is incompatible for the region specific endpoint this request was sent to.',
  ),
  InvalidLocationConstraint: coded(400, 'The specified location-constraint is not valid'),
  TooManyBuckets: coded(400, 'You have attempted to create more buckets than allowed'),
} satisfies Errors;

/** What the read of a configuration says when there is none. */
const MISSING: Readonly<Record<string, Errors>> = {
  GetBucketCors: { NoSuchCORSConfiguration: coded(404, 'The CORS configuration does not exist') },
  GetBucketEncryption: {
    ServerSideEncryptionConfigurationNotFoundError: coded(
      404,
      'The server side encryption configuration was not found',
    ),
  },
  GetBucketLifecycleConfiguration: {
    NoSuchLifecycleConfiguration: coded(404, 'The lifecycle configuration does not exist'),
  },
  GetBucketOwnershipControls: {
    OwnershipControlsNotFoundError: coded(404, 'The bucket ownership controls were not found'),
  },
  GetBucketPolicy: { NoSuchBucketPolicy: coded(404, 'The bucket policy does not exist') },
  GetBucketReplication: {
    ReplicationConfigurationNotFoundError: coded(404, 'The replication configuration was not found'),
  },
  GetBucketTagging: { NoSuchTagSet: coded(404, 'The TagSet does not exist') },
  GetBucketWebsite: {
    NoSuchWebsiteConfiguration: coded(404, 'The specified bucket does not have a website configuration'),
  },
  GetObjectLegalHold: {
    NoSuchObjectLockConfiguration: coded(
      404,
      'The specified object does not have a ObjectLock configuration',
    ),
  },
  GetObjectLockConfiguration: {
    ObjectLockConfigurationNotFoundError: coded(
      404,
      'Object Lock configuration does not exist for this bucket',
    ),
  },
  GetObjectRetention: {
    NoSuchObjectLockConfiguration: coded(
      404,
      'The specified object does not have a ObjectLock configuration',
    ),
  },
  GetPublicAccessBlock: {
    NoSuchPublicAccessBlockConfiguration: coded(404, 'The public access block configuration was not found'),
  },
};

const SOURCE = {
  ...READ,
  InvalidObjectState: BYTES.InvalidObjectState,
  ObjectNotInActiveTierError: coded(403, 'The source object of the COPY action is not in the active tier'),
} satisfies Errors;

/** What only this operation can answer, beside what every request to a bucket can. */
const OWN: Readonly<Record<string, Errors>> = {
  AbortMultipartUpload: UPLOAD,
  CompleteMultipartUpload: COMPLETE,
  CopyObject: { ...SOURCE, ...CONDITIONAL, ...KMS },
  CreateBucket: { ...EXISTING_BUCKET, InvalidBucketName: BUCKET.InvalidBucketName },
  CreateMultipartUpload: KMS,
  DeleteBucket: { BucketNotEmpty: coded(409, 'The bucket you tried to delete is not empty') },
  DeleteObject: CONDITIONAL,
  DeleteObjects: { MalformedXML: CHANGE_BUCKET.MalformedXML },
  GetObject: { ...READ, ...BYTES, ...KMS },
  GetObjectAttributes: { ...READ, ...KMS },
  HeadBucket: { NotFound: coded(404, 'UnknownError') },
  HeadObject: { ...READ, ...BYTES, ...KMS, NotFound: coded(404, 'UnknownError') },
  ListParts: UPLOAD,
  PutBucketPolicy: { MalformedPolicy: coded(400, 'This policy contains invalid Json') },
  PutObject: {
    ...BODY,
    ...CONDITIONAL,
    ...KMS,
    EncryptionTypeMismatch: coded(400, 'The existing object was created with a different encryption type.'),
    InvalidStorageClass: coded(400, 'The storage class you specified is not valid'),
    InvalidWriteOffset: coded(
      400,
      'The write offset value that you specified does not match the current object size.',
    ),
    KeyTooLongError: coded(400, 'Your key is too long'),
    MetadataTooLarge: coded(400, 'Your metadata headers exceed the maximum allowed metadata size'),
    TooManyParts: coded(
      400,
      'You have attempted to add more parts than the maximum of 10000 that are allowed for this object.',
    ),
  },
  RestoreObject: {
    ...READ,
    InvalidObjectState: BYTES.InvalidObjectState,
    ObjectAlreadyInActiveTierError: coded(403, 'This action is not allowed against this storage tier.'),
    RestoreAlreadyInProgress: coded(409, 'Object restore is already in progress'),
    GlacierExpeditedRetrievalNotAvailable: coded(
      503,
      'Glacier expedited retrievals are currently not available, please try again later',
    ),
  },
  UploadPart: { ...UPLOAD, ...BODY, ...KMS },
  UploadPartCopy: {
    ...UPLOAD,
    ...SOURCE,
    ...KMS,
    PreconditionFailed: BYTES.PreconditionFailed,
  },
};

/** Of requests about one of a bucket's many configurations. */
const OF_CONFIGURATION = /^(Get|Delete)Bucket(Analytics|IntelligentTiering|Inventory|Metrics)Configuration$/;
const IDENTIFIED: Errors = {
  NoSuchConfiguration: coded(404, 'The specified configuration does not exist.'),
};

/** Requests that read or change a part of an object: its tags, its retention. */
const OF_OBJECT = /^(Get|Put|Delete)Object(Acl|Tagging|Retention|LegalHold)$/;
const CHANGES_BUCKET = /^(Create|Delete)Bucket$|^(Put|Delete)(Bucket|PublicAccess|ObjectLockConf)/;

const known = new Map<string, Errors>();

/** All errors that S3 can answer an operation with, by their codes. */
export function errorsOf(operation: string): Errors {
  let errors = known.get(operation);
  if (errors === undefined) {
    errors = {
      ...OWN[operation],
      ...MISSING[operation],
      ...(OF_OBJECT.test(operation) ? READ : {}),
      ...(OF_CONFIGURATION.test(operation) ? IDENTIFIED : {}),
      ...(CHANGES_BUCKET.test(operation) ? CHANGE_BUCKET : {}),
      ...(operation === 'ListBuckets' || operation === 'CreateBucket' ? {} : BUCKET),
      ...ANY,
    };
    known.set(operation, errors);
  }
  return errors;
}

/** The codes of all errors that S3 can answer an operation with. A HEAD request shows no more of them than the status. */
export function listedErrors(operation: string): readonly string[] {
  return Object.keys(errorsOf(operation));
}
