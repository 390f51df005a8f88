import type { Collection } from '../../shared/receipt-keys';

/** What a key of the metadata may hold. */
export type MetadataValue = string | number | boolean;
/** Null when a record has no metadata at all. */
export type Metadata = Readonly<Record<string, MetadataValue>> | null;

/** A record as it is written. */
export interface VectorRecord {
  readonly id: string;
  readonly embedding: Float32Array;
  readonly metadata?: Metadata;
  readonly document?: string;
}

/** A record as it is read, without its embedding. */
export interface StoredRecord {
  readonly metadata: Metadata;
  readonly document?: string;
}

/** A change to one record's metadata: merged into what is there. */
export interface MetadataPatch {
  readonly id: string;
  /** A null value removes its key. */
  readonly set: Readonly<Record<string, MetadataValue | null>>;
  readonly unset: readonly string[];
}

/** How a directory is opened. */
export interface OpenOptions {
  readonly collection: Collection;
  /** Starts an empty collection when the directory holds none. */
  readonly create?: boolean;
  /** Refuses every write. */
  readonly readOnly?: boolean;
}

/** A kind of engine. */
export interface EngineFactory {
  /** Name and format version, as the manifest records it. */
  readonly name: string;
  /** Whether it can open what the engine of this name has written. */
  reads(engine: string): boolean;
  /** Opens the vector collection in a local directory. @throws CollectionMissing unless `create`; CollectionUnreadable. */
  open(directory: string, options: OpenOptions): Promise<SnapshotEngine>;
}

/** A vector collection in a local directory: what the compaction needs of it. Semantics are Chroma's. */
export interface SnapshotEngine {
  /** Records by id; missing ids are absent. */
  get(ids: readonly string[]): Promise<Map<string, StoredRecord>>;
  /** Ids of the records whose metadata name this receipt, ascending. */
  findIds(where: { readonly image_id: string; readonly receipt_id: number }): Promise<string[]>;
  /** Merges metadata. Missing ids are no error. */
  patchMetadata(patches: readonly MetadataPatch[]): Promise<{ patched: string[]; missing: string[] }>;
  /** Replaces the embedding, merges metadata, keeps a document that is not given. @throws DimensionMismatch before any write. */
  upsert(records: readonly VectorRecord[]): Promise<void>;
  /** Removes records; answers the ids that existed. */
  delete(ids: readonly string[]): Promise<string[]>;
  /** Every record by ascending id. */
  all(): AsyncIterable<VectorRecord>;
  count(): Promise<number>;
  /** Writes what changed. Afterwards no file changes any more; may be called again. */
  close(): Promise<{ changed: boolean }>;
}

/** The directory holds no collection. */
export class CollectionMissing extends Error {
  override readonly name = 'CollectionMissing';
}

/** The directory's files cannot be read as a collection of this engine. */
export class CollectionUnreadable extends Error {
  override readonly name = 'CollectionUnreadable';
}

/** An embedding has another length than the collection's. */
export class DimensionMismatch extends Error {
  override readonly name = 'DimensionMismatch';
}

/** A write to a collection that was opened read-only, or any use after `close`. */
export class EngineStateError extends Error {
  override readonly name = 'EngineStateError';
}
