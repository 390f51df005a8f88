import type { ScanCommandInput, ScanCommandOutput } from '@aws-sdk/client-dynamodb';
import type { Context } from '../kernel/operation';
import type { Item } from './attribute-value';
import { validationError, type CallWording } from './errors';
import { ExpressionRequest } from './expressions/expression-request';
import { filterCondition } from './legacy-conditions';
import { attributesProjection, LEGACY_RULES, refuseMixedParameters } from './legacy-parameters';
import { LIMITS } from './limits';
import { checkMembers, given, RULES, type MemberRule } from './members';
import { fitsKeys, readPage, resumeAfter, startPosition } from './page';
import { segmentRange, type Position } from './position';
import { checkSelect, fetchesItems } from './select';
import { checkedStartKey } from './start-key';
import type { DynamodbState, IndexEntry, TableEntry } from './state';
import { requireConsistency, requireIndex, requireTable, wordingOf } from './table-access';

const MEMBERS: readonly MemberRule[] = [
  RULES.tableName,
  RULES.indexName,
  RULES.select,
  RULES.limit,
  RULES.returnConsumedCapacity,
  ...LEGACY_RULES,
  { name: 'TotalSegments', least: 1, most: LIMITS.segments },
  { name: 'Segment', least: 0, most: LIMITS.segments - 1 },
];

/** Captured: facts; a Scan of a nearly empty on-demand table reads its four partitions. */
export const PARTITIONS = 4;

/**
 * Reads all items of a table or index, in the order of the hash of their partition keys.
 *
 * @throws ValidationException members, segments, start key values, expressions, Select, then index, start key
 * @throws ResourceNotFoundException
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Scan.html
 */
export function scan(
  context: Context<DynamodbState>,
  input: ScanCommandInput,
): Omit<ScanCommandOutput, '$metadata'> {
  const at = wordingOf(context);
  checkMembers(input, MEMBERS, at);
  refuseMixedParameters(input, at);
  checkSegments(input);
  const startKey = checkedStartKey(input.ExclusiveStartKey, at);
  const { filter, projection } = bindExpressions(input, at);
  const selection = {
    select: input.Select,
    indexName: input.IndexName,
    projects: projection !== undefined,
    attributesToGet: input.AttributesToGet !== undefined,
  };
  checkSelect(selection, at);

  const table = requireTable(context, given(input.TableName));
  const index = requireIndex(table, input.IndexName, context.now);
  const consistent = requireConsistency(input.ConsistentRead, index);
  const fetches = fetchesItems(table, index, input.Select, projection, filter);
  const range = segmentRange(input.Segment ?? 0, input.TotalSegments ?? 1);
  return readPage(context, {
    table,
    index,
    range:
      startKey === undefined ? range : resumeAfter(range, checkedStart(table, index, startKey, input), false),
    limit: input.Limit,
    consistent,
    filter,
    projection,
    fetchesItems: fetches,
    countOnly: input.Select === 'COUNT',
    returnConsumedCapacity: input.ReturnConsumedCapacity,
    leastUnits:
      index === undefined && input.TotalSegments === undefined ? PARTITIONS / (consistent ? 1 : 2) : 0,
  });
}

function bindExpressions(
  input: ScanCommandInput,
  at: CallWording,
): Pick<Parameters<typeof readPage>[1], 'filter' | 'projection'> {
  const expressions = new ExpressionRequest({
    names: input.ExpressionAttributeNames,
    values: input.ExpressionAttributeValues,
    ...at,
  });
  const filter =
    input.FilterExpression === undefined
      ? filterCondition(input.ScanFilter, input.ConditionalOperator, at)
      : expressions.condition(input.FilterExpression, 'FilterExpression');
  const projection =
    input.ProjectionExpression === undefined
      ? attributesProjection(input.AttributesToGet)
      : expressions.projection(input.ProjectionExpression);
  expressions.finish();
  return { filter, projection };
}

/** @throws ValidationException Segment and TotalSegments do not fit together */
function checkSegments({ Segment, TotalSegments }: ScanCommandInput): void {
  if (Segment === undefined && TotalSegments === undefined) return;
  if (TotalSegments === undefined) {
    throw validationError(
      'The TotalSegments parameter is required but was not present in the request when Segment parameter is present',
    );
  }
  if (Segment === undefined) {
    throw validationError(
      'The Segment parameter is required but was not present in the request when parameter TotalSegments is present',
    );
  }
  if (Segment >= TotalSegments) {
    throw validationError(
      `The Segment parameter is zero-based and must be less than parameter TotalSegments: Segment: ${Segment} is not less than TotalSegments: ${TotalSegments}`,
    );
  }
}

/** @throws ValidationException the start key is no key of what is scanned, or lies in another segment */
function checkedStart(
  table: TableEntry,
  index: IndexEntry | undefined,
  startKey: Item,
  input: ScanCommandInput,
): Position {
  if (!fitsKeys(table, index, startKey)) {
    throw validationError(
      `The provided starting key is invalid${index === undefined ? ': The provided key element does not match the schema' : ''}`,
    );
  }
  const position = startPosition(table, index, startKey);
  const { Segment = 0, TotalSegments = 1 } = input;
  const { from, before } = segmentRange(Segment, TotalSegments);
  if (position.hash < (from?.hash ?? 0) || position.hash >= (before?.hash ?? 0)) {
    throw validationError(
      `The provided starting key is invalid: Invalid ExclusiveStartKey. Please use ExclusiveStartKey with correct Segment. TotalSegments: ${TotalSegments} Segment: ${Segment}`,
    );
  }
  return position;
}
