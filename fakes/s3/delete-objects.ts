import type {
  DeletedObject,
  DeleteObjectsCommandInput,
  DeleteObjectsCommandOutput,
  _Error as S3EntryError,
} from '@aws-sdk/client-s3';
import { S3ServiceException } from '@aws-sdk/client-s3';
import { notSupported } from '../kernel/errors';
import type { Advice } from '../kernel/faults';
import type { Context } from '../kernel/operation';
import { deletionActions } from './access/actions';
import { deleteCurrent, deleteVersion, requireMatch, type Deleted } from './delete-object';
import { entryMessage, malformedXml, noSuchVersion } from './errors';
import { MAX_DELETE_ENTRIES } from './limits';
import { requireBypass, requireUnlocked } from './retention';
import type { Bucket, S3State, Version } from './state';
import { required, requireBucket, requireKeyLength } from './validate';
import { findVersion, latestVersion } from './versions';

interface Entry {
  readonly key: string;
  readonly versionId: string | undefined;
  readonly eTag: string | undefined;
}

/**
 * Deletes up to 1,000 objects or versions. It answers 200 even if every single one failed: see `Errors`.
 *
 * @throws NoSuchBucket, MalformedXML (no entry, more than 1,000, one without a key)
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html
 */
export function deleteObjects(
  context: Context<S3State>,
  input: DeleteObjectsCommandInput,
): Omit<DeleteObjectsCommandOutput, '$metadata'> {
  const bucket = requireBucket(context, input);
  const { Objects, Quiet } = required(input.Delete);
  const entries = requireEntries(context.operation, Objects ?? []);
  const bypass = requireBypass(context.state, bucket, input.BypassGovernanceRetention);
  const deleted: DeletedObject[] = [];
  const errors: S3EntryError[] = [];
  entries.forEach((entry, index) => {
    const result = failedByRule(context.advice, entry, index) ?? deleteEntry(context, bucket, entry, bypass);
    if ('Code' in result) errors.push(result);
    else deleted.push(result);
  });
  return {
    ...(Quiet === true || deleted.length === 0 ? {} : { Deleted: deleted }),
    ...(errors.length === 0 ? {} : { Errors: errors }),
  };
}

function requireEntries(operation: string, objects: readonly object[]): readonly Entry[] {
  if (objects.length === 0 || objects.length > MAX_DELETE_ENTRIES) throw malformedXml();
  return objects.map((given: { Key?: string; VersionId?: string; ETag?: string }) => {
    const { Key, VersionId, ETag, ...others } = given;
    const other = Object.keys(others)[0];
    if (other !== undefined) throw notSupported(operation, `Delete.Objects[].${other}`);
    if (Key === undefined || Key === '') throw malformedXml();
    return { key: Key, versionId: VersionId, eTag: ETag };
  });
}

/** An entry fails because a fault rule says so; nothing of it is done. */
function failedByRule({ failEntries }: Advice, entry: Entry, index: number): S3EntryError | undefined {
  if (failEntries === undefined) return undefined;
  const { entries, code = 'InternalError' } = failEntries;
  if (entries !== 'all' && !entries.includes(index) && !entries.includes(entry.key)) return undefined;
  return entryError(entry, code, entryMessage(code));
}

function deleteEntry(
  context: Context<S3State>,
  bucket: Bucket,
  entry: Entry,
  bypass: boolean,
): DeletedObject | S3EntryError {
  const { key, versionId } = entry;
  try {
    for (const action of deletionActions(bucket.name, key, versionId, bypass)) {
      const refusal = context.access?.refusal(action);
      if (refusal !== undefined) throw refusal;
    }
    const version = requireDeletable(context.state, bucket, entry);
    requireUnlocked(version, bypass, context.now);
    if (versionId !== undefined)
      return deletedEntry(entry, deleteVersion(context, bucket, version, versionId));
    return deletedEntry(entry, deleteCurrent(context, bucket, key));
  } catch (error) {
    if (!(error instanceof S3ServiceException)) throw error;
    return entryError(entry, error.name, error.message);
  }
}

/** The version that an entry names, if it does and there is one. Throws before anything of the entry is done. */
function requireDeletable(
  state: S3State,
  bucket: Bucket,
  { key, versionId, eTag }: Entry,
): Version | undefined {
  requireKeyLength(key);
  // Captured: what DeleteObject answers with InvalidArgument is NoSuchVersion here.
  if (versionId !== undefined && versionId !== 'null' && bucket.versioning === undefined)
    throw noSuchVersion(key, versionId);
  const version = versionId === undefined ? undefined : findVersion(state, bucket, key, versionId);
  if (eTag !== undefined)
    requireMatch(eTag, key, versionId === undefined ? latestVersion(state, bucket, key) : version);
  return version;
}

function deletedEntry({ key, versionId }: Entry, deleted: Deleted): DeletedObject {
  return {
    Key: key,
    ...(versionId === undefined ? {} : { VersionId: versionId }),
    ...(deleted.isMarker ? { DeleteMarker: true, DeleteMarkerVersionId: deleted.versionId } : {}),
  };
}

function entryError({ key, versionId }: Entry, code: string, message: string): S3EntryError {
  return {
    Key: key,
    ...(versionId === undefined ? {} : { VersionId: versionId }),
    Code: code,
    Message: message,
  };
}
