import { join } from 'node:path';
import type { ApplyContext } from '../../src/compaction/apply/apply-context';
import { fileEngine } from '../../src/compaction/engine/file-engine';
import { createReceiptTable } from '../../src/compaction/receipt-table';
import type { Collection } from '../../src/shared/receipt-keys';
import { BUCKET, TABLE, type LambdaWorld } from './lambda-world';
import type { Vector } from './snapshots';

/** One pass over a snapshot that holds these vectors. */
export async function applyContext(
  world: LambdaWorld,
  collection: Collection,
  vectors: readonly Vector[] = [],
  remainingMs: number | (() => number) = 300_000,
): Promise<ApplyContext> {
  const directory = world.env['WORK_DIRECTORY'] ?? '';
  const engine = await fileEngine.open(join(directory, 'snapshot'), { collection, create: true });
  await engine.upsert(
    vectors.map(({ embedding, ...vector }) => ({ ...vector, embedding: Float32Array.from(embedding) })),
  );
  return {
    invocation: world.invocation({}, remainingMs),
    collection,
    engine,
    engines: fileEngine,
    table: createReceiptTable(world.clients.dynamodb, TABLE),
    bucket: { s3: world.clients.s3, name: BUCKET },
    directory,
    failures: new Map(),
  };
}
