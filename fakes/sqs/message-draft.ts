import type { MessageAttributeValue, SendMessageCommandInput } from '@aws-sdk/client-sqs';
import { invalidMessageContents, invalidParameterValue, invalidValue, missingParameter } from './errors';
import { MAXIMUM_DELAY_SECONDS } from './limits';
import { requireMessageAttributes, sizeOfAttributes, traceHeaderOf } from './message-attributes';
import { contentDeduplicationId } from './message-digest';
import type { Queue } from './state';
import { requireId, requireRange } from './validate';

/** The members that SendMessage and an entry of SendMessageBatch share. */
export type DraftInput = Omit<SendMessageCommandInput, 'QueueUrl'>;

/** A message that has passed all checks and is not yet in a queue. */
export interface Draft {
  readonly body: string;
  readonly attributes: Readonly<Record<string, MessageAttributeValue>>;
  readonly traceHeader: string | undefined;
  readonly groupId: string | undefined;
  readonly deduplicationId: string | undefined;
  readonly delayMs: number;
}

/** Everything that a message may not contain: control characters but tab, LF and CR, U+FFFE, U+FFFF, lone surrogates. */
// oxlint-disable-next-line no-control-regex
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/u;

/**
 * Checks a message against its queue.
 *
 * @throws MissingParameter, InvalidParameterValue, InvalidMessageContents
 */
export function draftMessage(queue: Queue, input: DraftInput): Draft {
  const { MessageBody: body = '', MessageAttributes = {}, MessageSystemAttributes = {} } = input;
  if (body === '') throw missingParameter('MessageBody');
  requireId('MessageGroupId', input.MessageGroupId);
  if (queue.fifo && input.MessageGroupId === undefined) throw missingParameter('MessageGroupId');
  const deduplicationId = requireDeduplicationId(queue, input);
  const delayMs = requireDelay(queue, input.DelaySeconds);
  requireContents(body);
  requireMessageAttributes(MessageAttributes);
  const traceHeader = traceHeaderOf(MessageSystemAttributes);
  const { maximumMessageBytes } = queue.settings;
  if (sizeOfMessage(input) > maximumMessageBytes) {
    throw invalidParameterValue(
      `One or more parameters are invalid. Reason: Message must be shorter than ${maximumMessageBytes} bytes.`,
    );
  }
  const groupId = input.MessageGroupId;
  return { body, attributes: MessageAttributes, traceHeader, groupId, deduplicationId, delayMs };
}

/** Body and attributes in bytes. System attributes do not count (documented). */
export function sizeOfMessage({ MessageBody = '', MessageAttributes = {} }: DraftInput): number {
  return Buffer.byteLength(MessageBody) + sizeOfAttributes(MessageAttributes);
}

/** The id given, or the one that the body stands for. @throws InvalidParameterValue */
export function requireDeduplicationId(queue: Queue, input: DraftInput): string | undefined {
  const id = input.MessageDeduplicationId;
  requireId('MessageDeduplicationId', id);
  if (!queue.fifo) {
    if (id === undefined) return undefined;
    const reason = 'The request includes a parameter that is not valid for this queue type.';
    throw invalidValue('MessageDeduplicationId', id, reason);
  }
  if (id !== undefined) return id;
  if (queue.settings.contentBasedDeduplication) return contentDeduplicationId(input.MessageBody ?? '');
  throw invalidParameterValue(
    'The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly',
  );
}

function requireDelay(queue: Queue, seconds: number | undefined): number {
  if (queue.fifo && seconds !== undefined && seconds !== 0) {
    const reason = 'The request include parameter that is not valid for this queue type.';
    throw invalidValue('DelaySeconds', seconds, reason);
  }
  const reason = `DelaySeconds must be >= 0 and <= ${MAXIMUM_DELAY_SECONDS}.`;
  requireRange('DelaySeconds', seconds, [0, MAXIMUM_DELAY_SECONDS], reason);
  // Captured: on a FIFO queue a delay of 0 leaves the queue's own delay in force.
  return queue.fifo || seconds === undefined ? queue.settings.delayMs : seconds * 1_000;
}

function requireContents(body: string): void {
  const found = FORBIDDEN.exec(body);
  if (found !== null) throw invalidMessageContents(found[0]);
}
