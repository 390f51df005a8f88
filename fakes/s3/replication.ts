import type { ReplicationRule } from '@aws-sdk/client-s3';
import type { Context } from '../kernel/operation';
import { documentOf } from './configuration/single';
import { appliesTo } from './lifecycle/rule-filter';
import { notify } from './notifications';
import type { Replication } from './replication-state';
import type { Bucket, ObjectVersion, S3State, Version } from './state';
import { findVersion, putVersion, replaceVersion } from './versions';

/** Documented: UserGuide/replication-time-control: 99.99 % of new objects replicate within 15 minutes. Here: after them. */
const REPLICATION_MS = 15 * 60_000;

type ReplicationContext = Pick<Context<S3State>, 'ids' | 'now' | 'region' | 'state'>;

/**
 * Makes a new version the current one of its key, and lets its replication begin where the bucket is configured so: it
 * shows as PENDING until the replicas are there.
 */
export function storeVersion(
  context: ReplicationContext,
  bucket: Bucket,
  version: ObjectVersion,
): ObjectVersion {
  const rules = rulesFor(context, bucket, version);
  if (rules.length === 0) {
    putVersion(context.state, bucket, version);
    return version;
  }
  const pending: ObjectVersion = { ...version, replication: 'PENDING' };
  putVersion(context.state, bucket, pending);
  schedule(context, bucket, pending, rules);
  return pending;
}

/** Lets the replication of a new delete marker begin: rules with a filter say whether, those of old always do. */
export function replicateMarker(context: ReplicationContext, bucket: Bucket, marker: Version): void {
  const rules = rulesFor(context, bucket, marker).filter(
    ({ DeleteMarkerReplication, Filter }) =>
      Filter === undefined || DeleteMarkerReplication?.Status === 'Enabled',
  );
  schedule(context, bucket, marker, rules);
}

/** The enabled rules about a version, one for each destination: of several the one of the highest priority. */
function rulesFor(context: ReplicationContext, bucket: Bucket, version: Version): ReplicationRule[] {
  const kept = context.state.configurations.replication.get(bucket.name);
  const rules = documentOf(kept, context.now)?.Rules ?? [];
  if (rules.length === 0 || bucket.versioning !== 'Enabled') return [];
  const subject = { key: version.key, ...(version.kind === 'object' ? { tags: version.tags } : {}) };
  const byDestination = new Map<string | undefined, ReplicationRule>();
  for (const rule of rules.toSorted((a, b) => (a.Priority ?? 0) - (b.Priority ?? 0)))
    if (appliesTo(rule, subject) && mayDecrypt(rule, version))
      byDestination.set(rule.Destination?.Bucket, rule);
  return [...byDestination.values()];
}

/** Documented: UserGuide/replication-config-for-kms-objects: objects under keys of KMS only where a rule says so. */
function mayDecrypt({ SourceSelectionCriteria }: ReplicationRule, version: Version): boolean {
  if (version.kind !== 'object' || version.encryption?.kind.startsWith('aws:kms') !== true) return true;
  return SourceSelectionCriteria?.SseKmsEncryptedObjects?.Status === 'Enabled';
}

function schedule(
  { ids, now, state }: ReplicationContext,
  bucket: Bucket,
  { key, versionId }: Version,
  rules: readonly ReplicationRule[],
): void {
  for (const { Destination } of rules) {
    const sequence = ids.next('s3.replication.sequence');
    state.replications.put(sequence, {
      bucket: bucket.name,
      key,
      versionId,
      destination: Destination?.Bucket?.split(':::')[1] ?? '',
      storageClass: Destination?.StorageClass,
      dueAt: now + REPLICATION_MS,
    });
  }
}

/** Copies what has fallen due by now to where it belongs. What has not is not even looked at. */
export function replicateDue(context: ReplicationContext): void {
  const { now, state } = context;
  for (;;) {
    // They fall due in the order in which they were scheduled.
    const [sequence, replication] = state.replications.first() ?? [];
    if (sequence === undefined || replication === undefined || replication.dueAt > now) return;
    state.replications.delete(sequence);
    const bucket = state.buckets.get(replication.bucket);
    const version = bucket && findVersion(state, bucket, replication.key, replication.versionId);
    if (bucket !== undefined && version !== undefined) replicate(context, bucket, version, replication);
  }
}

/** Documented: UserGuide/replication-what-is-isnot-replicated: a replica has the version id and the age of its source. */
function replicate(
  context: ReplicationContext,
  bucket: Bucket,
  version: Version,
  { destination, storageClass }: Replication,
): void {
  const { ids, state } = context;
  const target = state.buckets.get(destination);
  const failed = target?.versioning !== 'Enabled';
  if (version.kind === 'object' && version.replication !== 'FAILED')
    replaceVersion(state, bucket, { ...version, replication: failed ? 'FAILED' : 'COMPLETED' });
  if (target === undefined || failed) return;
  const sequence = ids.next('s3.sequence');
  putVersion(
    state,
    target,
    version.kind === 'deleteMarker'
      ? { ...version, sequence }
      : {
          ...version,
          sequence,
          replication: 'REPLICA',
          storageClass: storageClass ?? version.storageClass,
        },
  );
  // Assumed: which events a replica causes in its own bucket.
  if (version.kind === 'object')
    notify(context, target, 'ObjectCreated:Put', { ...version, size: version.body.size });
}
