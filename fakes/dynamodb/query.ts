import type { QueryCommandInput, QueryCommandOutput } from '@aws-sdk/client-dynamodb';
import type { Range } from '../kernel/collection';
import type { Context } from '../kernel/operation';
import type { Item } from './attribute-value';
import { validationError, type CallWording } from './errors';
import type { Condition } from './expressions/condition';
import { ExpressionRequest } from './expressions/expression-request';
import { keyQuery as keyQueryOf, type KeyQuery } from './expressions/key-condition';
import type { Projection } from './expressions/projection';
import { attributesOf, namesOf } from './key';
import { keyRange, meetsKeyQuery } from './key-range';
import { filterCondition, keyComparisons } from './legacy-conditions';
import { attributesProjection, LEGACY_RULES, refuseMixedParameters } from './legacy-parameters';
import { checkMembers, given, RULES } from './members';
import { fitsKeys, readPage, resumeAfter, startPosition } from './page';
import type { Position } from './position';
import { checkedStartKey } from './start-key';
import { checkSelect, fetchesItems } from './select';
import type { DynamodbState, IndexEntry, Key, KeyAttribute, TableEntry } from './state';
import { requireConsistency, requireIndex, requireTable, wordingOf } from './table-access';

const MEMBERS = [
  RULES.tableName,
  RULES.indexName,
  RULES.select,
  { ...RULES.limit, generic: true },
  RULES.returnConsumedCapacity,
  ...LEGACY_RULES,
];

/**
 * Reads the items of one partition key in the order of their sort keys, from a table or an index.
 *
 * @throws ValidationException members, start key values, expressions, Select, then index, key condition, start key
 * @throws ResourceNotFoundException
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Query.html
 */
export function query(
  context: Context<DynamodbState>,
  input: QueryCommandInput,
): Omit<QueryCommandOutput, '$metadata'> {
  const at = wordingOf(context);
  checkMembers(input, MEMBERS, at);
  refuseMixedParameters(input, at);
  const startKey = checkedStartKey(input.ExclusiveStartKey, at);
  const { forKeys, filter, projection } = bindExpressions(input, at);
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
  const key = index?.key ?? table.key;
  const keyQuery = forKeys(key);
  refuseKeyFilter(input, filter, namesOf(key));
  const reverse = input.ScanIndexForward === false;
  const range: Range<Position> = { ...keyRange(keyQuery), reverse };
  const fetches = fetchesItems(table, index, input.Select, projection, filter);
  if (startKey !== undefined) checkStart(table, index, startKey, keyQuery);
  return readPage(context, {
    table,
    index,
    range:
      startKey === undefined ? range : resumeAfter(range, startPosition(table, index, startKey), reverse),
    limit: input.Limit,
    consistent,
    filter,
    projection,
    fetchesItems: fetches,
    countOnly: input.Select === 'COUNT',
    returnConsumedCapacity: input.ReturnConsumedCapacity,
  });
}

interface BoundQuery {
  readonly forKeys: (key: Key) => KeyQuery;
  readonly filter: Condition | undefined;
  readonly projection: Projection | undefined;
}

/** @throws ValidationException no key condition, or an expression or legacy parameter that is wrong in itself */
function bindExpressions(input: QueryCommandInput, at: CallWording): BoundQuery {
  const expressions = new ExpressionRequest({
    names: input.ExpressionAttributeNames,
    values: input.ExpressionAttributeValues,
    ...at,
  });
  const forKeys = bindKeyCondition(input, expressions, at);
  const filter =
    input.FilterExpression === undefined
      ? filterCondition(input.QueryFilter, input.ConditionalOperator, at)
      : expressions.condition(input.FilterExpression, 'FilterExpression');
  const projection =
    input.ProjectionExpression === undefined
      ? attributesProjection(input.AttributesToGet)
      : expressions.projection(input.ProjectionExpression);
  expressions.finish();
  return { forKeys, filter, projection };
}

function bindKeyCondition(
  input: QueryCommandInput,
  expressions: ExpressionRequest,
  at: CallWording,
): BoundQuery['forKeys'] {
  const names = (attributes: readonly KeyAttribute[]): string[] => attributes.map(({ name }) => name);
  const types = (key: Key) => new Map(attributesOf(key).map(({ name, type }) => [name, type]));
  if (input.KeyConditionExpression !== undefined) {
    const condition = expressions.keyCondition(input.KeyConditionExpression);
    return (key) => condition.forKeys(names(key.hash), names(key.range), types(key));
  }
  if (input.KeyConditions === undefined) {
    throw validationError(
      'Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.',
    );
  }
  const comparisons = keyComparisons(input.KeyConditions, at);
  return (key) =>
    keyQueryOf(comparisons, {
      hashNames: names(key.hash),
      rangeNames: names(key.range),
      types: types(key),
      wording: at.wording,
    });
}

/** @throws ValidationException the filter names a key attribute of what is queried */
function refuseKeyFilter(
  input: QueryCommandInput,
  filter: Condition | undefined,
  keyNames: readonly string[],
): void {
  const key = filter?.paths.find((name) => keyNames.includes(name));
  if (key !== undefined && input.QueryFilter !== undefined) {
    throw validationError(
      `QueryFilter can only contain non-primary key attributes: Primary key attribute: ${key}`,
    );
  }
  filter?.requireNoKeys(keyNames);
}

/** A start key must be a key that this query could have ended at. The item need not exist. */
function checkStart(
  table: TableEntry,
  index: IndexEntry | undefined,
  startKey: Item,
  keyQuery: KeyQuery,
): void {
  if (index === undefined && table.key.range.length === 0) {
    throw validationError('The query can return at most one row and cannot be restarted');
  }
  if (!fitsKeys(table, index, startKey)) {
    const size = Object.keys(startKey).length;
    throw validationError(
      index === undefined && size !== namesOf(table.key).length
        ? "Exclusive Start Key must have same size as table's key schema"
        : `The provided starting key is invalid${index === undefined ? ': The provided key element does not match the schema' : ''}`,
    );
  }
  const problem = meetsKeyQuery(startKey, index?.key ?? table.key, keyQuery);
  if (problem !== undefined) throw validationError(problem);
}
