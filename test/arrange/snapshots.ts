import { gzipSync } from 'node:zlib';
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { Header } from 'tar';
import {
  encodeCollection,
  encodeEmbedding,
  type FileRecord,
} from '../../src/compaction/engine/collection-files';
import type { Metadata } from '../../src/compaction/engine/snapshot-engine';
import { MANIFEST_FILE, pointerKey, versionPrefix } from '../../src/compaction/snapshot/layout';
import {
  decodeManifest,
  encodeManifest,
  sha256,
  type Manifest,
} from '../../src/compaction/snapshot/manifest';
import {
  lineVectorId,
  wordVectorId,
  type Collection,
  type LineKey,
  type WordKey,
} from '../../src/shared/receipt-keys';

/** A vector as the embedding job writes it into a delta. */
export interface Vector {
  readonly id: string;
  readonly metadata: Metadata;
  readonly embedding: readonly number[];
}

export const lineVector = (key: LineKey, metadata: Metadata = {}): Vector => ({
  id: lineVectorId(key),
  metadata: { image_id: key.imageId, receipt_id: key.receiptId, line_id: key.lineId, ...metadata },
  embedding: [key.lineId, 0, 1],
});

export const wordVector = (key: WordKey, metadata: Metadata = {}): Vector => ({
  id: wordVectorId(key),
  metadata: {
    image_id: key.imageId,
    receipt_id: key.receiptId,
    line_id: key.lineId,
    word_id: key.wordId,
    ...metadata,
  },
  embedding: [key.lineId, key.wordId, 1],
});

/** The file engine's files for some vectors: paths and texts. */
export function collectionFiles(
  collection: Collection,
  vectors: readonly Vector[],
): [path: string, text: string][] {
  const records = new Map(
    vectors.map(({ id, metadata, embedding }): [string, FileRecord] => [
      id,
      { metadata, embedding: encodeEmbedding(Float32Array.from(embedding)) },
    ]),
  );
  const dimension = vectors[0]?.embedding.length ?? null;
  const files = encodeCollection({ collection, dimension, records });
  return [
    ['collection.json', files.header],
    ['records.jsonl', files.records],
  ];
}

/** Uploads a delta, as the embedding job does before it writes the COMPACTION_RUN item. */
export async function putDelta(
  s3: S3Client,
  Bucket: string,
  prefix: string,
  collection: Collection,
  vectors: readonly Vector[],
): Promise<void> {
  for (const [path, Body] of collectionFiles(collection, vectors)) {
    await s3.send(new PutObjectCommand({ Bucket, Key: `${prefix}/${path}`, Body }));
  }
}

/** Uploads the same packed, as `{prefix}/delta.tar.gz`. */
export async function putPackedDelta(
  s3: S3Client,
  Bucket: string,
  prefix: string,
  collection: Collection,
  vectors: readonly Vector[],
): Promise<void> {
  const Body = tarball(collectionFiles(collection, vectors).map(([path, text]) => ({ path, text })));
  await s3.send(new PutObjectCommand({ Bucket, Key: `${prefix}/delta.tar.gz`, Body }));
}

/** An entry of an archive: a file, unless `link` names where it points. */
export interface ArchiveEntry {
  readonly path: string;
  readonly text?: string;
  readonly link?: string;
}

const BLOCK = 512;

/** The bytes of a `.tar.gz` with these entries, whatever their paths. */
export function tarball(entries: readonly ArchiveEntry[]): Buffer {
  const blocks = entries.flatMap(({ path, text = '', link }): Buffer[] => {
    const content = Buffer.from(text);
    const kind =
      link === undefined ? ({ type: 'File' } as const) : ({ type: 'SymbolicLink', linkpath: link } as const);
    const header = Buffer.alloc(BLOCK);
    new Header({ path, mode: 0o644, size: content.length, ...kind }).encode(header, 0);
    return [header, content, Buffer.alloc((BLOCK - (content.length % BLOCK)) % BLOCK)];
  });
  return gzipSync(Buffer.concat([...blocks, Buffer.alloc(2 * BLOCK)]));
}

/** Publishes a snapshot as some other writer would: no lock, no questions. */
export async function putSnapshot(
  s3: S3Client,
  Bucket: string,
  collection: Collection,
  version: string,
  vectors: readonly Vector[],
  parent: string | null = null,
): Promise<void> {
  const texts = collectionFiles(collection, vectors);
  const files = texts.map(([path, content]) => ({
    path,
    size: Buffer.byteLength(content),
    sha256: sha256(content),
  }));
  const manifest: Manifest = {
    schema: 1,
    version,
    collection,
    created_at: '2025-10-01T00:00:00.000Z',
    parent_version: parent,
    engine: 'file/1',
    files,
    total_bytes: files.reduce((sum, { size }) => sum + size, 0),
  };
  const prefix = versionPrefix(collection, version);
  const text = encodeManifest(manifest);
  for (const [path, Body] of [...texts, [MANIFEST_FILE, text] as const]) {
    await s3.send(new PutObjectCommand({ Bucket, Key: prefix + path, Body }));
  }
  const Body = JSON.stringify({ version, manifest_sha256: sha256(text), fencing_token: 0, published_at: '' });
  await s3.send(new PutObjectCommand({ Bucket, Key: pointerKey(collection), Body }));
}

/** What is published. */
export interface PublishedSnapshot {
  readonly version: string;
  readonly manifest: Manifest;
  /** Metadata by vector id. */
  readonly vectors: ReadonlyMap<string, Metadata>;
}

/** Reads the live snapshot and checks every hash on the way; undefined when nothing was ever published. */
export async function publishedSnapshot(
  s3: S3Client,
  Bucket: string,
  collection: Collection,
): Promise<PublishedSnapshot | undefined> {
  const listed = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: pointerKey(collection) }));
  if (listed.KeyCount === 0) return undefined;
  const read = async (Key: string): Promise<string> => {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
    return (await Body?.transformToString()) ?? '';
  };
  const pointer = JSON.parse(await read(pointerKey(collection))) as {
    version: string;
    manifest_sha256: string;
  };
  const prefix = versionPrefix(collection, pointer.version);
  const manifest = decodeManifest(await read(prefix + MANIFEST_FILE), pointer.manifest_sha256);
  const vectors = new Map<string, Metadata>();
  for (const file of manifest.files) {
    const content = await read(prefix + file.path);
    if (sha256(content) !== file.sha256) throw new Error(`${file.path} is damaged`);
    if (file.path !== 'records.jsonl') continue;
    for (const line of content.split('\n').filter((one) => one !== '')) {
      const record = JSON.parse(line) as { id: string; metadata: Metadata };
      vectors.set(record.id, record.metadata);
    }
  }
  return { version: pointer.version, manifest, vectors };
}
