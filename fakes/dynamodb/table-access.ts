import type { Context } from '../kernel/operation';
import { resourceNotFound, tableNotFound, validationError, type CallWording } from './errors';
import type { DynamodbState, IndexEntry, TableEntry } from './state';

type Call = Pick<Context<DynamodbState>, 'state' | 'region' | 'operation'>;

/** How this call's ValidationExceptions are worded. */
export function wordingOf(context: Pick<Context<DynamodbState>, 'state' | 'operation'>): CallWording {
  return { wording: context.state.errorWording, operation: context.operation };
}

/** The name in a TableName, which may be the table's ARN. */
export function nameOfTable(nameOrArn: string): string {
  return nameOrArn.startsWith('arn:') ? nameOrArn.slice(nameOrArn.indexOf('/') + 1) : nameOrArn;
}

/** The table of that name or ARN, if there is one. */
export function findTable(call: Call, nameOrArn: string): TableEntry | undefined {
  const region = nameOrArn.startsWith('arn:') ? (nameOrArn.split(':')[3] ?? '') : call.region;
  const table = call.state.tables.get([region, nameOfTable(nameOrArn)]);
  return nameOrArn.startsWith('arn:') && table?.arn !== nameOrArn ? undefined : table;
}

/**
 * The table of a data plane operation.
 * @throws ResourceNotFoundException
 */
export function requireTable(call: Call, nameOrArn: string): TableEntry {
  const table = findTable(call, nameOrArn);
  if (table === undefined) throw resourceNotFound();
  return table;
}

/**
 * The table of a control plane operation.
 * @throws ResourceNotFoundException with the table's name
 */
export function requireControlTable(call: Call, nameOrArn: string): TableEntry {
  const table = findTable(call, nameOrArn);
  if (table === undefined) throw tableNotFound(nameOfTable(nameOrArn));
  return table;
}

/**
 * The index of a read, if it names one.
 * @throws ValidationException the table has no such index, or it is still being built
 */
export function requireIndex(
  table: TableEntry,
  name: string | undefined,
  now: number,
): IndexEntry | undefined {
  if (name === undefined) return undefined;
  const index = table.indexes.find((candidate) => candidate.name === name);
  if (index === undefined) throw validationError(`The table does not have the specified index: ${name}`);
  if (index.activeAt !== undefined && now < index.activeAt) {
    // Documented: GSI.OnlineOps, "you can't query or scan the index while it is being backfilled".
    throw validationError(`Cannot read from backfilling global secondary index: ${name}`);
  }
  return index;
}

/** Whether a query or scan must see every write so far. @throws ValidationException on a global index, which never does */
export function requireConsistency(
  consistentRead: boolean | undefined,
  index: IndexEntry | undefined,
): boolean {
  if (consistentRead === true && index?.kind === 'global') {
    throw validationError('Consistent reads are not supported on global secondary indexes');
  }
  return consistentRead === true;
}
