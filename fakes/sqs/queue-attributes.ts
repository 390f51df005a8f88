import { invalidAttributeName, invalidAttributeValue, invalidParameterValue } from './errors';
import { parseRedriveAllowPolicy, parseRedrivePolicy } from './redrive-policy';
import type { QueueSettings } from './state';

type Attributes = Readonly<Record<string, string>>;

/** What values a queue attribute takes. `default` undefined: the attribute is listed only when it was set. */
interface AttributeRule {
  readonly range?: readonly [least: number, most: number];
  readonly choices?: readonly string[];
  readonly default?: string;
  /** Part of FIFO queues only. */
  readonly fifo?: true;
  /** An empty value removes the attribute. */
  readonly removable?: true;
}

const BOOLEAN = ['true', 'false'] as const;

/** Documented: API reference, SetQueueAttributes. Captured: which of them `All` lists on a new queue. */
const RULES: ReadonlyMap<string, AttributeRule> = new Map<string, AttributeRule>([
  ['DelaySeconds', { range: [0, 900], default: '0' }],
  ['MaximumMessageSize', { range: [1_024, 1_048_576], default: '1048576' }],
  ['MessageRetentionPeriod', { range: [60, 1_209_600], default: '345600' }],
  ['ReceiveMessageWaitTimeSeconds', { range: [0, 20], default: '0' }],
  ['VisibilityTimeout', { range: [0, 43_200], default: '30' }],
  ['SqsManagedSseEnabled', { choices: BOOLEAN, default: 'true' }],
  ['KmsMasterKeyId', { removable: true }],
  ['KmsDataKeyReusePeriodSeconds', { range: [60, 86_400] }],
  ['Policy', { removable: true }],
  ['RedrivePolicy', { removable: true }],
  ['RedriveAllowPolicy', { removable: true }],
  ['FifoQueue', { choices: BOOLEAN, fifo: true, default: 'true' }],
  ['ContentBasedDeduplication', { choices: BOOLEAN, fifo: true, default: 'false' }],
  ['DeduplicationScope', { choices: ['queue', 'messageGroup'], fifo: true, default: 'queue' }],
  ['FifoThroughputLimit', { choices: ['perQueue', 'perMessageGroupId'], fifo: true, default: 'perQueue' }],
]);

/** Attributes that SQS computes: they can be read, not set. */
export const COMPUTED_ATTRIBUTES: readonly string[] = [
  'ApproximateNumberOfMessages',
  'ApproximateNumberOfMessagesDelayed',
  'ApproximateNumberOfMessagesNotVisible',
  'CreatedTimestamp',
  'LastModifiedTimestamp',
  'QueueArn',
];

export function isReadableAttribute(name: string): boolean {
  return RULES.has(name) || COMPUTED_ATTRIBUTES.includes(name);
}

/** The attributes of a new queue that was given none. */
export function defaultAttributes(fifo: boolean): Attributes {
  const attributes: Record<string, string> = {};
  for (const [name, rule] of RULES) {
    if (rule.default !== undefined && (fifo || rule.fifo !== true)) attributes[name] = rule.default;
  }
  return attributes;
}

/**
 * Checks attributes given to CreateQueue or SetQueueAttributes and writes them as SQS reads them back. An empty text
 * stands for an attribute to remove.
 *
 * @throws InvalidAttributeName, InvalidAttributeValue - for the first attribute that does not fit, in the given order
 */
export function normalizeAttributes(given: Attributes, fifo: boolean): Attributes {
  const normalized: Record<string, string> = {};
  for (const [name, value] of Object.entries(given)) {
    const rule = RULES.get(name);
    if (rule === undefined) throw invalidAttributeName(`Unknown Attribute ${name}.`);
    if (rule.fifo === true && !fifo) throw notForStandardQueues(name);
    normalized[name] = normalizeValue(name, value, rule);
  }
  return normalized;
}

/** Captured: FifoQueue and ContentBasedDeduplication are unknown to a standard queue, the throughput ones are named. */
function notForStandardQueues(name: string): Error {
  if (name === 'FifoQueue' || name === 'ContentBasedDeduplication')
    return invalidAttributeName(`Unknown Attribute ${name}.`);
  return invalidAttributeName(`You can specify the ${name} only when FifoQueue is set to true.`);
}

function normalizeValue(name: string, value: string, rule: AttributeRule): string {
  if (value === '' && rule.removable === true) return '';
  if (rule.range !== undefined) {
    const number = /^\d+$/.test(value) ? Number(value) : Number.NaN;
    if (!(number >= rule.range[0] && number <= rule.range[1])) throw invalidAttribute(name);
    return String(number);
  }
  if (rule.choices !== undefined) {
    // Captured: "True" is accepted and read back as "true".
    const choice = rule.choices === BOOLEAN ? value.toLowerCase() : value;
    if (!rule.choices.includes(choice)) throw invalidAttribute(name);
    return choice;
  }
  if (name === 'Policy') requireJson(name, value);
  return value;
}

function invalidAttribute(name: string): Error {
  return invalidAttributeValue(`Invalid value for the parameter ${name}.`);
}

function requireJson(name: string, value: string): void {
  try {
    JSON.parse(value);
  } catch {
    throw invalidAttribute(name);
  }
}

/**
 * What a queue has after `change` (normalized) was set on `current`.
 *
 * @throws InvalidAttributeName when both kinds of server-side encryption are asked for
 * @throws InvalidAttributeValue for combinations that SQS refuses
 */
export function mergeAttributes(current: Attributes, change: Attributes): Attributes {
  if (change['FifoQueue'] === 'false') {
    throw invalidAttributeValue(
      'Invalid value for the parameter FifoQueue. Reason: Modifying queue type is not supported.',
    );
  }
  const usesKms = (change['KmsMasterKeyId'] ?? '') !== '';
  if (usesKms && change['SqsManagedSseEnabled'] === 'true') {
    throw invalidAttributeName(
      'You can use one type of server-side encryption (SSE) at one time. You can either enable KMS SSE or SQS SSE.',
    );
  }
  const merged: Record<string, string> = { ...current, ...change };
  if (usesKms) merged['SqsManagedSseEnabled'] = 'false';
  if (change['SqsManagedSseEnabled'] === 'true') delete merged['KmsMasterKeyId'];
  // Captured: back at its default, the reuse period is not listed.
  if (merged['KmsDataKeyReusePeriodSeconds'] === '300') delete merged['KmsDataKeyReusePeriodSeconds'];
  for (const [name, value] of Object.entries(merged)) if (value === '') delete merged[name];
  if (
    merged['FifoThroughputLimit'] === 'perMessageGroupId' &&
    merged['DeduplicationScope'] !== 'messageGroup'
  ) {
    // Documented: the rule (API reference, SetQueueAttributes). Assumed: the text.
    throw invalidParameterValue(
      'The perMessageGroupId value of FifoThroughputLimit is allowed only when the value for DeduplicationScope is messageGroup.',
    );
  }
  return merged;
}

/** What a queue's attributes mean to the operations. */
export function settingsOf(attributes: Attributes, deduplicatePerGroup: boolean): QueueSettings {
  const seconds = (name: string): number => Number(attributes[name]) * 1_000;
  return {
    delayMs: seconds('DelaySeconds'),
    maximumMessageBytes: Number(attributes['MaximumMessageSize']),
    retentionMs: seconds('MessageRetentionPeriod'),
    receiveWaitMs: seconds('ReceiveMessageWaitTimeSeconds'),
    visibilityTimeoutMs: seconds('VisibilityTimeout'),
    contentBasedDeduplication: attributes['ContentBasedDeduplication'] === 'true',
    deduplicatePerGroup,
    redrive: parseRedrivePolicy(attributes['RedrivePolicy']),
    redriveAllow: parseRedriveAllowPolicy(attributes['RedriveAllowPolicy']),
  };
}
