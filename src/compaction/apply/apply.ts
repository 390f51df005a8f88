import { wordVectorId } from '../../shared/receipt-keys';
import type { Plan } from '../plan';
import { attempt, type ApplyContext } from './apply-context';
import { applyDeletes } from './delete';
import { labelContent } from './label-patch';
import { applyMerges, type MergedRun } from './merge';
import { patchVectors } from './patch-vectors';
import { placeContent } from './place-patch';

/**
 * One pass over all targets. The messages only say what to look at: what is written is the current state of DynamoDB,
 * so late, repeated and reordered messages make no difference.
 */
export async function applyPlan(context: ApplyContext, plan: Plan): Promise<MergedRun[]> {
  const merged = await applyMerges(context, plan.merges.values());
  await applyDeletes(context, plan);
  await applyPlaces(context, plan);
  await applyLabels(context, plan);
  return merged;
}

async function applyPlaces(context: ApplyContext, plan: Plan): Promise<void> {
  const { collection, engine, table, invocation } = context;
  for (const { key, messageIds } of plan.places.values()) {
    await attempt(context, messageIds, 'place', async () => {
      const content = placeContent(await table.metadata(key));
      const indexed = await table.indexedVectorIds(collection, key);
      const stored = await engine.findIds({ image_id: key.imageId, receipt_id: key.receiptId });
      const ids = [...new Set([...indexed, ...stored])];
      const { patched } = await patchVectors(engine, ids, content, { last_metadata_update: timeOf(context) });
      invocation.metrics.count('CompactionMetadataUpdatedRecords', {}, patched);
    });
  }
}

async function applyLabels(context: ApplyContext, plan: Plan): Promise<void> {
  const { engine, table, invocation } = context;
  for (const { key, messageIds } of plan.labels.values()) {
    await attempt(context, messageIds, 'label', async () => {
      const content = labelContent(await table.labels(key));
      const stamp = { last_label_update: timeOf(context) };
      const { patched, missing } = await patchVectors(engine, [wordVectorId(key)], content, stamp);
      invocation.metrics.count('CompactionWordLabelUpdated', {}, patched);
      // Not an error: the merge of its embedding applies the labels of that time.
      invocation.metrics.count('CompactionWordEmbeddingNotFound', {}, missing);
    });
  }
}

const timeOf = ({ invocation }: ApplyContext): string => new Date(invocation.runtime.now()).toISOString();
