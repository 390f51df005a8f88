import { invalidParameterValue, invalidValue } from './errors';
import { MAXIMUM_RECEIVE_COUNT, MAXIMUM_REDRIVE_SOURCE_ARNS } from './limits';
import type { Queue, RedriveAllowPolicy, RedrivePolicy, SqsState } from './state';

/**
 * The meaning of a RedrivePolicy attribute.
 *
 * Documented: both members are required, maxReceiveCount is 1 to 1,000 and may be a text. Assumed: the texts but for the
 * one on maxReceiveCount.
 * @throws InvalidParameterValue
 */
export function parseRedrivePolicy(text: string | undefined): RedrivePolicy | undefined {
  if (text === undefined || text === '') return undefined;
  const fail = (reason: string): Error => invalidValue('RedrivePolicy', text, reason);
  const policy = parseObject(text);
  if (policy === undefined) throw fail('Redrive policy is not a valid JSON map.');
  for (const member of ['deadLetterTargetArn', 'maxReceiveCount']) {
    if (!Object.hasOwn(policy, member))
      throw fail(`Redrive policy does not contain mandatory attribute: ${member}.`);
  }
  for (const member of Object.keys(policy)) {
    if (member !== 'deadLetterTargetArn' && member !== 'maxReceiveCount') {
      throw fail(`Redrive policy contains an unknown attribute: ${member}.`);
    }
  }
  const { deadLetterTargetArn, maxReceiveCount } = policy;
  const count =
    typeof maxReceiveCount === 'string' && /^\d+$/.test(maxReceiveCount)
      ? Number(maxReceiveCount)
      : maxReceiveCount;
  if (typeof count !== 'number' || !Number.isInteger(count) || count < 1 || count > MAXIMUM_RECEIVE_COUNT) {
    throw fail(
      `Invalid value for maxReceiveCount: ${String(maxReceiveCount)}, valid values are from 1 to ${MAXIMUM_RECEIVE_COUNT} both inclusive.`,
    );
  }
  if (
    typeof deadLetterTargetArn !== 'string' ||
    !/^arn:[^:]*:sqs:[^:]*:[^:]*:[^:]+$/.test(deadLetterTargetArn)
  ) {
    throw fail('Invalid value for deadLetterTargetArn.');
  }
  return { deadLetterTargetArn, maxReceiveCount: count };
}

/**
 * The meaning of a RedriveAllowPolicy attribute; without one every queue may use this one as its dead-letter queue.
 *
 * Documented: the members and their rules (API reference, SetQueueAttributes). Assumed: the texts.
 * @throws InvalidParameterValue
 */
export function parseRedriveAllowPolicy(text: string | undefined): RedriveAllowPolicy {
  if (text === undefined || text === '') return { redrivePermission: 'allowAll', sourceQueueArns: [] };
  const fail = (reason: string): Error => invalidValue('RedriveAllowPolicy', text, reason);
  const policy = parseObject(text);
  if (policy === undefined) throw fail('Redrive allow policy is not a valid JSON map.');
  const { redrivePermission, sourceQueueArns = [] } = policy;
  if (
    redrivePermission !== 'allowAll' &&
    redrivePermission !== 'denyAll' &&
    redrivePermission !== 'byQueue'
  ) {
    throw fail('redrivePermission must be one of allowAll, denyAll, byQueue.');
  }
  if (!Array.isArray(sourceQueueArns) || !sourceQueueArns.every((arn) => typeof arn === 'string')) {
    throw fail('sourceQueueArns must be a list of queue ARNs.');
  }
  if (redrivePermission === 'byQueue') {
    if (sourceQueueArns.length === 0 || sourceQueueArns.length > MAXIMUM_REDRIVE_SOURCE_ARNS) {
      throw fail(`sourceQueueArns must contain 1 to ${MAXIMUM_REDRIVE_SOURCE_ARNS} queue ARNs.`);
    }
  } else if (Object.hasOwn(policy, 'sourceQueueArns')) {
    throw fail('sourceQueueArns can be given only when redrivePermission is byQueue.');
  }
  return { redrivePermission, sourceQueueArns };
}

/**
 * Checks that a queue may use the dead-letter queue its RedrivePolicy names.
 *
 * Documented: same kind, same region and account, and the target's RedriveAllowPolicy must permit it. Assumed: the texts.
 * @throws InvalidParameterValue
 */
export function requireDeadLetterTarget(
  state: SqsState,
  source: Pick<Queue, 'arn' | 'fifo' | 'attributes' | 'settings'>,
): void {
  const target = source.settings.redrive?.deadLetterTargetArn;
  if (target === undefined) return;
  const fail = (reason: string): Error =>
    invalidValue('RedrivePolicy', source.attributes['RedrivePolicy'] ?? '', reason);
  const [, , , region, account] = target.split(':');
  const [, , , ownRegion, ownAccount] = source.arn.split(':');
  if (account !== ownAccount) throw fail('Dead letter target owner should be same as the source.');
  if (region !== ownRegion) throw fail('Dead-letter target must be in same region as the source.');
  const queue = state.queues.get(target);
  if (queue === undefined || target === source.arn) throw fail('Dead letter target does not exist.');
  if (queue.fifo !== source.fifo) {
    throw fail('Dead-letter target must be same type of queue as the source.');
  }
  const { redrivePermission, sourceQueueArns } = queue.settings.redriveAllow;
  const allowed =
    redrivePermission === 'allowAll' ||
    (redrivePermission === 'byQueue' && sourceQueueArns.includes(source.arn));
  if (!allowed)
    throw invalidParameterValue(
      `Queue ${source.arn} is not permitted to use ${target} as a dead letter queue.`,
    );
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
