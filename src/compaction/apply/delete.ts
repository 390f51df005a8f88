import {
  lineItem,
  lineVectorId,
  receiptItem,
  wordItem,
  wordVectorId,
  type ItemKey,
} from '../../shared/receipt-keys';
import type { Plan } from '../plan';
import { attempt, type ApplyContext } from './apply-context';

/** Deletes vectors of removed words, lines and receipts: by the current state, so one that is there again stays (R51). */
export async function applyDeletes(context: ApplyContext, plan: Plan): Promise<void> {
  for (const { key, messageIds } of plan.deletedWords.values()) {
    await attempt(context, messageIds, 'delete word', () =>
      deleteOne(context, wordItem(key), wordVectorId(key)),
    );
  }
  for (const { key, messageIds } of plan.deletedLines.values()) {
    await attempt(context, messageIds, 'delete line', () =>
      deleteOne(context, lineItem(key), lineVectorId(key)),
    );
  }
  for (const { key, messageIds } of plan.deletedReceipts.values()) {
    await attempt(context, messageIds, 'delete receipt', async () => {
      if ((await context.table.get(receiptItem(key))) !== undefined) return;
      // The children may be gone from DynamoDB already, so the vectors are asked as well (R72).
      const indexed = await context.table.indexedVectorIds(context.collection, key);
      const stored = await context.engine.findIds({ image_id: key.imageId, receipt_id: key.receiptId });
      await context.engine.delete([...new Set([...indexed, ...stored])]);
    });
  }
}

async function deleteOne({ table, engine }: ApplyContext, item: ItemKey, vectorId: string): Promise<void> {
  if ((await table.get(item)) === undefined) await engine.delete([vectorId]);
}
