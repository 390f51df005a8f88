import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  UploadPartCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import { operation, type OperationRow } from '../kernel/operation';
import { ACL_MEMBERS } from './access/acl';
import { completeMultipartUpload } from './complete-upload';
import { CUSTOMER_KEY, ENCRYPTION_MEMBERS } from './encryption/encryption';
import { listMultipartUploads, listParts } from './list-uploads';
import { NEW_OBJECT_MEMBERS } from './new-object';
import { LOCK_MEMBERS } from './retention';
import { uploadPart } from './upload-part';
import { uploadPartCopy } from './upload-part-copy';
import { abortMultipartUpload, createMultipartUpload } from './uploads';
import { BODY, CHECKSUMS, COPY_SOURCE, LISTING, OBJECT, UPLOAD, WRITE_CONDITIONS } from './request-members';
import type { S3State } from './state';

/**
 * `Upload` of @aws-sdk/lib-storage gives the calls of an upload all the parameters of the object; those that are no
 * members of the call never leave the SDK. Captured: lib-storage 3.1169.0.
 */
const OF_OBJECTS = [
  ...NEW_OBJECT_MEMBERS,
  ...ENCRYPTION_MEMBERS,
  ...ACL_MEMBERS,
  ...LOCK_MEMBERS,
  ...BODY,
  ...WRITE_CONDITIONS,
  'ChecksumType',
] as const;

function calledByUpload(row: OperationRow<S3State>): OperationRow<S3State> {
  return { ...row, drops: OF_OBJECTS.filter((name) => !row.members.includes(name)) };
}

/** Multipart uploads. */
export const uploadOperations: readonly OperationRow<S3State>[] = [
  calledByUpload(
    operation(CreateMultipartUploadCommand, createMultipartUpload, [
      ...OBJECT,
      ...NEW_OBJECT_MEMBERS,
      ...ENCRYPTION_MEMBERS,
      ...ACL_MEMBERS,
      ...LOCK_MEMBERS,
      'ChecksumAlgorithm',
      'ChecksumType',
    ]),
  ),
  calledByUpload(
    operation(UploadPartCommand, uploadPart, [...UPLOAD, ...BODY, ...CUSTOMER_KEY, 'PartNumber']),
  ),
  operation(UploadPartCopyCommand, uploadPartCopy, [
    ...UPLOAD,
    ...COPY_SOURCE,
    ...CUSTOMER_KEY,
    'PartNumber',
    'CopySourceRange',
  ]),
  calledByUpload(
    operation(CompleteMultipartUploadCommand, completeMultipartUpload, [
      ...UPLOAD,
      ...CHECKSUMS,
      ...CUSTOMER_KEY,
      ...WRITE_CONDITIONS,
      'ChecksumType',
      'MpuObjectSize',
      'MultipartUpload',
    ]),
  ),
  calledByUpload(
    operation(AbortMultipartUploadCommand, abortMultipartUpload, [...UPLOAD, 'IfMatchInitiatedTime']),
  ),
  operation(ListPartsCommand, listParts, [...UPLOAD, ...CUSTOMER_KEY, 'MaxParts', 'PartNumberMarker']),
  operation(ListMultipartUploadsCommand, listMultipartUploads, [
    ...LISTING,
    'MaxUploads',
    'KeyMarker',
    'UploadIdMarker',
  ]),
];
