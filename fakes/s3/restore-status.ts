import type { RestoreStatus } from '@aws-sdk/client-s3';
import { invalidArgument } from './errors';
import type { ObjectVersion } from './state';

/** What a listing adds to a version of its own accord. */
export type Extras = (version: ObjectVersion) => { readonly RestoreStatus?: RestoreStatus };

/**
 * How a listing shows the restore of archived objects, if it is asked to. Documented: API_RestoreStatus.
 *
 * @throws InvalidArgument. Assumed: the wording.
 */
export function restoreStatus(asked: readonly string[] | undefined, now: number): Extras {
  const other = asked?.find((name) => name !== 'RestoreStatus');
  if (other !== undefined)
    throw invalidArgument('Invalid attribute name specified.', 'x-amz-optional-object-attributes', other);
  if (asked === undefined || asked.length === 0) return () => ({});
  return ({ restore }) => {
    if (restore === undefined || now >= restore.expiresAt) return {};
    if (now < restore.readyAt) return { RestoreStatus: { IsRestoreInProgress: true } };
    return { RestoreStatus: { IsRestoreInProgress: false, RestoreExpiryDate: new Date(restore.expiresAt) } };
  };
}
