import type {
  AttributeValue,
  BatchGetItemCommandInput,
  BatchGetItemCommandOutput,
  KeysAndAttributes,
} from '@aws-sdk/client-dynamodb';
import type { Context } from '../kernel/operation';
import { setOwn } from '../kernel/shape';
import { checkedItem } from './attribute-value-validation';
import type { Item } from './attribute-value';
import { checkBatchAdvice, failsEntry } from './batch-advice';
import { BatchKeys } from './batch-keys';
import { CapacityLedger, readUnits } from './capacity';
import {
  constraintViolations,
  provisionedThroughputExceeded,
  validationError,
  type CallWording,
} from './errors';
import { ExpressionRequest } from './expressions/expression-request';
import type { Projection } from './expressions/projection';
import { checkKey, namesOf, tablePosition } from './key';
import { attributesProjection, refuseMixedParameters } from './legacy-parameters';
import { LIMITS } from './limits';
import { checkMembers, given, RULES } from './members';
import type { DynamodbState, TableEntry } from './state';
import { readableItems } from './readable';
import { takeUnits } from './throughput';
import { requireTable, wordingOf } from './table-access';

/** What one table's part of a BatchGetItem asks for. */
interface TableRead {
  readonly requestTable: string;
  readonly request: KeysAndAttributes;
  readonly keys: readonly Item[];
  readonly projection: Projection | undefined;
  readonly consistent: boolean;
}

/**
 * Reads up to 100 items. Each key is a GetItem of its own; an invalid one refuses the whole batch. Keys whose items
 * would take the answer over 16 MB come back unprocessed.
 *
 * @throws ValidationException members, counts, values, projections, then keys, duplicates
 * @throws ResourceNotFoundException
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html
 */
export function batchGetItem(
  context: Context<DynamodbState>,
  input: BatchGetItemCommandInput,
): Omit<BatchGetItemCommandOutput, '$metadata'> {
  const at = wordingOf(context);
  checkBatchAdvice(context.operation, context.advice);
  checkMembers(input, [{ name: 'RequestItems', required: true }, RULES.returnConsumedCapacity], at);
  const requests = Object.entries(given(input.RequestItems));
  checkCounts(requests, at);
  requireOneKind(
    requests.map(([, request]) => request),
    at,
  );
  const reads = requests.map(([name, request]) => bindRead(name, request, at));
  const tables = reads.map((read) => requireTable(context, read.requestTable));
  const duplicates = new BatchKeys();
  const planned = reads.map((read, i) => {
    const table = given(tables[i]);
    read.projection?.requireScalarKeys(namesOf(table.key));
    for (const key of read.keys) {
      checkKey(table, key);
      duplicates.add(table, key);
    }
    return { ...read, table };
  });
  return readAll(context, input, planned);
}

function readAll(
  context: Context<DynamodbState>,
  input: BatchGetItemCommandInput,
  reads: readonly (TableRead & { readonly table: TableEntry })[],
): Omit<BatchGetItemCommandOutput, '$metadata'> {
  const ledger = new CapacityLedger();
  const responses: Record<string, Item[]> = {};
  const unprocessed: Record<string, KeysAndAttributes> = {};
  let bytes = 0;
  let position = 0;
  let full = false;
  let throttled = 0;
  for (const read of reads) {
    const items: Item[] = [];
    const left: Record<string, AttributeValue>[] = [];
    const source = readableItems(context, read.table, read.consistent);
    for (const key of read.keys) {
      const found = source.get(tablePosition(read.table, key));
      full ||= bytes + (found?.bytes ?? 0) > LIMITS.batchGetBytes;
      if (full || failsEntry(context.advice, position++)) {
        left.push(key);
        continue;
      }
      const units = readUnits(found?.bytes ?? 0, read.consistent);
      if (takeUnits(context, [{ table: read.table, kind: 'read', units }]) !== undefined) {
        throttled++;
        left.push(key);
        continue;
      }
      bytes += found?.bytes ?? 0;
      ledger.add(read.table, { table: units, indexes: new Map() });
      if (found !== undefined) items.push(read.projection?.of(found.item) ?? found.item);
    }
    setOwn(responses, read.requestTable, items);
    if (left.length > 0) setOwn(unprocessed, read.requestTable, { ...read.request, Keys: left });
  }
  // Documented: API_BatchGetItem: "If none of the items can be processed due to insufficient provisioned throughput".
  if (throttled > 0 && throttled === keysOf(reads)) throw provisionedThroughputExceeded();
  return {
    Responses: responses,
    UnprocessedKeys: unprocessed,
    ConsumedCapacity: ledger.answer(input.ReturnConsumedCapacity),
  };
}

function keysOf(reads: readonly TableRead[]): number {
  return reads.reduce((sum, read) => sum + read.keys.length, 0);
}

/** @throws ValidationException no keys at all, none for a table, or more than 100 */
function checkCounts(requests: readonly (readonly [string, KeysAndAttributes])[], at: CallWording): void {
  if (requests.length === 0) throw validationError('The requestItems parameter is required for BatchGetItem');
  for (const [name, { Keys: keys = [] }] of requests) {
    if (keys.length >= 1 && keys.length <= LIMITS.batchGetKeys) continue;
    const constraint =
      keys.length === 0
        ? 'Member must have length greater than or equal to 1'
        : `Member must have length less than or equal to ${LIMITS.batchGetKeys}`;
    if (at.wording === '2026') {
      // Captured: 2026-06; this member alone is named by its path in the request.
      throw validationError(
        `1 validation error detected: Value at 'RequestItems.${name}.member.Keys' failed to satisfy constraint: ${constraint}`,
      );
    }
    const value = `[${keys.map((key) => JSON.stringify(key)).join(', ')}]`;
    throw constraintViolations([{ member: `requestItems.${name}.member.keys`, value, constraint }], at);
  }
  const count = requests.reduce((sum, [, request]) => sum + (request.Keys?.length ?? 0), 0);
  if (count > LIMITS.batchGetKeys) {
    throw validationError('Too many items requested for the BatchGetItem call');
  }
}

/** AWS refuses tables of which some project by expression and some by AttributesToGet. */
function requireOneKind(requests: readonly KeysAndAttributes[], at: CallWording): void {
  const AttributesToGet = requests.find((request) => request.AttributesToGet !== undefined)?.AttributesToGet;
  const ProjectionExpression = requests.find(
    (request) => request.ProjectionExpression !== undefined,
  )?.ProjectionExpression;
  refuseMixedParameters({ AttributesToGet, ProjectionExpression }, at);
}

function bindRead(requestTable: string, request: KeysAndAttributes, at: CallWording): TableRead {
  const keys = (request.Keys ?? []).map((key) => checkedItem(key, at));
  const expressions = new ExpressionRequest({ names: request.ExpressionAttributeNames, ...at });
  const projection =
    request.ProjectionExpression === undefined
      ? attributesProjection(request.AttributesToGet)
      : expressions.projection(request.ProjectionExpression);
  expressions.finish();
  return { requestTable, request, keys, projection, consistent: request.ConsistentRead === true };
}
