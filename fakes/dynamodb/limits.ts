/**
 * DynamoDB's limits.
 * Documented: Developer Guide, "Quotas in Amazon DynamoDB" and "Constraints in Amazon DynamoDB".
 */
export const LIMITS = {
  /** A Query or Scan page ends with the item that crosses this many bytes of evaluated items. */
  pageBytes: 1_048_576,
  /** A BatchGetItem answer ends before the item that would cross this; the rest is unprocessed. */
  batchGetBytes: 16_777_216,
  batchGetKeys: 100,
  batchWriteRequests: 25,
  transactionActions: 100,
  transactionBytes: 4_194_304,
  /** How long a ClientRequestToken is remembered. */
  tokenMs: 600_000,
  tokenCharacters: 36,
  hashKeyBytes: 2048,
  rangeKeyBytes: 1024,
  globalIndexes: 20,
  localIndexes: 5,
  /** Attributes named in INCLUDE projections, summed over all indexes of a table. */
  projectedAttributes: 100,
  projectedAttributesPerIndex: 20,
  keyNameBytes: 255,
  /** Key attributes of one kind (HASH or RANGE) of a global secondary index. */
  indexKeyAttributes: 4,
  segments: 1_000_000,
  listTables: 100,
  tags: 50,
  tagKeyCharacters: 128,
  tagValueCharacters: 256,
  /** How long stream records can be read. */
  streamRetentionMs: 86_400_000,
  /** A shard takes records for this long, then a child continues it. Assumed: AWS says only that shards are ephemeral. */
  shardMs: 4 * 3_600_000,
  /** Documented: API_streams_GetShardIterator, "A shard iterator expires 15 minutes after it is retrieved". */
  iteratorMs: 900_000,
  listStreams: 100,
  describedShards: 100,
  streamRecords: 1000,
  /** An item whose time to live lies further back than this is left alone. */
  oldestExpirySeconds: 5 * 365 * 86_400,
  /** The bytes that one read unit (consistent) and one write unit cover. */
  readUnitBytes: 4096,
  writeUnitBytes: 1024,
} as const;
