import { invalidArgument, s3Error } from './errors';
import { MAX_BUCKET_TAGS, MAX_OBJECT_TAGS, MAX_TAG_KEY_CHARACTERS, MAX_TAG_VALUE_CHARACTERS } from './limits';
import type { Tag } from './state';

/** Letters, digits, white space and some signs. Documented: UserGuide/object-tagging. */
const TAG_CHARACTERS = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

/** A tag as the SDK's types let it come. */
export interface GivenTag {
  readonly Key: string | undefined;
  readonly Value: string | undefined;
}

/**
 * The tags of an `x-amz-tagging` header: `a=1&b=2`, URL-encoded.
 *
 * @throws InvalidArgument (format, duplicates), then as `requireObjectTags`
 */
export function tagsOfHeader(header: string | undefined): readonly Tag[] {
  if (header === undefined || header === '') return [];
  const tags = [...new URLSearchParams(header)].map(([Key, Value]) => ({ Key, Value }));
  const keys = new Set(tags.map((tag) => tag.Key));
  const wellFormed = header.split('&').every((pair) => pair !== '' && pair.split('=').length <= 2);
  if (!wellFormed || keys.size !== tags.length) {
    throw invalidArgument(
      "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters without tag name duplicates.",
      'x-amz-tagging',
      header,
    );
  }
  return requireObjectTags(tags);
}

/** @throws BadRequest (more than 10), InvalidTag */
export function requireObjectTags(tags: readonly GivenTag[]): readonly Tag[] {
  if (tags.length > MAX_OBJECT_TAGS)
    throw s3Error('BadRequest', 400, 'Object tags cannot be greater than 10');
  return requireTags(tags, 'Your TagKey cannot be prefixed with aws:');
}

/** @throws BadRequest (more than 50), InvalidTag */
export function requireBucketTags(tags: readonly GivenTag[]): readonly Tag[] {
  if (tags.length > MAX_BUCKET_TAGS)
    throw s3Error('BadRequest', 400, 'Bucket tag count cannot be greater than 50');
  return requireTags(tags, 'System tags cannot be added/updated by requester');
}

/**
 * The tags that a bucket is made with. Captured: February 2026, also that two of one key are an internal error.
 *
 * @throws InvalidTag, BadRequest (more than 50), InternalError
 */
export function requireNewBucketTags(tags: readonly GivenTag[]): readonly Tag[] {
  if (tags.some(({ Key }) => Key?.startsWith('aws:') === true)) {
    throw s3Error(
      'InvalidTag',
      400,
      'User-defined tag keys can\'t start with "aws:". This prefix is reserved for system tags. Remove "aws:" from your tag keys and try again.',
    );
  }
  if (new Set(tags.map(({ Key }) => Key)).size < tags.length)
    throw s3Error('InternalError', 500, 'We encountered an internal error. Please try again.');
  return requireBucketTags(tags);
}

function requireTags(tags: readonly GivenTag[], systemTagMessage: string): readonly Tag[] {
  const seen = new Set<string>();
  return tags.map(({ Key = '', Value = '' }) => {
    if (seen.has(Key)) throw invalidTag('Cannot provide multiple Tags with the same key', { TagKey: Key });
    seen.add(Key);
    if (Key.startsWith('aws:')) throw invalidTag(systemTagMessage, { TagKey: Key });
    if (Key === '' || characters(Key) > MAX_TAG_KEY_CHARACTERS || !TAG_CHARACTERS.test(Key)) {
      throw invalidTag('The TagKey you have provided is invalid', { TagKey: Key });
    }
    if (characters(Value) > MAX_TAG_VALUE_CHARACTERS || !TAG_CHARACTERS.test(Value)) {
      throw invalidTag('The TagValue you have provided is invalid', { TagKey: Key, TagValue: Value });
    }
    return { Key, Value };
  });
}

function invalidTag(message: string, members: Record<string, string>): Error {
  return s3Error('InvalidTag', 400, message, members);
}

function characters(text: string): number {
  return Array.from(text).length;
}
