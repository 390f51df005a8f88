import type { PolicyDocument } from '../kernel/policy/document';
import { textOf } from '../kernel/policy/input';
import { parsePolicy } from '../kernel/policy/parse';
import type { IamAction, PermissionCall, Permissions } from '../kernel/policy/permissions';
import { refusalText } from '../kernel/policy/refusal-text';
import { sqsFault } from './errors';
import { arnOfUrl, queueArn } from './queue-name';
import type { SqsState } from './state';

/** A batch needs what its entries need. Documented: service-authorization/list_amazonsqs. */
const NAMES: Readonly<Record<string, string>> = {
  ChangeMessageVisibilityBatch: 'ChangeMessageVisibility',
  DeleteMessageBatch: 'DeleteMessage',
  SendMessageBatch: 'SendMessage',
};

/** What SQS's operations need, and what its queues' policies say about it. */
export const queuePermissions: Permissions<SqsState> = {
  acrossAccounts: false,
  actions: actionsOf,
  knowsKey: () => false,
  restricts: (state) => state.queues.weight > 0,
  resource(state, { action, resource }) {
    if (resource === '*' || action === 'sqs:CreateQueue') return { accountId: undefined, policies: [] };
    const queue = state.queues.get(resource);
    if (queue === undefined) return undefined;
    return { accountId: resource.split(':')[4], policies: policiesOf(queue.attributes['Policy']) };
  },
  refused(refusal) {
    // Assumed: SQS spells actions in lower case in its refusals.
    const text = refusalText(refusal, { action: refusal.action.toLowerCase() });
    return accessDenied(refusal.operation, text);
  },
};

function accessDenied(operation: string, message: string): Error {
  const error = sqsFault('accessDenied', operation);
  if (error === undefined) throw new TypeError(`SQS.${operation} has no AccessDenied`);
  return Object.assign(error, { message });
}

function actionsOf({ operation, input, region, accountId }: PermissionCall): readonly IamAction[] {
  const place = { region, accountId };
  const action = `sqs:${NAMES[operation] ?? operation}`;
  const source = textOf(input, 'SourceArn');
  if (operation === 'StartMessageMoveTask' && source !== undefined) {
    // Documented: API_StartMessageMoveTask.
    const names = ['StartMessageMoveTask', 'ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'];
    const target = textOf(input, 'DestinationArn');
    return [
      ...names.map((name) => ({ action: `sqs:${name}`, resource: source })),
      ...(target === undefined ? [] : [{ action: 'sqs:SendMessage', resource: target }]),
    ];
  }
  const url = textOf(input, 'QueueUrl');
  const name = textOf(input, 'QueueName');
  const resource =
    url !== undefined ? arnOfUrl(place, url) : name !== undefined ? queueArn(place, name) : source;
  return [{ action, resource: resource ?? '*' }];
}

/** A queue keeps any policy that is JSON; one that says nothing sensible decides nothing. */
function policiesOf(text: string | undefined): readonly PolicyDocument[] {
  if (text === undefined || text === '') return [];
  try {
    return [parsePolicy(text, 'resource')];
  } catch {
    return [];
  }
}
