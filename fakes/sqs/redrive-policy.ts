import { invalidAttributeValue, invalidParameterValue, invalidValue } from './errors';
import { MAXIMUM_RECEIVE_COUNT, MAXIMUM_REDRIVE_SOURCE_ARNS } from './limits';
import type { Queue, RedriveAllowPolicy, RedrivePolicy, SqsState } from './state';

const MEMBERS: readonly string[] = ['maxReceiveCount', 'deadLetterTargetArn'];

/**
 * The meaning of a RedrivePolicy attribute.
 *
 * Documented: both members are required, maxReceiveCount is 1 to 1,000 and may be a text. Captured: the text on
 * maxReceiveCount. Assumed: the others, and the order, as another emulator has them.
 * @throws InvalidAttributeValue what is no JSON map; InvalidParameterValue
 */
export function parseRedrivePolicy(text: string | undefined): RedrivePolicy | undefined {
  if (text === undefined || text === '') return undefined;
  const fail = (reason: string): Error => invalidValue('RedrivePolicy', text, reason);
  const policy = parseObject(text);
  if (policy === undefined) {
    throw invalidAttributeValue(
      'Invalid value for the parameter RedrivePolicy. Reason: Redrive policy is not a valid JSON map.',
    );
  }
  for (const member of MEMBERS) {
    if (!Object.hasOwn(policy, member))
      throw fail(`Redrive policy does not contain mandatory attribute: ${member}.`);
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
    throw fail('Dead-letter target ARN should be fully qualified ARN.');
  }
  if (Object.keys(policy).some((member) => !MEMBERS.includes(member))) {
    throw fail(`Only following attributes are supported: [${MEMBERS.join(', ')}].`);
  }
  return { deadLetterTargetArn, maxReceiveCount: count };
}

/**
 * The meaning of a RedriveAllowPolicy attribute; without one every queue may use this one as its dead-letter queue.
 *
 * Documented: the members and their rules (API reference, SetQueueAttributes). Assumed: the texts, as another emulator has
 * them.
 * @throws InvalidAttributeValue what has another form; InvalidParameterValue
 */
export function parseRedriveAllowPolicy(text: string | undefined): RedriveAllowPolicy {
  if (text === undefined || text === '') return { redrivePermission: 'allowAll', sourceQueueArns: [] };
  const fail = (reason: string): Error =>
    invalidValue('RedriveAllowPolicy', text, `Amazon SQS can't create the redrive allow policy. ${reason}`);
  const { redrivePermission, sourceQueueArns, ...unknown } = parseObject(text) ?? {};
  if (
    redrivePermission !== 'allowAll' &&
    redrivePermission !== 'denyAll' &&
    redrivePermission !== 'byQueue'
  ) {
    throw unsupportedFormat();
  }
  const arns = sourceQueueArns ?? [];
  if (!isListOfTexts(arns) || Object.keys(unknown).length > 0) throw unsupportedFormat();
  const count = arns.length;
  if (redrivePermission !== 'byQueue' && sourceQueueArns !== undefined) {
    throw fail('To specify one or more source queue ARNs, you must set redrivePermission to byQueue.');
  }
  if (redrivePermission === 'byQueue' && count === 0) {
    throw fail(
      'When you specify the byQueue permission type, you must also specify one or more sourceQueueArns values.',
    );
  }
  if (count > MAXIMUM_REDRIVE_SOURCE_ARNS) {
    throw fail(`The maximum number of source queue ARNs you can specify is ${MAXIMUM_REDRIVE_SOURCE_ARNS}.`);
  }
  return { redrivePermission, sourceQueueArns: arns };
}

function unsupportedFormat(): Error {
  return invalidAttributeValue(
    "Invalid value for the parameter RedriveAllowPolicy. Reason: Amazon SQS can't create the redrive allow policy, as it’s in an unsupported format.",
  );
}

function isListOfTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'string');
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
