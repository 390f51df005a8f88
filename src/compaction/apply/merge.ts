import { stringAttribute } from '../../shared/attributes';
import { groupBy } from '../../shared/grouping';
import {
  parseVectorId,
  receiptName,
  runItem,
  wordVectorId,
  type Collection,
  type ReceiptKey,
} from '../../shared/receipt-keys';
import type { VectorRecord } from '../engine/snapshot-engine';
import type { MergeTarget } from '../plan';
import { vectorIdOf, type ReceiptRow } from '../receipt-table';
import { attempt, type ApplyContext } from './apply-context';
import { readDelta, upsertAll } from './delta';
import { labelContent } from './label-patch';
import { patchVectors } from './patch-vectors';
import { placeContent } from './place-patch';

/** A run whose vectors are in the snapshot now. */
export interface MergedRun {
  readonly target: MergeTarget;
  readonly vectors: number;
}

/** Merges every run, then applies the current state to all it has touched: a delta is as old as its upload (R62). */
export async function applyMerges(
  context: ApplyContext,
  targets: Iterable<MergeTarget>,
): Promise<MergedRun[]> {
  const merged: MergedRun[] = [];
  for (const target of targets) {
    await attempt(context, target.messageIds, 'merge', async () => {
      const completed = await isCompleted(context, target);
      const vectors = await mergeRun(context, target, completed ? [] : await readDelta(context, target));
      if (completed) return;
      merged.push({ target, vectors });
      context.invocation.metrics.count('CompactionRunProcessed', { collection: context.collection });
    });
  }
  return merged;
}

/** A run that is merged already is not merged again, but its receipt is brought up to date. */
async function isCompleted(
  { table, collection }: ApplyContext,
  { key, runId }: MergeTarget,
): Promise<boolean> {
  const run = await table.get(runItem(key, runId));
  return run !== undefined && stringAttribute(run, `${collection}_state`) === 'COMPLETED';
}

/** Reads everything before it writes anything, so that a read that fails leaves the snapshot as it was. */
async function mergeRun(
  context: ApplyContext,
  target: MergeTarget,
  records: readonly VectorRecord[],
): Promise<number> {
  const { engine, table, collection } = context;
  const keys = new Map(
    [target.key, ...records.map(({ id }) => parseVectorId(id) ?? target.key)].map((key) => [
      receiptName(key),
      key,
    ]),
  );
  const receipts: Receipt[] = [];
  for (const key of keys.values()) receipts.push({ key, rows: await table.rows(key) });

  const alive = new Set(receipts.flatMap(({ rows }) => aliveVectors(rows, collection)));
  const living = records.filter(({ id }) => alive.has(id));
  await engine.delete(records.filter(({ id }) => !alive.has(id)).map(({ id }) => id));
  await upsertAll(engine, living);
  for (const receipt of receipts) await refreshReceipt(context, receipt, alive);
  return living.length;
}

interface Receipt {
  readonly key: ReceiptKey;
  readonly rows: readonly ReceiptRow[];
}

/**
 * Vectors that may be there. A line or word without its row may not (R76), nor one whose receipt is gone: then it makes
 * no difference whether the deletion or the delta comes first.
 */
function aliveVectors(rows: readonly ReceiptRow[], collection: Collection): string[] {
  if (!rows.some(({ entity }) => entity.type === 'RECEIPT')) return [];
  return rows.flatMap(({ entity }) => vectorIdOf(entity, collection) ?? []);
}

/** Deletes what is gone from DynamoDB and applies place and labels to the rest. */
async function refreshReceipt(
  context: ApplyContext,
  { key, rows }: Receipt,
  alive: ReadonlySet<string>,
): Promise<void> {
  const { engine, collection, invocation } = context;
  const stored = await engine.findIds({ image_id: key.imageId, receipt_id: key.receiptId });
  await engine.delete(stored.filter((id) => !alive.has(id)));
  const ids = rows
    .flatMap(({ entity }) => vectorIdOf(entity, collection) ?? [])
    .filter((id) => alive.has(id));
  const now = new Date(invocation.runtime.now()).toISOString();
  const metadata = rows.find(({ entity }) => entity.type === 'RECEIPT_METADATA')?.item;
  await patchVectors(engine, ids, placeContent(metadata), { last_metadata_update: now });
  if (collection === 'lines') return;
  const labels = groupBy(rows, labelledWord);
  for (const id of ids)
    await patchVectors(engine, [id], labelContent(labels.get(id) ?? []), { last_label_update: now });
}

const labelledWord = ({ entity }: ReceiptRow): string | undefined =>
  entity.type === 'RECEIPT_WORD_LABEL' ? wordVectorId(entity.key) : undefined;
