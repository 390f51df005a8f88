import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { errorMessage } from '../../shared/errors';
import { slicesOf } from '../../shared/grouping';
import { findChroma, type ChromaBinding } from './chroma-binding';
import { ChromaServerError, startChromaServer, type ChromaServer } from './chroma-server';
import {
  CollectionMissing,
  CollectionUnreadable,
  DimensionMismatch,
  EngineStateError,
  type EngineFactory,
  type MetadataPatch,
  type OpenOptions,
  type SnapshotEngine,
  type StoredRecord,
  type VectorRecord,
} from './snapshot-engine';

const DATABASE = '/tenants/default_tenant/databases/default_database';
/** Documented: the server takes 5461 records per request; embeddings make smaller ones sensible. */
const RECORDS_PER_REQUEST = 1_000;

const CollectionAnswer = v.object({ id: v.string(), dimension: v.nullable(v.number()) });
type CollectionAnswer = v.InferOutput<typeof CollectionAnswer>;
const metadata = v.record(v.string(), v.union([v.string(), v.number(), v.boolean()]));
const GetAnswer = v.object({
  ids: v.array(v.string()),
  metadatas: v.nullish(v.array(v.nullable(metadata)), []),
  documents: v.nullish(v.array(v.nullable(v.string())), []),
  embeddings: v.nullish(v.array(v.array(v.number())), []),
});
type GetAnswer = v.InferOutput<typeof GetAnswer>;

/**
 * Directories of a real Chroma server, a child process per open directory. Needs the package `chromadb`.
 * Opening a directory migrates it and there is no way back, so files of a newer binding are not read.
 * @throws ChromaUnavailable without the package.
 */
export function createChromaEngine(binding: ChromaBinding = findChroma(__filename)): EngineFactory {
  return {
    name: `chroma/${binding.version}`,
    reads: (engine) => engine.startsWith('chroma/') && isAtMost(engine.slice(7), binding.version),
    async open(directory, options) {
      const exists = existsSync(join(directory, 'chroma.sqlite3'));
      if (!exists && options.create !== true) throw new CollectionMissing(`${directory} holds no database`);
      await mkdir(directory, { recursive: true });
      const server = await start(binding.cli, directory);
      try {
        const found = await findCollection(server, options);
        return new ChromaEngine(server, options, found.collection, found.created);
      } catch (error) {
        await server.stop();
        throw error;
      }
    },
  };
}

function isAtMost(version: string, limit: string): boolean {
  return version.localeCompare(limit, 'en', { numeric: true }) <= 0;
}

async function start(cli: string, directory: string): Promise<ChromaServer> {
  try {
    return await startChromaServer(cli, directory);
  } catch (error) {
    throw new CollectionUnreadable(`${directory}: ${errorMessage(error)}`, { cause: error });
  }
}

async function findCollection(
  server: ChromaServer,
  { collection, create = false }: OpenOptions,
): Promise<{ collection: CollectionAnswer; created: boolean }> {
  try {
    const answer = await server.request('GET', `${DATABASE}/collections/${collection}`);
    return { collection: v.parse(CollectionAnswer, answer), created: false };
  } catch (error) {
    if (!(error instanceof ChromaServerError) || error.status !== 404) throw error;
    if (!create) throw new CollectionMissing(`there is no collection ${collection}`);
    const answer = await server.request('POST', `${DATABASE}/collections`, { name: collection });
    return { collection: v.parse(CollectionAnswer, answer), created: true };
  }
}

class ChromaEngine implements SnapshotEngine {
  private readonly path: string;
  private dimension: number | null;
  /** Digests of records before their first write; undefined for those that were not there. */
  private readonly before = new Map<string, string | undefined>();
  private closing: Promise<{ changed: boolean }> | undefined;

  constructor(
    private readonly server: ChromaServer,
    private readonly options: OpenOptions,
    { id, dimension }: CollectionAnswer,
    private readonly created: boolean,
  ) {
    this.path = `${DATABASE}/collections/${id}`;
    this.dimension = dimension;
  }

  async get(ids: readonly string[]): Promise<Map<string, StoredRecord>> {
    this.use(false);
    const found = new Map<string, StoredRecord>();
    for (const slice of slicesOf(ids, RECORDS_PER_REQUEST)) {
      const answer = await this.read({ ids: slice, include: ['metadatas', 'documents'] });
      for (const [index, id] of answer.ids.entries()) found.set(id, storedAt(answer, index));
    }
    return found;
  }

  async findIds({ image_id, receipt_id }: { image_id: string; receipt_id: number }): Promise<string[]> {
    this.use(false);
    const where = { $and: [{ image_id: { $eq: image_id } }, { receipt_id: { $eq: receipt_id } }] };
    return (await this.read({ where, include: [] })).ids.toSorted();
  }

  async patchMetadata(patches: readonly MetadataPatch[]): Promise<{ patched: string[]; missing: string[] }> {
    this.use(true);
    const existing = await this.get(patches.map(({ id }) => id));
    const applied = patches.filter(({ id }) => existing.has(id));
    for (const slice of slicesOf(applied, RECORDS_PER_REQUEST)) {
      const ids = slice.map(({ id }) => id);
      await this.remember(ids);
      // A key without a value stays; only null removes it.
      const metadatas = slice.map(({ set, unset }) => ({
        ...Object.fromEntries(unset.map((name) => [name, null])),
        ...set,
      }));
      await this.server.request('POST', `${this.path}/update`, { ids, metadatas });
    }
    const missing = patches.filter(({ id }) => !existing.has(id));
    return { patched: applied.map(({ id }) => id), missing: missing.map(({ id }) => id) };
  }

  async upsert(records: readonly VectorRecord[]): Promise<void> {
    this.use(true);
    const dimension = this.dimension ?? records[0]?.embedding.length ?? null;
    const wrong = records.find(({ embedding }) => embedding.length !== dimension || dimension === 0);
    if (wrong !== undefined) {
      const { id, embedding } = wrong;
      throw new DimensionMismatch(`${id} has ${embedding.length} dimensions, the collection ${dimension}`);
    }
    this.dimension = dimension;
    for (const slice of slicesOf(records, RECORDS_PER_REQUEST)) {
      const ids = slice.map(({ id }) => id);
      await this.remember(ids);
      await this.server.request('POST', `${this.path}/upsert`, {
        ids,
        embeddings: slice.map(({ embedding }) => [...embedding]),
        metadatas: slice.map((record) => record.metadata ?? null),
        documents: slice.map(({ document }) => document ?? null),
      });
    }
  }

  async delete(given: readonly string[]): Promise<string[]> {
    this.use(true);
    const existing = await this.get(given);
    const ids = given.filter((id) => existing.has(id));
    for (const slice of slicesOf(ids, RECORDS_PER_REQUEST)) {
      await this.remember(slice);
      await this.server.request('POST', `${this.path}/delete`, { ids: slice });
    }
    return ids;
  }

  async *all(): AsyncIterable<VectorRecord> {
    this.use(false);
    const { ids } = await this.read({ include: [] });
    for (const slice of slicesOf(ids.toSorted(), RECORDS_PER_REQUEST)) yield* await this.records(slice);
  }

  async count(): Promise<number> {
    this.use(false);
    return v.parse(v.number(), await this.server.request('GET', `${this.path}/count`));
  }

  close(): Promise<{ changed: boolean }> {
    return (this.closing ??= this.finish());
  }

  private async finish(): Promise<{ changed: boolean }> {
    try {
      return { changed: this.created || (await this.differs()) };
    } finally {
      await this.server.stop();
    }
  }

  /** Whether any record that was written to is another now. */
  private async differs(): Promise<boolean> {
    for (const slice of slicesOf([...this.before.keys()], RECORDS_PER_REQUEST)) {
      const now = new Map((await this.records(slice)).map((record) => [record.id, digest(record)]));
      if (slice.some((id) => now.get(id) !== this.before.get(id))) return true;
    }
    return false;
  }

  private async remember(ids: readonly string[]): Promise<void> {
    const unknown = ids.filter((id) => !this.before.has(id));
    for (const id of unknown) this.before.set(id, undefined);
    for (const record of await this.records(unknown)) this.before.set(record.id, digest(record));
  }

  /** In the order of their ids. */
  private async records(ids: readonly string[]): Promise<VectorRecord[]> {
    if (ids.length === 0) return [];
    const answer = await this.read({ ids, include: ['metadatas', 'documents', 'embeddings'] });
    const records = answer.ids.map((id, index): VectorRecord => {
      const embedding = Float32Array.from(answer.embeddings?.[index] ?? []);
      return { id, embedding, ...storedAt(answer, index) };
    });
    return records.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  }

  private async read(query: Readonly<Record<string, unknown>>): Promise<GetAnswer> {
    return v.parse(GetAnswer, await this.server.request('POST', `${this.path}/get`, query));
  }

  private use(write: boolean): void {
    const { collection, readOnly = false } = this.options;
    if (this.closing !== undefined) throw new EngineStateError(`the ${collection} collection is closed`);
    if (write && readOnly) throw new EngineStateError(`the ${collection} collection is read-only`);
  }
}

function storedAt({ metadatas, documents }: GetAnswer, index: number): StoredRecord {
  const stored = { metadata: metadatas?.[index] ?? null };
  const document = documents?.[index] ?? undefined;
  return document === undefined ? stored : { ...stored, document };
}

function digest({ id, embedding, metadata: given, document }: VectorRecord): string {
  const entries = Object.entries(given ?? {}).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256')
    .update(JSON.stringify([id, [...embedding], entries, document]))
    .digest('base64');
}
