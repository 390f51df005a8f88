import type { GetItemCommandInput, GetItemCommandOutput } from '@aws-sdk/client-dynamodb';
import type { Context } from '../kernel/operation';
import { checkedItem } from './attribute-value-validation';
import { consumedCapacity, readUnits } from './capacity';
import { ExpressionRequest } from './expressions/expression-request';
import { checkKey, namesOf, tablePosition } from './key';
import { attributesProjection, LEGACY_RULES, refuseMixedParameters } from './legacy-parameters';
import { checkMembers, given, RULES } from './members';
import { readableItems } from './readable';
import type { DynamodbState } from './state';
import { requireUnits } from './throughput';
import { requireTable, wordingOf } from './table-access';

const MEMBERS = [RULES.tableName, RULES.key, RULES.returnConsumedCapacity, ...LEGACY_RULES];

/**
 * Reads one item by its key.
 *
 * @throws ValidationException members, key values, projection, then the key
 * @throws ResourceNotFoundException
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_GetItem.html
 */
export function getItem(
  context: Context<DynamodbState>,
  input: GetItemCommandInput,
): Omit<GetItemCommandOutput, '$metadata'> {
  const at = wordingOf(context);
  checkMembers(input, MEMBERS, at);
  refuseMixedParameters(input, at);
  const key = checkedItem(given(input.Key), at);
  const expressions = new ExpressionRequest({ names: input.ExpressionAttributeNames, ...at });
  const projection =
    input.ProjectionExpression === undefined
      ? attributesProjection(input.AttributesToGet)
      : expressions.projection(input.ProjectionExpression);
  expressions.finish();

  const table = requireTable(context, given(input.TableName));
  projection?.requireScalarKeys(namesOf(table.key));
  checkKey(table, key);
  const consistent = input.ConsistentRead === true;
  const found = readableItems(context, table, consistent).get(tablePosition(table, key));
  const units = readUnits(found?.bytes ?? 0, consistent);
  requireUnits(context, [{ table, kind: 'read', units }]);
  return {
    Item: found === undefined || projection === undefined ? found?.item : projection.of(found.item),
    ConsumedCapacity: consumedCapacity(input.ReturnConsumedCapacity, table, {
      table: units,
      indexes: new Map(),
    }),
  };
}
