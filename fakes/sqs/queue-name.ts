import type { Context } from '../kernel/operation';
import { invalidParameterValue } from './errors';
import { MAXIMUM_QUEUE_NAME_LENGTH } from './limits';
import type { SqsState } from './state';

type Place = Pick<Context<SqsState>, 'region' | 'accountId'>;

export function queueArn({ region, accountId }: Place, name: string): string {
  return `arn:aws:sqs:${region}:${accountId}:${name}`;
}

export function queueUrl({ region, accountId }: Place, name: string): string {
  return `https://sqs.${region}.amazonaws.com/${accountId}/${name}`;
}

/** The name at the end of a queue's ARN. */
export function nameOfArn(arn: string): string {
  return arn.slice(arn.lastIndexOf(':') + 1);
}

/**
 * The ARN that a QueueUrl stands for, or undefined where it names no queue of this account and region. AWS looks only at
 * the last two parts of the path, and takes a bare name as well (Captured).
 */
export function arnOfUrl(place: Place, url: string): string | undefined {
  if (!url.includes('/')) return queueArn(place, url);
  const parts = /^(?:https?:\/\/([^/]+))?.*?\/?([^/]+)\/([^/]+)$/.exec(url);
  if (parts === null) return undefined;
  const [, host = '', accountId = '', name = ''] = parts;
  // Assumed: a queue of another region is unknown here; the SDK would send the request there, signed for this region.
  const region = /^sqs\.([^.]+)\.amazonaws\.com$/.exec(host)?.[1] ?? place.region;
  return accountId === place.accountId && region === place.region ? queueArn(place, name) : undefined;
}

const STANDARD_NAME = new RegExp(`^[A-Za-z0-9_-]{1,${MAXIMUM_QUEUE_NAME_LENGTH}}$`);
const FIFO_NAME = new RegExp(`^(?=.{1,${MAXIMUM_QUEUE_NAME_LENGTH}}$)[A-Za-z0-9_-]+\\.fifo$`);

/** @throws InvalidParameterValue when a queue of this kind cannot have this name. */
export function requireQueueName(name: string, fifo: boolean): void {
  if (!fifo && !STANDARD_NAME.test(name)) {
    throw invalidParameterValue(
      'Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length',
    );
  }
  if (fifo && !FIFO_NAME.test(name)) {
    throw invalidParameterValue(
      'The name of a FIFO queue can only include alphanumeric characters, hyphens, or underscores, must end with .fifo suffix and be 1 to 80 in length',
    );
  }
}
