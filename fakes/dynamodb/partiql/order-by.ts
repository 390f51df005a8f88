import { compareKeyValues } from '../attribute-value';
import { comparePositions } from '../position';
import type { Key } from '../state';
import type { KeyRead } from './key-reads';
import { StatementProblem, type OrderKey } from './syntax';

/** Reads in the order in which their items are wanted. */
export interface OrderedReads {
  readonly reads: readonly KeyRead[];
  /** Each is read from its last sort key to its first. */
  readonly reverse: boolean;
}

/**
 * Puts reads in the order of an ORDER BY; without one, in that of a Scan. Captured: 2026-09, the rules and their order; an ORDER BY without the sort key
 * walks every partition from its end.
 * @throws StatementProblem no WHERE, an attribute that is no key, no or several partition keys
 */
export function orderedReads(
  reads: readonly KeyRead[] | undefined,
  orderBy: readonly OrderKey[],
  key: Key,
  hasWhere: boolean,
): OrderedReads | undefined {
  if (orderBy.length === 0) return reads && { reads: reads.toSorted(compareStarts), reverse: false };
  if (!hasWhere) {
    throw new StatementProblem('Must have WHERE clause in the statement when using ORDER BY clause.');
  }
  const [hash] = key.hash;
  const [sort] = key.range;
  for (const { attribute } of orderBy) {
    if (attribute === hash?.name || attribute === sort?.name) continue;
    throw new StatementProblem(`Attribute ${attribute} in ORDER BY clause must be part of the primary key`);
  }
  if (reads === undefined) {
    throw new StatementProblem(
      'Must have at least one non-optional hash key condition in WHERE clause when using ORDER BY clause.',
    );
  }
  const byHash = orderBy.find(({ attribute }) => attribute === hash?.name);
  const bySort = orderBy.find(({ attribute }) => attribute === sort?.name);
  if (byHash === undefined && hashCount(reads) > 1) {
    throw new StatementProblem(
      'Must have hash key in ORDER BY clause when more than one hash key condition specified in WHERE clause.',
    );
  }
  const reverse = bySort?.descending ?? true;
  const sorted = reads.toSorted(
    (a, b) =>
      compareKeyValues(a.hash, b.hash) * (byHash?.descending === true ? -1 : 1) ||
      compareStarts(a, b) * (reverse ? -1 : 1),
  );
  return { reads: sorted, reverse };
}

function hashCount(reads: readonly KeyRead[]): number {
  return new Set(reads.map(({ hash }) => JSON.stringify(hash))).size;
}

/** Reads do not overlap: where they begin decides, in the order in which a Scan walks partitions. */
function compareStarts({ range: { from: a } }: KeyRead, { range: { from: b } }: KeyRead): number {
  return a === undefined || b === undefined ? 0 : comparePositions(a, b);
}
