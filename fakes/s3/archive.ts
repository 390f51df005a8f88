import { s3Error } from './errors';
import type { ObjectVersion } from './state';

/** The classes whose objects must be restored before they can be read. Documented: UserGuide/restoring-objects. */
const ARCHIVED = new Set(['GLACIER', 'DEEP_ARCHIVE']);

/** @throws InvalidObjectState the object is archived, and no restored copy of it is there now. */
export function requireReadable(version: ObjectVersion, now: number, message: string): void {
  const { restore, storageClass } = version;
  if (!ARCHIVED.has(storageClass) || isRestored(restore, now)) return;
  throw s3Error('InvalidObjectState', 403, message, { StorageClass: storageClass });
}

/** Whether a restored copy is there now. */
export function isRestored(restore: ObjectVersion['restore'], now: number): boolean {
  return restore !== undefined && restore.readyAt <= now && now < restore.expiresAt;
}

/** How reads show a restore: under way, or there until a date. Documented: API_HeadObject, x-amz-restore. */
export function restoreMember({ restore }: ObjectVersion, now: number): { Restore?: string } {
  if (restore === undefined || now >= restore.expiresAt) return {};
  if (now < restore.readyAt) return { Restore: 'ongoing-request="true"' };
  const date = new Date(restore.expiresAt).toUTCString();
  return { Restore: `ongoing-request="false", expiry-date="${date}"` };
}
