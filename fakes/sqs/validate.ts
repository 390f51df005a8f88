import type { Context } from '../kernel/operation';
import { invalidValue, missingParameter, queueDoesNotExist } from './errors';
import { MAXIMUM_ID_LENGTH } from './limits';
import { arnOfUrl } from './queue-name';
import type { Queue, SqsState } from './state';

/** What every operation of SQS gets. */
export type SqsContext = Context<SqsState>;

/**
 * The queue that a QueueUrl (or a bare name) stands for.
 *
 * @throws MissingParameter when it is empty
 * @throws QueueDoesNotExist
 */
export function requireQueue(context: SqsContext, url: string | undefined): Queue {
  const arn = arnOfUrl(context, requireText('QueueUrl', url));
  const queue = arn === undefined ? undefined : context.state.queues.get(arn);
  if (queue === undefined) throw queueDoesNotExist();
  return queue;
}

/** A text that must be there. @throws MissingParameter when it is empty, too */
export function requireText(parameter: string, value: string | undefined): string {
  if (value === undefined || value === '') throw missingParameter(parameter);
  return value;
}

/** A list or map that must be there. @throws MissingParameter when it is empty, too */
export function requireFilled<T extends object>(parameter: string, value: T | undefined): T {
  if (value === undefined || Object.keys(value).length === 0) throw missingParameter(parameter);
  return value;
}

/** @throws InvalidParameterValue with this reason when a given number is not a whole number of the range. */
export function requireRange(
  parameter: string,
  value: number | undefined,
  [least, most]: readonly [number, number],
  reason: string,
): void {
  if (value !== undefined && !(Number.isInteger(value) && value >= least && value <= most)) {
    throw invalidValue(parameter, value, reason);
  }
}

/** Documented: alphanumeric characters and punctuation (API reference, SendMessage). */
const ID = new RegExp(`^[\\x21-\\x7e]{1,${MAXIMUM_ID_LENGTH}}$`);

/** Checks a MessageGroupId, a MessageDeduplicationId or a ReceiveRequestAttemptId. @throws InvalidParameterValue */
export function requireId(parameter: string, value: string | undefined): void {
  if (value === undefined || ID.test(value)) return;
  throw invalidValue(
    parameter,
    value,
    `${parameter} can only include alphanumeric and punctuation characters. 1 to ${MAXIMUM_ID_LENGTH} in length.`,
  );
}
