import type { QueryCommandInput, QueryCommandOutput } from '@aws-sdk/client-dynamodb';
import type { Range } from '../kernel/collection';
import type { Context } from '../kernel/operation';
import type { Item } from './attribute-value';
import { validationError } from './errors';
import { ExpressionRequest } from './expressions/expression-request';
import type { KeyQuery } from './expressions/key-condition';
import { attributesOf, namesOf } from './key';
import { keyRange, meetsKeyQuery } from './key-range';
import { checkMembers, given, RULES } from './members';
import { fitsKeys, readPage, resumeAfter, startPosition } from './page';
import type { Position } from './position';
import { checkedStartKey } from './start-key';
import { checkSelect, fetchesItems } from './select';
import type { DynamodbState, IndexEntry, TableEntry } from './state';
import { requireIndex, requireTable, wordingOf } from './table-access';

const MEMBERS = [
  RULES.tableName,
  RULES.indexName,
  RULES.select,
  { ...RULES.limit, generic: true },
  RULES.returnConsumedCapacity,
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
  const startKey = checkedStartKey(input.ExclusiveStartKey, at);
  const expressions = new ExpressionRequest({
    names: input.ExpressionAttributeNames,
    values: input.ExpressionAttributeValues,
    ...at,
  });
  if (input.KeyConditionExpression === undefined) {
    throw validationError(
      'Either the KeyConditions or KeyConditionExpression parameter must be specified in the request.',
    );
  }
  const condition = expressions.keyCondition(input.KeyConditionExpression);
  const filter =
    input.FilterExpression === undefined
      ? undefined
      : expressions.condition(input.FilterExpression, 'FilterExpression');
  const projection =
    input.ProjectionExpression === undefined ? undefined : expressions.projection(input.ProjectionExpression);
  expressions.finish();
  const selection = { select: input.Select, indexName: input.IndexName, projects: projection !== undefined };
  checkSelect(selection, at);

  const table = requireTable(context, given(input.TableName));
  const index = requireIndex(table, input.IndexName, context.now);
  const consistent = input.ConsistentRead === true;
  if (consistent && index?.kind === 'global') {
    throw validationError('Consistent reads are not supported on global secondary indexes');
  }
  const key = index?.key ?? table.key;
  const types = new Map(attributesOf(key).map((attribute) => [attribute.name, attribute.type]));
  const names = (attributes: readonly { name: string }[]): string[] => attributes.map(({ name }) => name);
  const keyQuery = condition.forKeys(names(key.hash), names(key.range), types);
  filter?.requireNoKeys(namesOf(key));
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
