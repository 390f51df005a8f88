/**
 * SQS's numbers.
 *
 * Documented: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html
 * and .../quotas-queues.html
 */

/** One message, and all messages of a batch together: 1 MiB since August 2025. */
export const MAXIMUM_MESSAGE_BYTES = 1_048_576;
export const MAXIMUM_BATCH_ENTRIES = 10;
export const MAXIMUM_MESSAGES_PER_RECEIVE = 10;
export const MAXIMUM_WAIT_SECONDS = 20;
export const MAXIMUM_DELAY_SECONDS = 900;
/** Twelve hours, counted from the receive over all extensions. */
export const MAXIMUM_VISIBILITY_SECONDS = 43_200;
export const MAXIMUM_MESSAGE_ATTRIBUTES = 10;
/** Names and types of message attributes. */
export const MAXIMUM_ATTRIBUTE_NAME_LENGTH = 256;
/** Group ids, deduplication ids and receive request attempt ids. */
export const MAXIMUM_ID_LENGTH = 128;
export const MAXIMUM_BATCH_ENTRY_ID_LENGTH = 80;
export const MAXIMUM_QUEUE_NAME_LENGTH = 80;
/** Received and not yet deleted, per queue. A short poll beyond it on a standard queue is refused. */
export const MAXIMUM_IN_FLIGHT = 120_000;
export const MAXIMUM_RECEIVE_COUNT = 1_000;
export const MAXIMUM_TAGS = 50;
export const MAXIMUM_PERMISSION_ACTIONS = 7;
export const MAXIMUM_REDRIVE_SOURCE_ARNS = 10;
export const MAXIMUM_LIST_RESULTS = 1_000;
export const MAXIMUM_MOVE_TASK_RESULTS = 10;
/** Messages a move task moves per second at most, and when it was given no rate. */
export const MAXIMUM_MOVE_RATE = 500;

/** How long a deduplication id, and a receive request attempt id, is remembered. */
export const DEDUPLICATION_INTERVAL_MS = 300_000;
/** A deleted queue's name cannot be used for this long. */
export const QUEUE_DELETION_MS = 60_000;
/** A queue can be purged once in this time. */
export const PURGE_INTERVAL_MS = 60_000;
