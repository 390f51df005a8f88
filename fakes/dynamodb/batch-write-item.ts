import type {
  BatchWriteItemCommandInput,
  BatchWriteItemCommandOutput,
  WriteRequest,
} from '@aws-sdk/client-dynamodb';
import type { Context } from '../kernel/operation';
import { setOwn } from '../kernel/shape';
import { BatchKeys } from './batch-keys';
import { checkBatchAdvice, failsEntry } from './batch-advice';
import { CapacityLedger } from './capacity';
import {
  constraintViolations,
  provisionedThroughputExceeded,
  validationError,
  type CallWording,
} from './errors';
import { checkIndexKeys } from './index-entry';
import { itemCollectionMetrics, requireCollectionSize } from './item-collection';
import { attributeOf, attributesOf, checkKey, checkKeyValues, keyMismatch } from './key';
import { LIMITS } from './limits';
import { checkMembers, given, RULES } from './members';
import { typeOf } from './attribute-value';
import type { DynamodbState, TableEntry } from './state';
import { requireTable, wordingOf } from './table-access';
import { isContended } from './transactions/locks';
import { takeUnits } from './throughput';
import { commit, writeNeeds } from './write';
import { bindWrite, planWrite, type WriteAction } from './write-action';

interface Entry {
  readonly requestTable: string;
  readonly request: WriteRequest;
  readonly action: WriteAction;
}

/**
 * Puts and deletes up to 25 items. Each entry is a PutItem or DeleteItem of its own, without conditions; an invalid
 * entry refuses the whole batch.
 *
 * @throws ValidationException members, entries, values, then tables, keys, duplicates
 * @throws ResourceNotFoundException
 * @throws ItemCollectionSizeLimitExceededException
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html
 */
export function batchWriteItem(
  context: Context<DynamodbState>,
  input: BatchWriteItemCommandInput,
): Omit<BatchWriteItemCommandOutput, '$metadata'> {
  const at = wordingOf(context);
  checkBatchAdvice(context.operation, context.advice);
  const members = [RULES.returnConsumedCapacity, RULES.returnItemCollectionMetrics];
  checkMembers(input, [{ name: 'RequestItems', required: true }, ...members], at);
  const requests = Object.entries(given(input.RequestItems));
  checkCounts(requests, at);
  const entries = requests.flatMap(([name, list]) => list.map((request) => bindEntry(name, request, at)));

  const tables = entries.map((entry) => requireTable(context, entry.requestTable));
  const keys = new BatchKeys();
  const planned = entries.map((entry, i) => {
    const table = given(tables[i]);
    checkEntry(table, entry.action);
    keys.add(table, entry.action.subject);
    return { ...entry, table };
  });
  requireCollectionSize(
    context.state,
    planned.map(({ table, action }) => planWrite(context.state, table, action)),
  );

  const ledger = new CapacityLedger();
  let throttled = 0;
  const unprocessed: Record<string, WriteRequest[]> = {};
  const metrics: NonNullable<BatchWriteItemCommandOutput['ItemCollectionMetrics']> = {};
  for (const [position, { requestTable, request, action, table }] of planned.entries()) {
    const write = planWrite(context.state, table, action);
    // Assumed: an item under a transaction is left unprocessed; AWS documents the conflict of single writes only.
    const fails = failsEntry(context.advice, position) || isContended(context, write);
    const throttles = !fails && takeUnits(context, writeNeeds(context.state, write)) !== undefined;
    if (throttles) throttled++;
    if (fails || throttles) {
      setOwn(unprocessed, requestTable, [...(unprocessed[requestTable] ?? []), request]);
      continue;
    }
    ledger.add(table, commit(context, write));
    const metric = itemCollectionMetrics(input.ReturnItemCollectionMetrics, table, action.subject);
    if (metric !== undefined) setOwn(metrics, requestTable, [...(metrics[requestTable] ?? []), metric]);
  }
  // Documented: API_BatchWriteItem: "If none of the items can be processed due to insufficient provisioned throughput".
  if (throttled > 0 && throttled === planned.length) throw provisionedThroughputExceeded();
  return {
    UnprocessedItems: unprocessed,
    ItemCollectionMetrics: Object.keys(metrics).length === 0 ? undefined : metrics,
    ConsumedCapacity: ledger.answer(input.ReturnConsumedCapacity),
  };
}

/** @throws ValidationException no entries at all, none for a table, or more than 25 */
function checkCounts(
  requests: readonly (readonly [string, readonly WriteRequest[]])[],
  at: CallWording,
): void {
  if (requests.length === 0)
    throw validationError('The requestItems parameter is required for BatchWriteItem');
  for (const [name, list] of requests) {
    if (list.length >= 1 && list.length <= LIMITS.batchWriteRequests) continue;
    throw constraintViolations(
      [
        {
          member: 'requestItems',
          // Assumed: the echo; AWS prints its internal objects.
          value: `{${name}=[${list.map((request) => JSON.stringify(request)).join(', ')}]}`,
          constraint:
            'Map value must satisfy constraint: [Member must have length less than or equal to 25, Member must have length greater than or equal to 1]',
        },
      ],
      at,
    );
  }
  const count = requests.reduce((sum, [, list]) => sum + list.length, 0);
  if (count > LIMITS.batchWriteRequests) {
    throw validationError('Too many items requested for the BatchWriteItem call');
  }
}

function bindEntry(requestTable: string, request: WriteRequest, at: CallWording): Entry {
  const { PutRequest, DeleteRequest } = request;
  if (PutRequest !== undefined && DeleteRequest !== undefined) {
    throw validationError(
      'Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes',
    );
  }
  if (PutRequest?.Item !== undefined) {
    return { requestTable, request, action: bindWrite('Put', requestTable, PutRequest.Item, {}, at) };
  }
  if (DeleteRequest?.Key !== undefined) {
    return { requestTable, request, action: bindWrite('Delete', requestTable, DeleteRequest.Key, {}, at) };
  }
  throw validationError(
    'Supplied AttributeValue is empty, must contain exactly one of the supported datatypes',
  );
}

/** Unlike PutItem, a batch words every misfit of a key alike. Captured: 2026-06, four regions. */
function checkEntry(table: TableEntry, { kind, subject }: WriteAction): void {
  if (kind === 'Delete') {
    checkKey(table, subject);
    return;
  }
  for (const { name, type } of attributesOf(table.key)) {
    const value = attributeOf(subject, name);
    if (value === undefined || typeOf(value) !== type) throw keyMismatch();
  }
  checkKeyValues(table.key, subject);
  checkIndexKeys(table, subject);
}
