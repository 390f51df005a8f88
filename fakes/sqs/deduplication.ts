import { DEDUPLICATION_INTERVAL_MS } from './limits';
import type { Line } from './line';
import type { Message, Queue, Sent } from './state';

/** The ids of one group are apart from those of another only where the queue was created so. */
function scopeOf(queue: Queue, groupId: string): string {
  return queue.settings.deduplicatePerGroup ? groupId : '';
}

/** The message that was sent with this deduplication id less than five minutes ago, even if it is deleted by now. */
export function findDuplicate(line: Line, groupId: string, deduplicationId: string): Sent | undefined {
  const sent = line.held.deduplication.get([scopeOf(line.queue, groupId), deduplicationId]);
  return sent !== undefined && line.now < sent.usedAt + DEDUPLICATION_INTERVAL_MS ? sent : undefined;
}

/** Remembers the deduplication id of a message that is being sent, and forgets those whose time is over. */
export function rememberDeduplicationId(
  line: Line,
  groupId: string,
  deduplicationId: string,
  { messageId, sequence }: Message,
): void {
  const { deduplication, deduplicationAges } = line.held;
  for (;;) {
    const oldest = deduplicationAges.first({
      to: [line.now - DEDUPLICATION_INTERVAL_MS, '\uffff', '\uffff'],
    })?.[0];
    if (oldest === undefined) break;
    deduplicationAges.delete(oldest);
    deduplication.delete([oldest[1], oldest[2]]);
  }
  const scope = scopeOf(line.queue, groupId);
  deduplication.put([scope, deduplicationId], { messageId, sequence, usedAt: line.now });
  deduplicationAges.put([line.now, scope, deduplicationId], true);
}
