import type { Select } from '@aws-sdk/client-dynamodb';
import { validationError, type CallWording } from './errors';
import type { Condition } from './expressions/condition';
import type { Projection } from './expressions/projection';
import { namesOf, pageKeyNames } from './key';
import type { IndexEntry, TableEntry } from './state';

/** The parameters that together say what a Query or Scan returns of each item. */
export interface Selection {
  readonly select: Select | undefined;
  readonly indexName: string | undefined;
  readonly projects: boolean;
  /** The projection is the legacy AttributesToGet. */
  readonly attributesToGet?: boolean;
}

/**
 * Checks Select against the other parameters, before the table is looked at.
 * @throws ValidationException
 */
export function checkSelect(
  { select, indexName, projects, attributesToGet }: Selection,
  at: CallWording,
): void {
  if (select === undefined) return;
  if (select === 'SPECIFIC_ATTRIBUTES') {
    if (projects) return;
    const message =
      'Must specify the AttributesToGet or ProjectionExpression when choosing to get SPECIFIC_ATTRIBUTES';
    // Captured: 2026-06; Query has the envelope, Scan has not.
    const enveloped = at.operation === 'Query' && at.wording === '2026';
    throw validationError(enveloped ? `1 validation error detected: ${message}` : message);
  }
  if (projects) {
    const chosen = select === 'COUNT' ? 'only the Count' : select;
    const parameter = attributesToGet === true ? 'AttributesToGet' : 'ProjectionExpression';
    throw validationError(`Cannot specify the ${parameter} when choosing to get ${chosen}`);
  }
  if (select === 'ALL_PROJECTED_ATTRIBUTES' && indexName === undefined) {
    throw validationError('ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName');
  }
}

/**
 * Whether a read of an index must fetch the items from the table, which only a local secondary index does.
 * @throws ValidationException a global secondary index does not project what is asked for
 */
export function fetchesItems(
  table: TableEntry,
  index: IndexEntry | undefined,
  select: Select | undefined,
  projection: Projection | undefined,
  filter: Condition | undefined,
): boolean {
  const keyNames = pageKeyNames(table, index);
  filter?.requireScalarKeys(keyNames);
  projection?.requireScalarKeys(keyNames);
  if (index?.projected === undefined) return false;
  const projected = new Set([...index.projected, ...namesOf(table.key)]);
  const missing = (projection?.attributes ?? []).filter((name) => !projected.has(name));
  if (index.kind === 'global') {
    if (select === 'ALL_ATTRIBUTES') {
      throw validationError(
        `One or more parameter values were invalid: Select type ALL_ATTRIBUTES is not supported for global secondary index ${index.name} because its projection type is not ALL`,
      );
    }
    if (missing.length > 0) {
      throw validationError(
        `One or more parameter values were invalid: Global secondary index ${index.name} does not project [${missing.join(', ')}]`,
      );
    }
    return false;
  }
  // Documented: LSI.Projections, DynamoDB fetches attributes that the index does not project from the table.
  const filtered = filter?.paths.some((name) => !projected.has(name)) ?? false;
  return select === 'ALL_ATTRIBUTES' || missing.length > 0 || filtered;
}
