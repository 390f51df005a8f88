import {
  ExpirationStatus,
  TransitionStorageClass,
  type LifecycleExpiration,
  type LifecycleRule,
  type LifecycleRuleFilter,
  type Transition,
} from '@aws-sdk/client-s3';
import { invalidArgument, invalidRequest, malformedXml } from '../errors';
import { requireOneOf } from './document-schema';

const DAY = 86_400_000;

/** Documented: UserGuide/lifecycle-transition-general-considerations: objects stay 30 days in STANDARD first. */
const LEAST_DAYS: Readonly<Record<string, number>> = { STANDARD_IA: 30, ONEZONE_IA: 30 };

/**
 * Refuses a rule that S3 refuses. Documented: API_PutBucketLifecycleConfiguration and the pages of its structures.
 * Captured: MalformedXML, midnight and duplicate tags. Assumed: the other wordings.
 *
 * @throws MalformedXML, InvalidRequest, InvalidArgument
 */
export function requireLifecycleRule(rule: LifecycleRule): void {
  requireOneOf(ExpirationStatus, rule.Status);
  requireFilter(rule);
  if (ACTIONS.every((action) => rule[action] === undefined || rule[action] === null))
    throw invalidRequest('At least one action needs to be specified in a rule.');
  requireExpiration(rule, rule.Expiration);
  for (const transition of rule.Transitions ?? []) requireTransition(rule, transition);
  for (const { StorageClass, NoncurrentDays, NewerNoncurrentVersions } of rule.NoncurrentVersionTransitions ??
    []) {
    if (StorageClass === undefined || NoncurrentDays === undefined) throw malformedXml();
    requireOneOf(TransitionStorageClass, StorageClass);
    requireLeastDays('NoncurrentVersionTransition', 'NoncurrentDays', NoncurrentDays, StorageClass);
    requireNewer(NewerNoncurrentVersions);
  }
  requireNoncurrentExpiration(rule);
  requireAbort(rule);
}

const ACTIONS = [
  'Expiration',
  'Transitions',
  'NoncurrentVersionTransitions',
  'NoncurrentVersionExpiration',
  'AbortIncompleteMultipartUpload',
] as const;

/** A rule has a filter of one predicate, or the prefix of old; a filter of nothing stands for every object. */
function requireFilter({ Filter, Prefix }: LifecycleRule): void {
  if ((Filter === undefined) === (Prefix === undefined)) throw malformedXml();
  if (Filter === undefined) return;
  if (Object.keys(Filter).length > 1) throw malformedXml();
  const { And } = Filter;
  if (And === undefined) return;
  const { Tags = [], ...others } = And;
  if (Tags.length + Object.keys(others).length < 2) throw malformedXml();
  if (new Set(Tags.map(({ Key }) => Key)).size < Tags.length)
    throw invalidRequest('Duplicate Tag Keys are not allowed.');
  const { ObjectSizeGreaterThan = 0, ObjectSizeLessThan = Number.POSITIVE_INFINITY } = And;
  if (ObjectSizeLessThan <= ObjectSizeGreaterThan) {
    throw invalidRequest("'ObjectSizeLessThan' has to be a value greater than 'ObjectSizeGreaterThan'.");
  }
}

function requireExpiration(rule: LifecycleRule, expiration: LifecycleExpiration | undefined): void {
  if (expiration === undefined) return;
  const { Date: date, Days, ExpiredObjectDeleteMarker } = expiration;
  if ([date, Days, ExpiredObjectDeleteMarker].filter((member) => member !== undefined).length !== 1)
    throw malformedXml();
  if (ExpiredObjectDeleteMarker !== undefined) requireNoTags(rule, 'ExpiredObjectDeleteMarker');
  if (Days !== undefined) requirePositive('Expiration', 'Days', Days);
  if (date !== undefined) requireMidnight(date);
}

function requireTransition(rule: LifecycleRule, transition: Transition): void {
  const { Date: date, Days, StorageClass } = transition;
  if ((date === undefined) === (Days === undefined) || StorageClass === undefined) throw malformedXml();
  requireOneOf(TransitionStorageClass, StorageClass);
  if (date !== undefined) requireMidnight(date);
  if (Days === undefined) return;
  if (Days < 0) throw invalidArgument("'Days' in Transition action must be nonnegative", 'Days', Days);
  requireLeastDays('Transition', 'Days', Days, StorageClass);
  const expires = rule.Expiration?.Days;
  if (expires === undefined || expires > Days) return;
  throw invalidArgument(
    `'Days' in the Expiration action for filter '${describeFilter(rule)}' must be greater than 'Days' in the Transition action`,
    'Days',
    expires,
  );
}

function requireLeastDays(action: string, member: string, days: number, storageClass: string): void {
  const least = LEAST_DAYS[storageClass] ?? 0;
  if (days >= least) return;
  throw invalidArgument(
    `'${member}' in ${action} action must be greater than or equal to ${least} for storageClass '${storageClass}'`,
    member,
    days,
  );
}

function requireNoncurrentExpiration({ NoncurrentVersionExpiration: expiration }: LifecycleRule): void {
  if (expiration === undefined) return;
  const { NewerNoncurrentVersions, NoncurrentDays } = expiration;
  if (NewerNoncurrentVersions === undefined && NoncurrentDays === undefined) throw malformedXml();
  if (NoncurrentDays !== undefined)
    requirePositive('NoncurrentVersionExpiration', 'NoncurrentDays', NoncurrentDays);
  requireNewer(NewerNoncurrentVersions);
}

/** Documented: API_NoncurrentVersionExpiration: "up to 100 noncurrent versions". */
function requireNewer(count: number | undefined): void {
  if (count === undefined || (Number.isInteger(count) && count >= 1 && count <= 100)) return;
  throw invalidArgument(
    "'NewerNoncurrentVersions' must be a positive integer of at most 100",
    'NewerNoncurrentVersions',
    count,
  );
}

function requireAbort(rule: LifecycleRule): void {
  const { AbortIncompleteMultipartUpload: abort } = rule;
  if (abort === undefined) return;
  if (abort.DaysAfterInitiation === undefined) throw malformedXml();
  requirePositive('AbortIncompleteMultipartUpload', 'DaysAfterInitiation', abort.DaysAfterInitiation);
  requireNoTags(rule, 'AbortIncompleteMultipartUpload');
}

/** Documented: UserGuide/intro-lifecycle-filters: uploads and delete markers have neither tags nor a size. */
function requireNoTags({ Filter }: LifecycleRule, action: string): void {
  if (Filter === undefined) return;
  if (Filter.Tag !== undefined || Filter.And?.Tags !== undefined)
    throw invalidRequest(`${action} cannot be specified with Tags.`);
  if (hasSize(Filter) || (Filter.And !== undefined && hasSize(Filter.And)))
    throw invalidRequest(`${action} cannot be specified with Object Size.`);
}

function hasSize(filter: Pick<LifecycleRuleFilter, 'ObjectSizeGreaterThan' | 'ObjectSizeLessThan'>): boolean {
  return filter.ObjectSizeGreaterThan !== undefined || filter.ObjectSizeLessThan !== undefined;
}

function requirePositive(action: string, member: string, days: number): void {
  if (Number.isInteger(days) && days > 0) return;
  throw invalidArgument(`'${member}' for ${action} action must be a positive integer`, member, days);
}

/** Assumed: how the date is shown. */
function requireMidnight(date: Date): void {
  if (date.getTime() % DAY === 0) return;
  throw invalidArgument("'Date' must be at midnight GMT", 'Date', date.toISOString());
}

function describeFilter({ Filter, Prefix }: LifecycleRule): string {
  return `(prefix=${Filter?.Prefix ?? Filter?.And?.Prefix ?? Prefix ?? ''})`;
}
