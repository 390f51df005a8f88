import type { Context } from '../kernel/operation';
import { notify } from './notifications';
import type { Bucket, ObjectVersion, S3State } from './state';
import { findVersion } from './versions';

/** Something that happens to a restored copy later on. */
export interface RestoreEvent {
  readonly name: 'ObjectRestore:Completed' | 'ObjectRestore:Delete';
  readonly bucket: string;
  readonly key: string;
  readonly versionId: string;
  /** When the copy that is meant expires, epoch ms. A copy that is kept for longer is another one. */
  readonly expiresAt: number;
}

type RestoreContext = Pick<Context<S3State>, 'state' | 'ids' | 'region' | 'now'>;

/**
 * Reports that a restore begins, and schedules what is to be reported of it. Documented:
 * UserGuide/notification-how-to-event-types-and-destinations. Assumed: asking again only moves the end.
 */
export function reportRestore(
  context: RestoreContext,
  bucket: Bucket,
  version: ObjectVersion,
  { readyAt, expiresAt }: NonNullable<ObjectVersion['restore']>,
): void {
  const { key, versionId } = version;
  const later = (at: number, name: RestoreEvent['name']) =>
    context.state.restores.put([at, context.ids.next('s3.restore.sequence')], {
      name,
      bucket: bucket.name,
      key,
      versionId,
      expiresAt,
    });
  if (readyAt > context.now) {
    notify(context, bucket, 'ObjectRestore:Post', { ...version, size: version.body.size });
    later(readyAt, 'ObjectRestore:Completed');
  }
  later(expiresAt, 'ObjectRestore:Delete');
}

/** Reports what has fallen due by now. What has not is not even looked at. */
export function reportDueRestores(context: RestoreContext): void {
  const { now, state } = context;
  for (;;) {
    const [due, event] = state.restores.first() ?? [];
    if (due === undefined || event === undefined || due[0] > now) return;
    state.restores.delete(due);
    const bucket = state.buckets.get(event.bucket);
    const version = bucket && findVersion(state, bucket, event.key, event.versionId);
    if (bucket !== undefined && version?.kind === 'object' && version.restore !== undefined)
      report({ ...context, now: due[0] }, bucket, version, version.restore.expiresAt, event);
  }
}

/** Captured, July 2023: the record of a restore that is complete. */
function report(
  context: RestoreContext,
  bucket: Bucket,
  version: ObjectVersion,
  copyExpiresAt: number,
  { name, expiresAt }: RestoreEvent,
): void {
  const subject = { ...version, size: version.body.size };
  if (name === 'ObjectRestore:Delete') {
    if (copyExpiresAt === expiresAt) notify(context, bucket, name, subject);
    return;
  }
  notify(context, bucket, name, subject, {
    glacierEventData: {
      restoreEventData: {
        lifecycleRestorationExpiryTime: new Date(expiresAt).toISOString(),
        lifecycleRestoreStorageClass: version.storageClass,
      },
    },
  });
}
