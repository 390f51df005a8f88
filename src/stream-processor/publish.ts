import { SendMessageBatchCommand } from '@aws-sdk/client-sqs';
import { errorName, errorMessage, isRetryable } from '../shared/errors';
import type { Invocation } from '../shared/invocation';
import type { Collection } from '../shared/receipt-keys';
import { sleep } from '../shared/runtime';
import { sliceEntries, type Outgoing } from './batch-entries';

/** The queue of a collection. */
export interface QueueTarget {
  readonly collection: Collection;
  readonly url: string;
  readonly maxBatchBytes: number;
}

/** How sending went: every message is in exactly one of the two. */
export interface PublishResult {
  readonly sent: readonly Outgoing[];
  readonly failed: readonly Outgoing[];
}

/** An entry that SQS did not take, and whether it might take it next time. */
interface Rejected {
  readonly outgoing: Outgoing;
  readonly again: boolean;
  readonly reason: string;
}

const RESEND_DELAYS_MS = [50, 100, 200];
/** Kept for reporting the failures. */
const RESERVE_MS = 2_000;

/**
 * Sends the messages of one queue, and those that SQS did not take again, as long as time allows.
 * After an entry of a FIFO group has failed for good, later entries of that group are not sent (R43).
 */
export async function publish(
  invocation: Invocation<unknown>,
  target: QueueTarget,
  outgoing: readonly Outgoing[],
): Promise<PublishResult> {
  const sent: Outgoing[] = [];
  const failed: Outgoing[] = [];
  const brokenGroups = new Set<string>();
  const fail = (one: Outgoing, reason: string): void => {
    failed.push(one);
    if (one.entry.MessageGroupId !== undefined) brokenGroups.add(one.entry.MessageGroupId);
    invocation.metrics.count('SQSMessagesFailed', { collection: target.collection });
    invocation.logger.error('message not sent', {
      collection: target.collection,
      entry: one.entry.Id,
      reason,
    });
  };
  for (const slice of sliceEntries(outgoing, target.maxBatchBytes)) {
    const ready = slice.filter((one) => {
      if (one.entry.MessageGroupId !== undefined && brokenGroups.has(one.entry.MessageGroupId)) {
        fail(one, 'an earlier message of its group was not sent');
      } else if (one.bytes > target.maxBatchBytes) {
        fail(one, `${one.bytes} bytes are more than SQS takes`);
      } else {
        return true;
      }
      return false;
    });
    const result = await sendPersistently(invocation, target, ready);
    sent.push(...result.sent);
    for (const { outgoing: one, reason } of result.rejected) fail(one, reason);
  }
  invocation.metrics.count('SQSMessagesSuccessful', { collection: target.collection }, sent.length);
  return { sent, failed };
}

/** One slice: sent, and what was rejected resent up to three times. */
async function sendPersistently(
  invocation: Invocation<unknown>,
  target: QueueTarget,
  slice: readonly Outgoing[],
): Promise<{ sent: Outgoing[]; rejected: Rejected[] }> {
  const sent: Outgoing[] = [];
  const rejected: Rejected[] = [];
  let pending = slice;
  for (let resend = 0; pending.length > 0; resend += 1) {
    if (!invocation.deadline.allows(RESERVE_MS)) {
      rejected.push(...pending.map((one) => ({ outgoing: one, again: false, reason: 'no time left' })));
      break;
    }
    const answer = await sendOnce(invocation, target, pending);
    const lost = new Set(answer.map((one) => one.outgoing));
    sent.push(...pending.filter((one) => !lost.has(one)));
    const base = RESEND_DELAYS_MS[resend];
    const delay = (base ?? 0) * (0.5 + invocation.runtime.random());
    const mayResend = base !== undefined && invocation.deadline.allows(RESERVE_MS + delay);
    rejected.push(...answer.filter((one) => !one.again || !mayResend));
    pending = mayResend ? answer.filter((one) => one.again).map((one) => one.outgoing) : [];
    if (pending.length > 0) await sleep(invocation.runtime, delay);
  }
  return { sent, rejected };
}

/** One SendMessageBatch. An error of the whole call is an error of each of its entries. */
async function sendOnce(
  { runtime, metrics, logger }: Invocation<unknown>,
  { url, collection }: QueueTarget,
  pending: readonly Outgoing[],
): Promise<Rejected[]> {
  try {
    const { Successful = [], Failed = [] } = await runtime.clients.sqs.send(
      new SendMessageBatchCommand({ QueueUrl: url, Entries: pending.map(({ entry }) => entry) }),
    );
    const accepted = new Set(Successful.map(({ Id }) => Id));
    const refusals = new Map(Failed.map((one) => [one.Id, one]));
    return pending.flatMap((outgoing): Rejected[] => {
      if (accepted.has(outgoing.entry.Id)) return [];
      const refusal = refusals.get(outgoing.entry.Id);
      const reason =
        refusal === undefined ? 'not mentioned in the answer' : `${refusal.Code}: ${refusal.Message ?? ''}`;
      return [{ outgoing, reason, again: refusal?.SenderFault !== true }];
    });
  } catch (error) {
    metrics.count('SQSBatchError', { collection, error_type: errorName(error) });
    logger.exception('batch not sent', error, { collection, entries: pending.length });
    const again = isRetryable(error);
    return pending.map((outgoing) => ({
      outgoing,
      again,
      reason: `${errorName(error)}: ${errorMessage(error)}`,
    }));
  }
}
