import type { StorageClass } from '@aws-sdk/client-s3';
import type { Lifecycle, NamedRule } from '../configuration/configuration-state';
import type { ObjectVersion, Version } from '../state';
import { appliesTo, namesSize, type Subject } from './rule-filter';

const DAY = 86_400_000;
const MINIMUM_TRANSITION_BYTES = 128 * 1024;

/** The latest midnight UTC up to a time, epoch ms. */
export function midnightBefore(time: number): number {
  return Math.floor(time / DAY) * DAY;
}

/**
 * When something that began then is so many days old, for the lifecycle.
 * Documented: UserGuide/intro-lifecycle-rules: S3 adds the days "and rounds up the resulting time to the next day at
 * midnight UTC". Assumed: a time that is a midnight is rounded up as well.
 */
export function daysAfter(time: number, days: number): number {
  return midnightBefore(time + days * DAY) + DAY;
}

/** Which rule does something to an object, and when (epoch ms). */
export interface Due {
  readonly at: number;
  readonly rule: NamedRule;
}

/** A change of the storage class that falls due. */
export interface DueTransition extends Due {
  readonly to: StorageClass;
}

export function subjectOf(version: Version): Subject {
  return version.kind === 'object'
    ? { key: version.key, tags: version.tags, size: version.body.size }
    : { key: version.key };
}

/** When a current object expires, or a delete marker that has outlived all versions. The shortest time wins. */
export function expirationOf({ rules }: Lifecycle, version: Version): Due | undefined {
  return earliest(
    rules.flatMap((rule) => {
      if (rule.Expiration === undefined || !appliesTo(rule, subjectOf(version))) return [];
      const { Date: date, Days, ExpiredObjectDeleteMarker } = rule.Expiration;
      if (version.kind === 'deleteMarker' && ExpiredObjectDeleteMarker === true)
        return [{ at: daysAfter(version.lastModified, 0), rule }];
      return ageDue(rule, date, Days, version.lastModified);
    }),
  );
}

function ageDue(rule: NamedRule, date: Date | undefined, days: number | undefined, begun: number): Due[] {
  if (days !== undefined) return [{ at: daysAfter(begun, days), rule }];
  // Documented: API_LifecycleExpiration: what is put after the date expires, too.
  if (date !== undefined) return [{ at: Math.max(date.getTime(), daysAfter(begun, 0)), rule }];
  return [];
}

/** When a noncurrent version expires. `newer` counts the noncurrent versions above it. */
export function noncurrentExpirationOf(
  { rules }: Lifecycle,
  version: Version,
  noncurrentSince: number,
  newer: number,
): Due | undefined {
  return earliest(
    rules.flatMap((rule) => {
      const { NoncurrentVersionExpiration: expiration } = rule;
      if (expiration === undefined || !appliesTo(rule, subjectOf(version))) return [];
      if (newer < (expiration.NewerNoncurrentVersions ?? 0)) return [];
      return [{ at: daysAfter(noncurrentSince, expiration.NoncurrentDays ?? 0), rule }];
    }),
  );
}

/** When an upload is given up. */
export function abortOf(
  { rules }: Lifecycle,
  upload: { readonly key: string; readonly initiatedAt: number },
): Due | undefined {
  return earliest(
    rules.flatMap((rule) => {
      const days = rule.AbortIncompleteMultipartUpload?.DaysAfterInitiation;
      if (days === undefined || !appliesTo(rule, { key: upload.key })) return [];
      return [{ at: daysAfter(upload.initiatedAt, days), rule }];
    }),
  );
}

/** The next storage class of an object, at `from` at the earliest. `noncurrent` is undefined for the current one. */
export function transitionOf(
  lifecycle: Lifecycle,
  version: ObjectVersion,
  noncurrent: { readonly since: number; readonly newer: number } | undefined,
  from: number,
): DueTransition | undefined {
  const found = lifecycle.rules.flatMap((rule) => {
    if (!appliesTo(rule, subjectOf(version))) return [];
    return plannedTransitions(rule, version, noncurrent)
      .filter(({ to }) => isBelow(to, version.storageClass) && isLargeEnough(lifecycle, rule, version, to))
      .map((due) => ({ ...due, at: Math.max(due.at, from) }));
  });
  // Documented: UserGuide/lifecycle-conflicts: of two transitions on one day the cheaper class wins.
  return found.toSorted((a, b) => a.at - b.at || rank(b.to) - rank(a.to))[0];
}

function plannedTransitions(
  rule: NamedRule,
  version: ObjectVersion,
  noncurrent: { readonly since: number; readonly newer: number } | undefined,
): DueTransition[] {
  if (noncurrent === undefined) {
    return (rule.Transitions ?? []).flatMap(({ Date: date, Days, StorageClass: to }) =>
      to === undefined ? [] : ageDue(rule, date, Days, version.lastModified).map((due) => ({ ...due, to })),
    );
  }
  return (rule.NoncurrentVersionTransitions ?? []).flatMap(
    ({ NewerNoncurrentVersions = 0, NoncurrentDays = 0, StorageClass: to }) =>
      to === undefined || noncurrent.newer < NewerNoncurrentVersions
        ? []
        : [{ at: daysAfter(noncurrent.since, NoncurrentDays), rule, to }],
  );
}

/** Documented: UserGuide/lifecycle-transition-general-considerations: the waterfall of classes. */
const WATERFALL = [
  'REDUCED_REDUNDANCY',
  'STANDARD',
  'STANDARD_IA',
  'INTELLIGENT_TIERING',
  'ONEZONE_IA',
  'GLACIER_IR',
  'GLACIER',
  'DEEP_ARCHIVE',
];

function rank(storageClass: string): number {
  return WATERFALL.indexOf(storageClass);
}

function isBelow(to: string, from: string): boolean {
  return rank(to) > rank(from);
}

function isLargeEnough(
  { minimumSize }: Lifecycle,
  rule: NamedRule,
  version: ObjectVersion,
  to: string,
): boolean {
  if (namesSize(rule) || version.body.size >= MINIMUM_TRANSITION_BYTES) return true;
  return minimumSize === 'varies_by_storage_class' && (to === 'GLACIER' || to === 'DEEP_ARCHIVE');
}

function earliest(found: readonly Due[]): Due | undefined {
  return found.toSorted((a, b) => a.at - b.at)[0];
}
