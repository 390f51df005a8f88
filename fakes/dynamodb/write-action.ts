import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { checkedItem } from './attribute-value-validation';
import type { Item } from './attribute-value';
import { conditionalCheckFailed, validationError, wordedValidationError, type CallWording } from './errors';
import type { Condition } from './expressions/condition';
import { ExpressionRequest } from './expressions/expression-request';
import type { Update, Updated } from './expressions/update';
import { checkIndexKeys } from './index-entry';
import { itemSize, MAX_ITEM_BYTES } from './item-size';
import { checkItemKey, checkKey, namesOf, tablePosition } from './key';
import { itemsOf, type DynamodbState, type TableEntry } from './state';
import { stored, type PreparedWrite } from './write';

/** What a single write, an entry of a batch and an action of a transaction have in common. */
export interface WriteAction {
  readonly kind: 'Put' | 'Update' | 'Delete' | 'ConditionCheck';
  readonly tableName: string;
  /** The item of a Put, the key of all others. Checked and canonical. */
  readonly subject: Item;
  readonly condition?: Condition | undefined;
  readonly update?: Update | undefined;
  /** `ReturnValuesOnConditionCheckFailure: ALL_OLD` */
  readonly oldItemOnFailure?: boolean;
}

/** The members of an input from which a WriteAction is made. */
export interface WriteParameters {
  readonly ConditionExpression?: string | undefined;
  readonly UpdateExpression?: string | undefined;
  readonly ExpressionAttributeNames?: Record<string, string> | undefined;
  readonly ExpressionAttributeValues?: Record<string, AttributeValue> | undefined;
  readonly ReturnValuesOnConditionCheckFailure?: string | undefined;
}

/**
 * Checks everything about a write that needs no table: values, size, expressions.
 * @throws ValidationException
 */
export function bindWrite(
  kind: WriteAction['kind'],
  tableName: string,
  subject: Item,
  parameters: WriteParameters,
  at: CallWording,
): WriteAction {
  const checked = checkedItem(subject, at);
  if (kind === 'Put') checkItemSize(checked, at);
  const expressions = new ExpressionRequest({
    names: parameters.ExpressionAttributeNames,
    values: parameters.ExpressionAttributeValues,
    ...at,
  });
  const update =
    parameters.UpdateExpression === undefined ? undefined : expressions.update(parameters.UpdateExpression);
  const condition =
    parameters.ConditionExpression === undefined
      ? undefined
      : expressions.condition(parameters.ConditionExpression, 'ConditionExpression');
  expressions.finish();
  return {
    kind,
    tableName,
    subject: checked,
    condition,
    update,
    oldItemOnFailure: parameters.ReturnValuesOnConditionCheckFailure === 'ALL_OLD',
  };
}

/** @throws ValidationException the item has more than 400 KB */
export function checkItemSize(item: Item, at: CallWording): void {
  if (itemSize(item) > MAX_ITEM_BYTES) {
    throw wordedValidationError('Item size has exceeded the maximum allowed size', at);
  }
}

/**
 * Checks a write against its table: key schema, key types, index keys.
 * @throws ValidationException
 */
export function checkWrite(table: TableEntry, action: WriteAction): void {
  const keyNames = namesOf(table.key);
  action.condition?.requireScalarKeys(keyNames);
  action.update?.requireScalarKeys(keyNames);
  if (action.kind === 'Put') {
    checkItemKey(table, action.subject);
    checkIndexKeys(table, action.subject);
    return;
  }
  action.update?.requireNoKeys(keyNames);
  checkKey(table, action.subject);
}

/** What a write is going to do. */
export interface PlannedWrite extends PreparedWrite {
  /** What an UpdateExpression touched. */
  readonly updated?: Updated | undefined;
}

/**
 * Holds the condition against the item and works out what becomes of it. Changes nothing.
 * @throws ConditionalCheckFailedException, then ValidationException of an update that does not fit the item
 */
export function planWrite(state: DynamodbState, table: TableEntry, action: WriteAction): PlannedWrite {
  const position = tablePosition(table, action.subject);
  const before = itemsOf(state, table).get(position);
  if (action.condition !== undefined && !action.condition.matches(before?.item)) {
    throw conditionalCheckFailed(action.oldItemOnFailure === true ? before?.item : undefined);
  }
  const unchanged = { table, position, before, after: before };
  switch (action.kind) {
    case 'Put':
      return { ...unchanged, after: stored(action.subject) };
    case 'Delete':
      return { ...unchanged, after: undefined };
    case 'ConditionCheck':
      return unchanged;
    case 'Update':
      return { ...unchanged, ...planUpdate(table, action, before?.item) };
  }
}

function planUpdate(
  table: TableEntry,
  action: WriteAction,
  before: Item | undefined,
): Pick<PlannedWrite, 'after' | 'updated'> {
  const { update } = action;
  const start = before ?? action.subject;
  if (update === undefined) return { after: stored(start) };
  const updated = update.apply(start);
  // Captured: facts, an update that only removes creates no item.
  if (before === undefined && !update.createsItem) return { after: undefined };
  checkIndexKeys(table, updated.item, start);
  const after = stored(updated.item);
  if (after.bytes > MAX_ITEM_BYTES) {
    throw validationError('Item size to update has exceeded the maximum allowed size');
  }
  return { after, updated };
}
