import type { Message } from '@aws-sdk/client-sqs';
import type { Queue } from '../../sqs/state';
import { readBatchResponse } from '../batch-response';
import { requireFunction } from '../functions';
import type { Invocation } from '../invocation';
import { isForgotten } from '../invocation-faults';
import { invoke } from '../invoke';
import { LIMITS } from '../limits';
import type { Machine } from '../machine';
import { messageIdOf, queueRecord, type QueueRecord } from './queue-event';
import { deleteMessages, poll, receivableFrom, type Polled } from './queue-poll';
import type { Buffer as BatchBuffer, QueueMapping } from '../state';
import { stepOf, type Step } from '../step';

/** When a queue's mapping next has something to do: epoch ms, or undefined while nothing is in sight. */
export function queueDueAt(machine: Machine, mapping: QueueMapping): number | undefined {
  const queue = queueOf(machine, mapping);
  if (queue === undefined) return undefined;
  const buffer = bufferOf(machine, mapping);
  const receivable = receivableFrom(machine, queue);
  if (buffer.messages.length === 0) return receivable;
  if (closes(mapping, buffer)) return buffer.openedAt;
  return Math.min(windowEnd(mapping, buffer), receivable ?? Number.POSITIVE_INFINITY);
}

/**
 * Serves a queue's mapping once: receives, and invokes the function when a batch is complete: it is full, its window has
 * ended, or it reached 6 MB. With ScalingConfig.MaximumConcurrency, up to that many batches at once.
 *
 * Success deletes the messages. A failure deletes and changes nothing: they come back when the queue's visibility timeout
 * ends, and the queue's redrive policy decides how often.
 */
export async function serveQueue(machine: Machine, mapping: QueueMapping): Promise<Step> {
  const queue = queueOf(machine, mapping);
  if (queue === undefined) return stepOf(mapping.configuration.UUID, {});
  const concurrency = mapping.configuration.ScalingConfig?.MaximumConcurrency ?? 1;
  const batches: (readonly Message[])[] = [];
  const polls: Polled[] = [];
  while (batches.length < concurrency) {
    const { polled, batch } = await nextBatch(machine, mapping, queue);
    polls.push(polled);
    if (batch.length === 0) break;
    batches.push(batch);
  }
  const handled = await Promise.all(batches.map((batch) => handle(machine, mapping, queue, batch)));
  return stepOf(mapping.configuration.UUID, {
    invocations: handled.map(({ invocation }) => invocation),
    deletesLost: handled.flatMap(({ deletesLost }) => deletesLost),
    deadLetters: polls.flatMap(({ deadLetters }) => deadLetters),
    filtered: polls.flatMap(({ filtered }) => filtered),
  });
}

/** Polls, and takes the next batch out of the buffer if it is complete; otherwise the buffer is kept. */
async function nextBatch(
  machine: Machine,
  mapping: QueueMapping,
  queue: Queue,
): Promise<{ polled: Polled; batch: readonly Message[] }> {
  const { UUID, BatchSize } = mapping.configuration;
  const before = bufferOf(machine, mapping);
  const polled = closes(mapping, before)
    ? NOTHING
    : await poll(machine, mapping, queue, BatchSize - before.messages.length);
  const openedAt = before.messages.length === 0 ? machine.world.clock.now() : before.openedAt;
  const buffer: BatchBuffer = { messages: [...before.messages, ...polled.messages], openedAt };
  const complete = closes(mapping, buffer) || machine.world.clock.now() >= windowEnd(mapping, buffer);
  const batch = complete ? fitting(mapping, buffer.messages) : [];
  const rest = buffer.messages.slice(batch.length);
  if (rest.length > 0) {
    machine.state.buffers.put(UUID, {
      messages: rest,
      openedAt: batch.length > 0 ? machine.world.clock.now() : openedAt,
    });
  } else {
    machine.state.buffers.delete(UUID);
  }
  return { polled, batch };
}

const NOTHING: Polled = { messages: [], filtered: [], deadLetters: [] };

async function handle(
  machine: Machine,
  mapping: QueueMapping,
  queue: Queue,
  batch: readonly Message[],
): Promise<{ invocation: Invocation; deletesLost: string[] }> {
  const { configuration } = mapping;
  const records = batch.map((message) => queueRecord(message, queue.arn));
  const entry = requireFunction(machine.state, mapping.functionName);
  const invocation = await invoke(
    machine,
    entry,
    { Records: records },
    {
      mapping: configuration.UUID,
      eventSourceArn: queue.arn,
      batchSize: records.length,
      retry: records.some(({ attributes }) => attributes['ApproximateReceiveCount'] !== '1'),
    },
  );
  const done = succeeded(mapping, invocation, records);
  if (done.size > 0 && isForgotten(machine, entry.name)) return { invocation, deletesLost: [...done] };
  const deletesLost = await deleteMessages(
    machine,
    queue,
    batch.filter((message) => done.has(messageIdOf(message))),
  );
  return { invocation, deletesLost };
}

/** The message ids that may be deleted. */
function succeeded(
  mapping: QueueMapping,
  { outcome }: Invocation,
  records: readonly QueueRecord[],
): Set<string> {
  const ids = records.map(({ messageId }) => messageId);
  if (outcome.kind !== 'returned') return new Set();
  if (!mapping.configuration.FunctionResponseTypes.includes('ReportBatchItemFailures')) return new Set(ids);
  const verdict = readBatchResponse(outcome.payload, ids);
  if (verdict.kind === 'failed') return new Set();
  // Captured: also in a FIFO queue a success behind a failure of its group is deleted.
  const failed = new Set(verdict.kind === 'partial' ? verdict.failed : []);
  return new Set(ids.filter((id) => !failed.has(id)));
}

function queueOf(machine: Machine, mapping: QueueMapping): Queue | undefined {
  return machine.sqs.queues.get(mapping.configuration.EventSourceArn);
}

function bufferOf(machine: Machine, mapping: QueueMapping): BatchBuffer {
  return machine.state.buffers.get(mapping.configuration.UUID) ?? { messages: [], openedAt: 0 };
}

/** Whether a buffer makes a batch at once: as many messages as a batch has, or 6 MB of them. */
function closes(mapping: QueueMapping, { messages }: BatchBuffer): boolean {
  if (messages.length === 0) return false;
  const { BatchSize, MaximumBatchingWindowInSeconds } = mapping.configuration;
  if (MaximumBatchingWindowInSeconds === 0 || messages.length >= BatchSize) return true;
  return fitting(mapping, messages).length < messages.length;
}

function windowEnd(mapping: QueueMapping, { openedAt }: BatchBuffer): number {
  return openedAt + mapping.configuration.MaximumBatchingWindowInSeconds * 1000;
}

/** As many messages as one batch takes: BatchSize, and 6 MB with everything around the bodies. At least one. */
function fitting(mapping: QueueMapping, messages: readonly Message[]): readonly Message[] {
  const batch = messages.slice(0, mapping.configuration.BatchSize);
  const most = batch.reduce((sum, message) => sum + atMostBytes(message), 0);
  if (most <= LIMITS.payloadBytes) return batch;
  // Every record counts with a comma; one of them has none.
  let bytes = Buffer.byteLength('{"Records":[]}') - 1;
  const tooLarge = batch.findIndex((message, index) => {
    bytes += recordBytes(message, mapping.configuration.EventSourceArn) + 1;
    return index > 0 && bytes > LIMITS.payloadBytes;
  });
  return tooLarge === -1 ? batch : batch.slice(0, tooLarge);
}

/** No record takes more: a character of the body is at most six bytes of JSON, ten attributes have their own measure. */
function atMostBytes({ Body = '', MessageAttributes }: Message): number {
  if (MessageAttributes !== undefined) return LIMITS.payloadBytes;
  return Body.length * 6 + 5_000;
}

/** By received message, which never changes: a buffer is looked at before every step. */
const measured = new WeakMap<Message, number>();

function recordBytes(message: Message, queueArn: string): number {
  const known = measured.get(message);
  if (known !== undefined) return known;
  const bytes = Buffer.byteLength(JSON.stringify(queueRecord(message, queueArn)));
  measured.set(message, bytes);
  return bytes;
}
