import {
  CopyObjectCommand,
  DeleteObjectCommand,
  DeleteObjectTaggingCommand,
  DeleteObjectsCommand,
  GetObjectAclCommand,
  GetObjectAttributesCommand,
  GetObjectCommand,
  GetObjectLegalHoldCommand,
  GetObjectRetentionCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  ListObjectVersionsCommand,
  ListObjectsCommand,
  ListObjectsV2Command,
  PutObjectAclCommand,
  PutObjectCommand,
  PutObjectLegalHoldCommand,
  PutObjectRetentionCommand,
  PutObjectTaggingCommand,
  RestoreObjectCommand,
} from '@aws-sdk/client-s3';
import { operation, type OperationRow } from '../kernel/operation';
import { ACL_MEMBERS } from './access/acl';
import { getObjectAcl, putObjectAcl } from './access/acl-operations';
import { copyObject } from './copy-object';
import { deleteObject } from './delete-object';
import { deleteObjects } from './delete-objects';
import { CUSTOMER_KEY, ENCRYPTION_MEMBERS } from './encryption/encryption';
import { getObject, headObject } from './get-object';
import { listObjectsV2 } from './list-objects';
import { listObjects } from './list-objects-v1';
import { listObjectVersions } from './list-versions';
import { NEW_OBJECT_MEMBERS } from './new-object';
import { getObjectAttributes } from './object-attributes';
import {
  getObjectLegalHold,
  getObjectRetention,
  putObjectLegalHold,
  putObjectRetention,
} from './object-retention';
import { putObject } from './put-object';
import { restoreObject } from './restore-object';
import { LOCK_MEMBERS } from './retention';
import { deleteObjectTagging, getObjectTagging, putObjectTagging } from './tagging';
import {
  BODY,
  BUCKET,
  COPY_SOURCE,
  DIGESTS,
  OBJECT_LISTING,
  OBJECT,
  READ,
  VERSION,
  WRITE_CONDITIONS,
} from './request-members';
import type { S3State } from './state';

/** Objects, their versions and their tags. */
export const objectOperations: readonly OperationRow<S3State>[] = [
  operation(PutObjectCommand, putObject, [
    ...OBJECT,
    ...NEW_OBJECT_MEMBERS,
    ...ENCRYPTION_MEMBERS,
    ...ACL_MEMBERS,
    ...LOCK_MEMBERS,
    ...BODY,
    ...WRITE_CONDITIONS,
    'WriteOffsetBytes',
  ]),
  operation(GetObjectCommand, getObject, READ),
  operation(HeadObjectCommand, headObject, READ),
  operation(DeleteObjectCommand, deleteObject, [
    ...OBJECT,
    'VersionId',
    'IfMatch',
    'IfMatchLastModifiedTime',
    'IfMatchSize',
    'BypassGovernanceRetention',
  ]),
  operation(
    DeleteObjectsCommand,
    deleteObjects,
    [...BUCKET, 'Delete', 'BypassGovernanceRetention', 'ChecksumAlgorithm'],
    {
      advice: ['failEntries'],
    },
  ),
  operation(ListObjectsV2Command, listObjectsV2, [
    ...OBJECT_LISTING,
    'MaxKeys',
    'ContinuationToken',
    'FetchOwner',
    'StartAfter',
  ]),
  operation(ListObjectsCommand, listObjects, [...OBJECT_LISTING, 'MaxKeys', 'Marker']),
  operation(ListObjectVersionsCommand, listObjectVersions, [
    ...OBJECT_LISTING,
    'MaxKeys',
    'KeyMarker',
    'VersionIdMarker',
  ]),
  operation(CopyObjectCommand, copyObject, [
    ...OBJECT,
    ...NEW_OBJECT_MEMBERS,
    ...ENCRYPTION_MEMBERS,
    ...ACL_MEMBERS,
    ...LOCK_MEMBERS,
    ...COPY_SOURCE,
    ...WRITE_CONDITIONS,
    'ChecksumAlgorithm',
    'MetadataDirective',
    'TaggingDirective',
    'AnnotationDirective',
  ]),
  operation(GetObjectAttributesCommand, getObjectAttributes, [
    ...VERSION,
    ...CUSTOMER_KEY,
    'ObjectAttributes',
    'MaxParts',
    'PartNumberMarker',
  ]),
  operation(GetObjectAclCommand, getObjectAcl, VERSION),
  operation(PutObjectAclCommand, putObjectAcl, [
    ...VERSION,
    ...ACL_MEMBERS,
    'GrantWrite',
    'AccessControlPolicy',
    ...DIGESTS,
  ]),
  operation(PutObjectTaggingCommand, putObjectTagging, [...VERSION, 'Tagging', ...DIGESTS]),
  operation(GetObjectTaggingCommand, getObjectTagging, VERSION),
  operation(DeleteObjectTaggingCommand, deleteObjectTagging, VERSION),
  operation(RestoreObjectCommand, restoreObject, [...VERSION, 'RestoreRequest', 'ChecksumAlgorithm']),
  operation(PutObjectRetentionCommand, putObjectRetention, [
    ...VERSION,
    'Retention',
    'BypassGovernanceRetention',
    ...DIGESTS,
  ]),
  operation(GetObjectRetentionCommand, getObjectRetention, VERSION),
  operation(PutObjectLegalHoldCommand, putObjectLegalHold, [...VERSION, 'LegalHold', ...DIGESTS]),
  operation(GetObjectLegalHoldCommand, getObjectLegalHold, VERSION),
];
