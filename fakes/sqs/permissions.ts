import type { AddPermissionCommandInput, RemovePermissionCommandInput } from '@aws-sdk/client-sqs';
import { invalidValue, overLimit } from './errors';
import { MAXIMUM_PERMISSION_ACTIONS } from './limits';
import type { Queue } from './state';
import { requireFilled, requireQueue, requireText, type SqsContext } from './validate';

/** A queue's policy as far as these two operations read it. What else stands in it is kept. */
interface Policy {
  readonly [member: string]: unknown;
  readonly Statement: readonly { readonly [member: string]: unknown; readonly Sid?: unknown }[];
}

/** Documented: what can be granted to other accounts (API reference, AddPermission). */
const GRANTABLE: ReadonlySet<string> = new Set([
  '*',
  'ChangeMessageVisibility',
  'DeleteMessage',
  'GetQueueAttributes',
  'GetQueueUrl',
  'ListDeadLetterSourceQueues',
  'PurgeQueue',
  'ReceiveMessage',
  'SendMessage',
]);

/**
 * Adds a statement to the queue's policy. Policies are kept and shown, and decide nothing: the world has one account.
 *
 * @throws QueueDoesNotExist
 * @throws MissingParameter, InvalidParameterValue, OverLimit
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_AddPermission.html
 */
export function addPermission(context: SqsContext, input: AddPermissionCommandInput): object {
  const queue = requireQueue(context, input.QueueUrl);
  const label = requireLabel(input.Label);
  const accounts = requireFilled('AWSAccountIds', input.AWSAccountIds);
  const actions = requireFilled('Actions', input.Actions);
  requireAccounts(accounts);
  requireActions(actions);
  const policy = policyOf(queue);
  if (policy.Statement.some(({ Sid }) => Sid === label))
    throw invalidValue('Label', label, 'Already exists.');
  const statement = {
    Sid: label,
    Effect: 'Allow',
    Principal: { AWS: oneOrAll(accounts.map((account) => `arn:aws:iam::${account}:root`)) },
    Action: oneOrAll(actions.map((action) => `SQS:${action}`)),
    Resource: queue.arn,
  };
  putPolicy(context, queue, { ...policy, Statement: [...policy.Statement, statement] });
  return {};
}

/**
 * Removes the statement with this label from the queue's policy, and the policy with its last statement.
 *
 * @throws QueueDoesNotExist
 * @throws InvalidParameterValue
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_RemovePermission.html
 */
export function removePermission(context: SqsContext, input: RemovePermissionCommandInput): object {
  const queue = requireQueue(context, input.QueueUrl);
  const label = requireLabel(input.Label);
  const policy = policyOf(queue);
  const Statement = policy.Statement.filter(({ Sid }) => Sid !== label);
  if (Statement.length === policy.Statement.length) throw invalidValue('Label', label, "can't find label.");
  putPolicy(context, queue, { ...policy, Statement });
  return {};
}

/** Documented: at most 80 alphanumeric characters, hyphens and underscores. Assumed: the text. */
function requireLabel(given: string | undefined): string {
  const label = requireText('Label', given);
  if (!/^[A-Za-z0-9_-]{1,80}$/.test(label)) {
    throw invalidValue(
      'Label',
      label,
      'Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length',
    );
  }
  return label;
}

/** Assumed: the text. */
function requireAccounts(accounts: readonly string[]): void {
  for (const account of accounts) {
    if (!/^\d{12}$/.test(account)) throw invalidValue('PrincipalId', account, 'Unable to verify.');
  }
}

/** Assumed: the texts. */
function requireActions(actions: readonly string[]): void {
  if (actions.length > MAXIMUM_PERMISSION_ACTIONS) {
    throw overLimit(
      `${actions.length} Actions were found, maximum allowed is ${MAXIMUM_PERMISSION_ACTIONS}.`,
    );
  }
  for (const action of actions) {
    if (!GRANTABLE.has(action)) {
      throw invalidValue(
        'ActionName',
        `SQS:${action}`,
        'Only the queue owner is allowed to invoke this action.',
      );
    }
  }
}

/** Captured: one value stands alone, several in a list. */
function oneOrAll(values: readonly string[]): string | readonly string[] | undefined {
  return values.length === 1 ? values[0] : values;
}

function policyOf(queue: Queue): Policy {
  const text = queue.attributes['Policy'];
  if (text === undefined)
    return { Version: '2008-10-17', Id: `${queue.arn}/SQSDefaultPolicy`, Statement: [] };
  const policy: Partial<Policy> = JSON.parse(text);
  const statements = policy.Statement ?? [];
  return { ...policy, Statement: Array.isArray(statements) ? statements : [statements] };
}

function putPolicy({ state, now }: SqsContext, queue: Queue, policy: Policy): void {
  const { Policy: _, ...others } = queue.attributes;
  const attributes = policy.Statement.length === 0 ? others : { ...others, Policy: JSON.stringify(policy) };
  state.queues.put(queue.arn, { ...queue, attributes, modifiedAt: now });
}
