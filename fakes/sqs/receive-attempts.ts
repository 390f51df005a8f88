import { DEDUPLICATION_INTERVAL_MS } from './limits';
import { replace, takeNumber, type Line } from './line';
import type { Message } from './state';

/**
 * What an earlier receive of a FIFO queue with the same attempt id got, with the same handles and a new timeout;
 * undefined when there was none in the last five minutes, or one of its messages was deleted, changed, or shown again.
 *
 * Documented: API reference, ReceiveMessage. Assumed: such a receive then starts anew instead of failing.
 */
export function repeatAttempt(
  line: Line,
  attemptId: string | undefined,
  timeoutMs: number,
): readonly Message[] | undefined {
  if (!line.queue.fifo || attemptId === undefined) return undefined;
  const attempt = line.held.attempts.get(attemptId);
  if (attempt === undefined || line.now >= attempt.usedAt + DEDUPLICATION_INTERVAL_MS) return undefined;
  const messages: Message[] = [];
  for (const { sequence, receipt, hidden } of attempt.receipts) {
    const message = line.held.messages.get(sequence);
    const untouched =
      message?.receipt === receipt && message.hidden === hidden && message.availableAt > line.now;
    if (!untouched) return undefined;
    messages.push(message);
  }
  const repeated = messages.map((message) => {
    const number = takeNumber(line);
    const again = {
      ...message,
      availableAt: line.now + timeoutMs,
      turn: timeoutMs === 0 ? number : message.sequence,
      hidden: number,
      lastReceivedAt: line.now,
    };
    replace(line, message, again);
    return again;
  });
  note(line, attemptId, repeated, attempt.usedAt);
  return repeated;
}

/** Remembers what a receive got, and forgets attempts whose time is over. An empty receive is not remembered. */
export function rememberAttempt(
  line: Line,
  attemptId: string | undefined,
  delivered: readonly Message[],
): void {
  if (!line.queue.fifo || attemptId === undefined || delivered.length === 0) return;
  const { attempts, attemptAges } = line.held;
  for (;;) {
    const oldest = attemptAges.first({ to: [line.now - DEDUPLICATION_INTERVAL_MS, '\uffff'] })?.[0];
    if (oldest === undefined) break;
    attemptAges.delete(oldest);
    attempts.delete(oldest[1]);
  }
  const before = attempts.get(attemptId);
  if (before !== undefined) attemptAges.delete([before.usedAt, attemptId]);
  attemptAges.put([line.now, attemptId], true);
  note(line, attemptId, delivered, line.now);
}

function note(line: Line, attemptId: string, messages: readonly Message[], usedAt: number): void {
  const receipts = messages.map(({ sequence, receipt, hidden }) => ({ sequence, receipt, hidden }));
  line.held.attempts.put(attemptId, { receipts, usedAt });
}
