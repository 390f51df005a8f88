import {
  ConditionalCheckFailedException,
  DynamoDBServiceException,
  type CancellationReason,
} from '@aws-sdk/client-dynamodb';
import { transactionCanceled, validationError } from './errors';
import type { MemberRule } from './members';
import { RULES } from './members';
import { LIMITS } from './limits';

/** What both transactions answer when two actions name one item. */
export const SAME_ITEM_TWICE = 'Transaction request cannot include multiple operations on one item';

/** @throws ValidationException the actions together are larger than 4 MB */
export function checkTransactionSize(bytes: number): void {
  if (bytes > LIMITS.transactionBytes) {
    // Captured: facts, "size cannot exceed"; Assumed: the rest of the words.
    throw validationError(`Transaction request size cannot exceed ${LIMITS.transactionBytes} bytes`);
  }
}

/** The rule for the list of actions. */
export function transactItems(each: readonly MemberRule[]): MemberRule {
  return { name: 'TransactItems', required: true, length: [1, LIMITS.transactionActions], each };
}

/** The rules for the members of one action. */
export function actionMembers(
  subject: 'Item' | 'Key',
  more: readonly MemberRule[] = [],
): readonly MemberRule[] {
  return [RULES.tableName, { name: subject, required: true }, ...more];
}

/**
 * Runs the check of every action. The first that is refused cancels the transaction with `ValidationError` at its
 * position and `None` elsewhere. An empty key value refuses the request itself.
 *
 * @throws TransactionCanceledException, ValidationException
 */
export function checkEach<Action>(actions: readonly Action[], check: (action: Action) => void): void {
  for (const [position, action] of actions.entries()) {
    try {
      check(action);
    } catch (error) {
      throw cancelled(error, actions.length, position);
    }
  }
}

/**
 * Plans every action. All conditions are evaluated, so several may have failed; a ValidationException stops at once.
 * @throws TransactionCanceledException, ValidationException
 */
export function planEach<Action, Plan>(
  actions: readonly Action[],
  plan: (action: Action) => Plan,
): readonly Plan[] {
  const plans: Plan[] = [];
  const reasons: CancellationReason[] = actions.map(() => ({ Code: 'None' }));
  for (const [position, action] of actions.entries()) {
    try {
      plans.push(plan(action));
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException))
        throw cancelled(error, actions.length, position);
      reasons[position] = {
        Code: 'ConditionalCheckFailed',
        Message: error.message,
        ...(error.Item === undefined ? {} : { Item: error.Item }),
      };
    }
  }
  if (plans.length < actions.length) throw transactionCanceled(reasons);
  return plans;
}

/** Captured: 2026-06, four regions: empty key values refuse the request, other misfits cancel the transaction. */
export function refusesRequest(error: DynamoDBServiceException): boolean {
  return error.message.includes('cannot contain an empty');
}

/** What a refused action does to the transaction. */
function cancelled(error: unknown, actions: number, position: number): unknown {
  if (!(error instanceof DynamoDBServiceException) || error.name !== 'ValidationException') return error;
  if (refusesRequest(error)) return error;
  const reasons: CancellationReason[] = Array.from({ length: actions }, () => ({ Code: 'None' }));
  reasons[position] = { Code: 'ValidationError', Message: error.message };
  return transactionCanceled(reasons);
}
