import { setOwn } from '../../kernel/shape';
import type { Item } from '../attribute-value';
import type { KeyRead } from './key-reads';
import type { BoundSelect } from './select-statement';
import { StatementProblem } from './syntax';

/**
 * The key of the one item that a SELECT of a batch or transaction reads: it must name the whole key and nothing else.
 * Captured: 2026-09, an IN of one value names it, and so does an equality that is written twice.
 * @throws StatementProblem `Select statements within ... must specify the primary key in the where clause.`
 */
export function singleItemKey(bound: BoundSelect, operation: string): Item {
  const { table, reads } = bound;
  const [read, ...others] = reads ?? [];
  const [hash] = table.key.hash;
  if (read === undefined || hash === undefined || others.length > 0 || !isKeyOnly(read, bound)) {
    throw new StatementProblem(
      `Select statements within ${operation} must specify the primary key in the where clause.`,
    );
  }
  const key: Item = {};
  setOwn(key, hash.name, read.hash);
  const [value] = read.sort?.operands ?? [];
  if (read.sort !== undefined && value !== undefined) setOwn(key, read.sort.attribute, value);
  return key;
}

function isKeyOnly({ sort, filter }: KeyRead, { table, index }: BoundSelect): boolean {
  if (index !== undefined || filter.length > 0) return false;
  return table.key.range.length === 0 || sort?.operator === '=';
}
