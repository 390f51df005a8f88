import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { errorMessage } from '../../shared/errors';
import { COLLECTIONS, type Collection } from '../../shared/receipt-keys';
import {
  CollectionMissing,
  CollectionUnreadable,
  type Metadata,
  type MetadataValue,
} from './snapshot-engine';

/** Version of the two files; a newer one is refused. */
export const FORMAT_VERSION = 1;
const COLLECTION_FILE = 'collection.json';
const RECORDS_FILE = 'records.jsonl';

/** A record as it stands in `records.jsonl`. */
export interface FileRecord {
  readonly metadata: Metadata;
  readonly document?: string | undefined;
  /** Little-endian 32-bit floats in base64. */
  readonly embedding: string;
}

/** What the two files hold. */
export interface CollectionContent {
  readonly collection: Collection;
  /** Length of the embeddings; null as long as there was none. */
  readonly dimension: number | null;
  readonly records: ReadonlyMap<string, FileRecord>;
}

const Header = v.object({
  name: v.picklist(COLLECTIONS),
  dimension: v.nullable(v.pipe(v.number(), v.integer(), v.minValue(1))),
  format: v.literal(FORMAT_VERSION, `only format ${FORMAT_VERSION} is known`),
});
const Line = v.object({
  id: v.string(),
  metadata: v.nullable(v.record(v.string(), v.union([v.string(), v.number(), v.boolean()]))),
  document: v.optional(v.string()),
  embedding: v.string(),
});

/** The two files' texts: equal content gives equal bytes. */
export function encodeCollection(content: CollectionContent): { header: string; records: string } {
  const header = { name: content.collection, dimension: content.dimension, format: FORMAT_VERSION };
  const lines = [...content.records]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([id, { metadata, document, embedding }]) =>
      JSON.stringify({
        id,
        metadata: sortedKeys(metadata),
        ...(document === undefined ? {} : { document }),
        embedding,
      }),
    );
  return { header: `${JSON.stringify(header)}\n`, records: lines.map((line) => `${line}\n`).join('') };
}

function sortedKeys(metadata: Metadata): Metadata {
  if (metadata === null) return null;
  return Object.fromEntries(
    Object.entries(metadata).toSorted(([a], [b]): number => (a < b ? -1 : 1)),
  ) satisfies Record<string, MetadataValue>;
}

/**
 * Reads the files of a directory.
 * @throws CollectionMissing when there are none.
 * @throws CollectionUnreadable when they are not of this format.
 */
export async function readCollection(directory: string): Promise<CollectionContent> {
  let header: string;
  try {
    header = await readFile(join(directory, COLLECTION_FILE), 'utf8');
  } catch {
    throw new CollectionMissing(`${directory} holds no ${COLLECTION_FILE}`);
  }
  try {
    const { name, dimension } = v.parse(Header, JSON.parse(header));
    const text = await readFile(join(directory, RECORDS_FILE), 'utf8');
    const records = new Map<string, FileRecord>();
    for (const line of text.split('\n')) {
      if (line === '') continue;
      const { id, ...record } = v.parse(Line, JSON.parse(line));
      records.set(id, record);
    }
    return { collection: name, dimension, records };
  } catch (error) {
    throw new CollectionUnreadable(`${directory}: ${errorMessage(error)}`, { cause: error });
  }
}

/** Writes the files, making the directory if need be. */
export async function writeCollection(
  directory: string,
  files: { header: string; records: string },
): Promise<void> {
  await mkdir(directory, { recursive: true });
  await writeFile(join(directory, RECORDS_FILE), files.records);
  await writeFile(join(directory, COLLECTION_FILE), files.header);
}

/** Embeddings as text. */
export function encodeEmbedding(values: Float32Array): string {
  const buffer = Buffer.alloc(values.length * 4);
  values.forEach((value, index) => buffer.writeFloatLE(value, index * 4));
  return buffer.toString('base64');
}

/** Embeddings from text. */
export function decodeEmbedding(text: string): Float32Array {
  const buffer = Buffer.from(text, 'base64');
  return Float32Array.from({ length: buffer.length / 4 }, (_, index) => buffer.readFloatLE(index * 4));
}
