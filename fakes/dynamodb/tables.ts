import type {
  DeleteTableCommandInput,
  DeleteTableCommandOutput,
  DescribeTableCommandInput,
  DescribeTableCommandOutput,
  ListTablesCommandInput,
  ListTablesCommandOutput,
} from '@aws-sdk/client-dynamodb';
import type { Context } from '../kernel/operation';
import { backUpDeletedTable } from './backups/backups';
import { historyOf } from './backups/state';
import { validationError } from './errors';
import { forgetFeatures } from './features/state';
import { LIMITS } from './limits';
import { checkMembers, requireTableName, RULES } from './members';
import { expiryAtOf, expiryOf, indexItemsOf, itemsOf, locksOf, type DynamodbState } from './state';
import { requireControlTable, wordingOf } from './table-access';
import { forgetArrangement } from './table-arrangement';
import { describe, describeDeleted } from './table-description';

/**
 * Describes a table. A table is ACTIVE from the first description on.
 *
 * @throws ValidationException, ResourceNotFoundException
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeTable.html
 */
export function describeTable(
  context: Context<DynamodbState>,
  input: DescribeTableCommandInput,
): Omit<DescribeTableCommandOutput, '$metadata'> {
  const name = requireTableName(input);
  checkMembers(input, [RULES.tableName], wordingOf(context));
  const table = requireControlTable(context, name);
  return { Table: describe(context.state, table, { status: 'ACTIVE', now: context.now }) };
}

/**
 * Deletes a table with its items, at once. The stream stays readable for 24 hours.
 *
 * @throws ValidationException members; the table is protected against deletion
 * @throws ResourceNotFoundException
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DeleteTable.html
 */
export function deleteTable(
  context: Context<DynamodbState>,
  input: DeleteTableCommandInput,
): Omit<DeleteTableCommandOutput, '$metadata'> {
  const { state, now } = context;
  const name = requireTableName(input);
  checkMembers(input, [RULES.tableName], wordingOf(context));
  const table = requireControlTable(context, name);
  if (table.deletionProtection) {
    throw validationError(
      'Resource cannot be deleted as it is currently protected against deletion. Disable deletion protection first.',
    );
  }
  const TableDescription = describeDeleted(state, table);
  backUpDeletedTable(context, table);
  itemsOf(state, table).clear();
  expiryOf(state, table).clear();
  expiryAtOf(state, table).clear();
  state.expiring.delete([table.region, table.name]);
  forgetArrangement(state, table);
  forgetFeatures(state, table);
  historyOf(state, table).clear();
  locksOf(state, table).clear();
  for (const index of table.indexes) indexItemsOf(state, table, index).clear();
  const stream = table.streamArn === undefined ? undefined : state.streams.get(table.streamArn);
  if (stream !== undefined) state.streams.put(stream.arn, { ...stream, disabledAt: now });
  state.tables.delete([table.region, table.name]);
  return { TableDescription };
}

/**
 * Lists the names of the region's tables in order.
 *
 * @throws ValidationException
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ListTables.html
 */
export function listTables(
  context: Context<DynamodbState>,
  input: ListTablesCommandInput,
): Omit<ListTablesCommandOutput, '$metadata'> {
  const members = [
    { name: 'ExclusiveStartTableName', tableName: 3 },
    { name: 'Limit', least: 1, most: LIMITS.listTables },
  ];
  checkMembers(input, members, wordingOf(context));
  const limit = input.Limit ?? LIMITS.listTables;
  const names: string[] = [];
  const after = [context.region, input.ExclusiveStartTableName ?? ''] as const;
  let last: string | undefined;
  for (const [[region, name]] of context.state.tables.entries({ after })) {
    if (region !== context.region) break;
    if (names.length === limit) {
      last = names.at(-1);
      break;
    }
    names.push(name);
  }
  return { TableNames: names, LastEvaluatedTableName: last };
}
