import type { SQSBatchItemFailure, SQSRecord } from 'aws-lambda';

/** Messages that must come back, and why. */
export type Failures = Map<string, string>;

/** Adds a failure; the first reason stays. */
export function addFailures(failures: Failures, messageIds: Iterable<string>, reason: string): void {
  for (const messageId of messageIds) if (!failures.has(messageId)) failures.set(messageId, reason);
}

/**
 * What Lambda's event source reads: message ids (not receipt handles, R45) in the order of the event, once each.
 * On a FIFO queue every later message of a failed message's group comes back as well.
 */
export function batchItemFailures(
  records: readonly SQSRecord[],
  failures: ReadonlyMap<string, string>,
): SQSBatchItemFailure[] {
  const brokenGroups = new Set<string>();
  return records.flatMap(({ messageId, eventSourceARN, attributes }) => {
    const group = eventSourceARN.endsWith('.fifo') ? attributes.MessageGroupId : undefined;
    const failed = failures.has(messageId) || (group !== undefined && brokenGroups.has(group));
    if (failed && group !== undefined) brokenGroups.add(group);
    return failed ? [{ itemIdentifier: messageId }] : [];
  });
}
