import {
  decodeEmbedding,
  encodeCollection,
  encodeEmbedding,
  FORMAT_VERSION,
  readCollection,
  writeCollection,
  type CollectionContent,
  type FileRecord,
} from './collection-files';
import {
  CollectionMissing,
  CollectionUnreadable,
  DimensionMismatch,
  EngineStateError,
  type EngineFactory,
  type Metadata,
  type MetadataPatch,
  type MetadataValue,
  type OpenOptions,
  type SnapshotEngine,
  type StoredRecord,
  type VectorRecord,
} from './snapshot-engine';

/** Directories with `collection.json` and `records.jsonl`. Everything is in memory until `close`. */
export const fileEngine: EngineFactory = {
  name: `file/${FORMAT_VERSION}`,
  reads: (engine) => engine === `file/${FORMAT_VERSION}`,
  async open(directory, options) {
    const content = await openContent(directory, options);
    return createFileEngine(directory, options, content.existing, content.before);
  },
};

async function openContent(
  directory: string,
  { collection, create = false }: OpenOptions,
): Promise<{ existing: CollectionContent; before: string | undefined }> {
  try {
    const existing = await readCollection(directory);
    if (existing.collection !== collection) {
      throw new CollectionUnreadable(`${directory} holds ${existing.collection}, not ${collection}`);
    }
    return { existing, before: textOf(existing) };
  } catch (error) {
    if (!(error instanceof CollectionMissing) || !create) throw error;
    return { existing: { collection, dimension: null, records: new Map() }, before: undefined };
  }
}

const textOf = (content: CollectionContent): string => {
  const { header, records } = encodeCollection(content);
  return header + records;
};

function createFileEngine(
  directory: string,
  { collection, readOnly = false }: OpenOptions,
  existing: CollectionContent,
  before: string | undefined,
): SnapshotEngine {
  const records = new Map(existing.records);
  let dimension = existing.dimension;
  let closing: Promise<{ changed: boolean }> | undefined;

  const use = (write: boolean): void => {
    if (closing !== undefined) throw new EngineStateError(`the ${collection} collection is closed`);
    if (write && readOnly) throw new EngineStateError(`the ${collection} collection is read-only`);
  };
  const finish = async (): Promise<{ changed: boolean }> => {
    const files = encodeCollection({ collection, dimension, records });
    const changed = !readOnly && files.header + files.records !== before;
    if (changed) await writeCollection(directory, files);
    return { changed };
  };
  return {
    async get(ids) {
      use(false);
      return new Map(
        ids.flatMap((id): [string, StoredRecord][] =>
          records.has(id) ? [[id, stored(records.get(id))]] : [],
        ),
      );
    },
    async findIds({ image_id, receipt_id }) {
      use(false);
      const matching = [...records].filter(
        ([, { metadata }]) => metadata?.['image_id'] === image_id && metadata['receipt_id'] === receipt_id,
      );
      return matching.map(([id]) => id).toSorted();
    },
    async patchMetadata(patches) {
      use(true);
      return patchRecords(records, patches);
    },
    async upsert(given) {
      use(true);
      dimension = checkDimension(given, dimension);
      for (const record of given) records.set(record.id, merged(records.get(record.id), record));
    },
    async delete(ids) {
      use(true);
      return ids.filter((id) => records.delete(id));
    },
    async *all() {
      use(false);
      for (const [id, record] of [...records].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
        yield { id, embedding: decodeEmbedding(record.embedding), ...stored(record) };
      }
    },
    async count() {
      use(false);
      return records.size;
    },
    close: () => (closing ??= finish()),
  };
}

function stored(record: FileRecord | undefined): StoredRecord {
  const { metadata = null, document } = record ?? {};
  return document === undefined ? { metadata } : { metadata, document };
}

function patchRecords(records: Map<string, FileRecord>, patches: readonly MetadataPatch[]) {
  const patched: string[] = [];
  const missing: string[] = [];
  for (const { id, set, unset } of patches) {
    const record = records.get(id);
    if (record === undefined) {
      missing.push(id);
      continue;
    }
    const removals = Object.fromEntries(unset.map((name) => [name, null]));
    records.set(id, { ...record, metadata: mergeMetadata(record.metadata, { ...removals, ...set }) });
    patched.push(id);
  }
  return { patched, missing };
}

function merged(before: FileRecord | undefined, { embedding, metadata, document }: VectorRecord): FileRecord {
  const text = document ?? before?.document;
  return {
    metadata: mergeMetadata(before?.metadata ?? null, metadata ?? {}),
    ...(text === undefined ? {} : { document: text }),
    embedding: encodeEmbedding(embedding),
  };
}

/** Keys that are not named stay; null removes a key; without any key there is no metadata. */
function mergeMetadata(before: Metadata, changes: Readonly<Record<string, MetadataValue | null>>): Metadata {
  const entries = new Map<string, MetadataValue>(Object.entries(before ?? {}));
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) entries.delete(name);
    else entries.set(name, value);
  }
  return entries.size === 0 ? null : Object.fromEntries(entries);
}

function checkDimension(records: readonly VectorRecord[], dimension: number | null): number | null {
  let expected = dimension;
  for (const { id, embedding } of records) {
    expected ??= embedding.length;
    if (embedding.length !== expected || expected === 0) {
      throw new DimensionMismatch(`${id} has ${embedding.length} dimensions, the collection ${expected}`);
    }
  }
  return expected;
}
