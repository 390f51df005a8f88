import { S3Client } from '@aws-sdk/client-s3';
import { FakeMisuse } from '../kernel/errors';
import type { OperationRow, Service } from '../kernel/operation';
import { permissions } from './access/permissions';
import { payable } from './access/request-payment';
import { bucketOperations } from './bucket-operations';
import { configurationOperations } from './configuration/configuration-operations';
import { digested } from './content-md5';
import { damagedBody } from './damaged-body';
import { letDueHappen } from './due';
import { completeError, missingLabel, requestTimeTooSkewed, s3ErrorNamed, serviceFault } from './errors';
import { objectOperations } from './object-operations';
import { adviceOf } from './object-faults';
import { listedErrors } from './operation-errors';
import { REFUSED } from './refused';
import { createState, type S3State } from './state';
import { vanishKeys } from './vanish';
import { uploadOperations } from './upload-operations';

/** Before a call looks at the state, what has fallen due by now has happened. */
function afterWhatIsDue(row: OperationRow<S3State>): OperationRow<S3State> {
  return {
    ...row,
    advice: [...row.advice, ...adviceOf(row.name)],
    execute(context, input) {
      letDueHappen(context);
      vanishKeys(context, input);
      return row.execute(context, input);
    },
  };
}

/** Amazon S3, general purpose buckets. */
export const s3: Service<S3State> = {
  name: 'S3',
  clients: [S3Client],
  createState,
  operations: [...bucketOperations, ...configurationOperations, ...objectOperations, ...uploadOperations].map(
    (row) => afterWhatIsDue(payable(digested(row))),
  ),
  refused: REFUSED,
  missingMember: (name, member) =>
    member === 'Bucket' || member === 'Key'
      ? missingLabel(member)
      : new FakeMisuse(
          `${name} without ${member}: the SDK does not check it and sends another request than the one meant.`,
        ),
  wrongType: () => undefined,
  fault: serviceFault,
  listedErrors,
  namedError: s3ErrorNamed,
  // Documented: API_CopyObject, API_UploadPartCopy, API_CompleteMultipartUpload: "a 200 OK response can contain an error".
  answersEarly: ['CopyObject', 'UploadPartCopy', 'CompleteMultipartUpload'],
  digestsBodies: true,
  damagedBody,
  permissions,
  clockSkew: { mostMs: 900_000, error: requestTimeTooSkewed },
  requestMetadata(ids) {
    const requestId = ids.token('s3.request', 16);
    return {
      requestId,
      extendedRequestId: Buffer.from(`aws-fakes host of request ${requestId}`).toString('base64'),
    };
  },
  completeError,
  status: (_name, output) => (output['ContentRange'] === undefined ? undefined : 206),
};
