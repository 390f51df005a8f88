import type { LifecycleRule } from '@aws-sdk/client-s3';
import type { Tag } from '../state';

/** What a rule looks at. Delete markers and uploads have neither tags nor a size. */
export interface Subject {
  readonly key: string;
  readonly tags?: readonly Tag[];
  /** Bytes. */
  readonly size?: number;
}

/** Whether a rule is enabled and about this object, delete marker or upload. */
export function appliesTo(rule: LifecycleRule, subject: Subject): boolean {
  if (rule.Status !== 'Enabled') return false;
  const { And, Tag, ...single } = rule.Filter ?? { Prefix: rule.Prefix };
  const { Prefix = '', ObjectSizeGreaterThan, ObjectSizeLessThan } = And ?? single;
  const tags = And?.Tags ?? (Tag === undefined ? [] : [Tag]);
  if (!subject.key.startsWith(Prefix)) return false;
  if (!tags.every((tag) => hasTag(subject, tag))) return false;
  if (ObjectSizeGreaterThan !== undefined && !((subject.size ?? -1) > ObjectSizeGreaterThan)) return false;
  return ObjectSizeLessThan === undefined || (subject.size ?? ObjectSizeLessThan) < ObjectSizeLessThan;
}

/** Whether a rule says itself which sizes it is about: then the default minimum of transitions does not count. */
export function namesSize({ Filter }: LifecycleRule): boolean {
  const { ObjectSizeGreaterThan, ObjectSizeLessThan } = Filter?.And ?? Filter ?? {};
  return ObjectSizeGreaterThan !== undefined || ObjectSizeLessThan !== undefined;
}

function hasTag(
  subject: Subject,
  { Key, Value }: { Key?: string | undefined; Value?: string | undefined },
): boolean {
  return subject.tags?.some((tag) => tag.Key === Key && tag.Value === Value) === true;
}
