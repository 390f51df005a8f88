import type {
  AttributeDefinition,
  CreateGlobalSecondaryIndexAction,
  GlobalSecondaryIndexUpdate,
  UpdateTableCommandInput,
} from '@aws-sdk/client-dynamodb';
import { notSupported } from '../kernel/errors';
import type { Context } from '../kernel/operation';
import { limitExceeded, resourceNotFound, validationError } from './errors';
import { LIMITS } from './limits';
import { indexItemsOf, type DynamodbState, type IndexEntry, type TableEntry } from './state';
import {
  checkBounds,
  checkGlobalIndex,
  checkProjectedAttributes,
  invalidParameters,
} from './table-definition';
import { indexEntry, sortedIndexes, throughputOf } from './table-entry';
import { backfill } from './write';

/** How long a new index is built. Assumed: AWS takes minutes to hours; a test only needs to see the state. */
const BUILDING_MS = 30_000;

/**
 * Checks `GlobalSecondaryIndexUpdates` against each other and the table.
 * @throws ValidationException, LimitExceededException, ResourceNotFoundException
 */
export function checkIndexUpdates(
  context: Context<DynamodbState>,
  table: TableEntry,
  input: UpdateTableCommandInput,
): void {
  const updates = input.GlobalSecondaryIndexUpdates ?? [];
  const names = new Set<string>();
  for (const update of updates) {
    const name = actionOf(update).IndexName ?? '';
    if (names.has(name)) {
      throw invalidParameters(
        `Only one global secondary index update per index is allowed simultaneously. Index: ${name}`,
      );
    }
    names.add(name);
  }
  const building = table.indexes.filter(
    (index) => index.activeAt !== undefined && context.now < index.activeAt,
  );
  const online = updates.filter((update) => update.Update === undefined).length;
  if (online > 1 || (online === 1 && building.length > 0)) {
    throw limitExceeded(
      'Subscriber limit exceeded: Only 1 online index can be created or deleted simultaneously per table',
    );
  }
  for (const update of updates) checkUpdate(context, table, input, update);
}

function actionOf(update: GlobalSecondaryIndexUpdate): { readonly IndexName?: string | undefined } {
  const actions = [update.Create, update.Update, update.Delete].filter((action) => action !== undefined);
  const [action] = actions;
  // Documented: API_GlobalSecondaryIndexUpdate, one of the three. Assumed: the words.
  if (action === undefined || actions.length > 1) {
    throw invalidParameters(
      'One of GlobalSecondaryIndexUpdate.Update, GlobalSecondaryIndexUpdate.Create, GlobalSecondaryIndexUpdate.Delete must not be null',
    );
  }
  return action;
}

function checkUpdate(
  context: Context<DynamodbState>,
  table: TableEntry,
  input: UpdateTableCommandInput,
  update: GlobalSecondaryIndexUpdate,
): void {
  const globals = table.indexes.filter((index) => index.kind === 'global');
  if (update.Create !== undefined) {
    const created = update.Create;
    if (created.WarmThroughput !== undefined) throw notSupported(context.operation, 'WarmThroughput');
    if (table.indexes.some((index) => index.name === created.IndexName)) {
      throw validationError('Attempting to create an index which already exists');
    }
    checkGlobalIndex(created, definitionsFor(table, input), input.BillingMode ?? table.billingMode);
    if (globals.length >= LIMITS.globalIndexes) {
      throw invalidParameters('GlobalSecondaryIndex count exceeds the per-table limit of 20');
    }
    checkProjectedAttributes([
      ...table.indexes.map((index) => ({
        IndexName: index.name,
        KeySchema: [...index.keySchema],
        Projection: index.projection,
      })),
      created,
    ]);
    return;
  }
  const { Update, Delete } = update;
  const name = Update?.IndexName ?? Delete?.IndexName;
  if (!globals.some((index) => index.name === name)) throw resourceNotFound();
  if (Update === undefined) return;
  if (Update.WarmThroughput !== undefined) throw notSupported(context.operation, 'WarmThroughput');
  if (Update.ProvisionedThroughput !== undefined) checkBounds(Update.ProvisionedThroughput);
}

/** The table's attribute definitions, with those of the request added. */
function definitionsFor(table: TableEntry, input: UpdateTableCommandInput): readonly AttributeDefinition[] {
  const added = (input.AttributeDefinitions ?? []).filter((definition) =>
    table.attributeDefinitions.every((known) => known.AttributeName !== definition.AttributeName),
  );
  return [...table.attributeDefinitions, ...added];
}

/** Makes the checked updates: fills a new index, empties a deleted one. Returns the changed parts of the table. */
export function updateIndexes(
  context: Context<DynamodbState>,
  table: TableEntry,
  input: UpdateTableCommandInput,
): Pick<TableEntry, 'indexes' | 'attributeDefinitions'> {
  const { state } = context;
  let indexes: readonly IndexEntry[] =
    input.BillingMode === 'PAY_PER_REQUEST'
      ? table.indexes.map((index) => ({ ...index, throughput: throughputOf(undefined) }))
      : table.indexes;
  const definitions = definitionsFor(table, input);
  for (const { Create, Update, Delete } of input.GlobalSecondaryIndexUpdates ?? []) {
    if (Create !== undefined) indexes = [...indexes, create(context, table, Create, definitions)];
    if (Update !== undefined) {
      const throughput = throughputOf(Update.ProvisionedThroughput);
      const onDemandThroughput = Update.OnDemandThroughput;
      indexes = indexes.map((index) =>
        index.name === Update.IndexName ? { ...index, throughput, onDemandThroughput } : index,
      );
    }
    if (Delete !== undefined) {
      const gone = indexes.find((index) => index.name === Delete.IndexName);
      if (gone !== undefined) indexItemsOf(state, table, gone).clear();
      indexes = indexes.filter((index) => index !== gone);
    }
  }
  const used = new Set(
    [table.keySchema, ...indexes.map((index) => index.keySchema)].flatMap((keySchema) =>
      keySchema.map((element) => element.AttributeName),
    ),
  );
  // Captured: facts, "merges, drops orphans on delete, ignores unused ones".
  const attributeDefinitions = definitions.filter((definition) => used.has(definition.AttributeName));
  return { indexes: sortedIndexes(indexes), attributeDefinitions };
}

function create(
  context: Context<DynamodbState>,
  table: TableEntry,
  action: CreateGlobalSecondaryIndexAction,
  definitions: readonly AttributeDefinition[],
): IndexEntry {
  const index = {
    ...indexEntry('global', action, table.key, definitions),
    activeAt: context.now + BUILDING_MS,
  };
  backfill(context.state, table, index);
  return index;
}
