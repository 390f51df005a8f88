import type {
  AttributeDefinition,
  CreateGlobalSecondaryIndexAction,
  GlobalSecondaryIndexUpdate,
  UpdateTableCommandInput,
} from '@aws-sdk/client-dynamodb';
import type { Context } from '../kernel/operation';
import { limitExceeded, resourceNotFound, validationError } from './errors';
import { askedWarm, checkNewWarmth, checkWarmer, warmOf } from './features/warm-throughput';
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
  for (const update of updates) checkUpdate(table, input, update);
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
  table: TableEntry,
  input: UpdateTableCommandInput,
  update: GlobalSecondaryIndexUpdate,
): void {
  const globals = table.indexes.filter((index) => index.kind === 'global');
  if (update.Create !== undefined) {
    const created = update.Create;
    if (table.indexes.some((index) => index.name === created.IndexName)) {
      throw validationError('Attempting to create an index which already exists');
    }
    const mode = input.BillingMode ?? table.billingMode;
    checkGlobalIndex(created, definitionsFor(table, input), mode);
    checkNewWarmth(
      created.WarmThroughput,
      mode,
      throughputOf(created.ProvisionedThroughput),
      `index ${created.IndexName}`,
    );
    if (globals.length >= LIMITS.globalIndexes) {
      // Captured: 2026-10; CreateTable answers the same with a ValidationException.
      throw limitExceeded(
        'Subscriber limit exceeded: Number of global secondary indexes exceeds per-table limit of 20',
      );
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
  const index = globals.find((candidate) => candidate.name === name);
  if (index === undefined) throw noSuchIndex(table, name, Update === undefined ? 'delete' : 'update');
  if (Update === undefined) return;
  checkWarmer(Update.WarmThroughput, warmOf(table.billingMode, index), `index ${name}`);
  if (Update.ProvisionedThroughput !== undefined) checkBounds(Update.ProvisionedThroughput);
}

/** Captured: 2026-10. */
function noSuchIndex(table: TableEntry, name: string | undefined, action: 'delete' | 'update'): Error {
  if (table.indexes.some((index) => index.name === name)) {
    return validationError(`Cannot ${action} an index that is not a GlobalSecondaryIndex: ${name}`);
  }
  return resourceNotFound(`Requested resource not found: Index ${name} for table ${table.name}`);
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
      indexes = indexes.map((index) =>
        index.name === Update.IndexName ? changedIndex(table, index, Update) : index,
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

/** What an update does not name stays as it was. */
function changedIndex(
  table: TableEntry,
  index: IndexEntry,
  {
    ProvisionedThroughput: throughput,
    OnDemandThroughput,
    WarmThroughput,
  }: NonNullable<GlobalSecondaryIndexUpdate['Update']>,
): IndexEntry {
  return {
    ...index,
    throughput: throughput === undefined ? index.throughput : throughputOf(throughput),
    onDemandThroughput: OnDemandThroughput ?? index.onDemandThroughput,
    warm: askedWarm(WarmThroughput, warmOf(table.billingMode, index)) ?? index.warm,
  };
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
