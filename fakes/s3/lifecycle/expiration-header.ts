import { documentOf } from '../configuration/single';
import type { Context } from '../../kernel/operation';
import type { Bucket, ObjectVersion, S3State, Upload } from '../state';
import { abortOf, expirationOf } from './due-time';

/**
 * When an object expires, as its reads and writes show it; nothing for a version that is not the current one.
 * Documented: API_HeadObject, x-amz-expiration: "the value of the rule-id is URL-encoded".
 */
export function expirationMember(
  { now, state }: Pick<Context<S3State>, 'now' | 'state'>,
  bucket: Bucket,
  version: ObjectVersion,
): { Expiration?: string } {
  const lifecycle = documentOf(state.configurations.lifecycle.get(bucket.name), now);
  if (lifecycle === undefined) return {};
  if (state.objects(bucket.name).get(version.key)?.sequence !== version.sequence) return {};
  const due = expirationOf(lifecycle, version);
  if (due === undefined) return {};
  const { at, rule } = due;
  const date = new Date(at).toUTCString();
  return { Expiration: `expiry-date="${date}", rule-id="${encodeURIComponent(rule.ID)}"` };
}

/** When an upload is going to be given up. Documented: API_CreateMultipartUpload, API_ListParts. */
export function abortMembers(
  { now, state }: Pick<Context<S3State>, 'now' | 'state'>,
  bucket: Bucket,
  upload: Upload,
): { AbortDate?: Date; AbortRuleId?: string } {
  const lifecycle = documentOf(state.configurations.lifecycle.get(bucket.name), now);
  const due = lifecycle && abortOf(lifecycle, upload);
  if (due === undefined) return {};
  return { AbortDate: new Date(due.at), AbortRuleId: encodeURIComponent(due.rule.ID) };
}
