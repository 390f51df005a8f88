/** Keys and bodies. Documented: UserGuide/object-keys, UserGuide/UsingMetadata, API_PutObject. */
export const MAX_KEY_BYTES = 1024;
export const MAX_METADATA_BYTES = 2048;
/** Documented: UserGuide/qfacts: the largest object of one PutObject, and the largest part. */
export const MAX_PUT_BYTES = 5 * 1024 ** 3;

/** Documented: API_ListObjectsV2: "By default, the action returns up to 1,000 key names", and never more. */
export const MAX_PAGE_ITEMS = 1000;
/** Documented: API_DeleteObjects: "up to 1000 keys". */
export const MAX_DELETE_ENTRIES = 1000;
/** Documented: API_ListBuckets, MaxBuckets: 1 to 10000. */
export const MAX_BUCKETS_PER_PAGE = 10_000;

/** Documented: UserGuide/qfacts (multipart upload limits). */
export const MIN_PART_BYTES = 5 * 1024 * 1024;
export const MAX_PART_NUMBER = 10_000;

/** Documented: UserGuide/object-tagging. */
export const MAX_OBJECT_TAGS = 10;
/** Documented: UserGuide/CostAllocTagging. */
export const MAX_BUCKET_TAGS = 50;
export const MAX_TAG_KEY_CHARACTERS = 128;
export const MAX_TAG_VALUE_CHARACTERS = 256;
