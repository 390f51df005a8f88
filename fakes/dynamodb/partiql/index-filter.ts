import { createHash } from 'node:crypto';
import { compareUtf8 } from '../../kernel/order';
import { pathsOf } from '../expressions/condition-binding';
import { namesOf } from '../key';
import type { IndexEntry, TableEntry } from '../state';
import type { KeyRead } from './key-reads';
import { StatementProblem } from './syntax';

/**
 * Refuses a read of an index by key whose filter names attributes that the index does not hold; a scan of the index
 * just does not find them. Of several reads AWS looks at the first, and lists its attributes as a Java HashSet has them.
 * Captured: 2026-09, every case that the tests have. Assumed: the first is that with the least MD5 of its partition key,
 * which is so in all of them.
 * @throws StatementProblem
 */
export function refuseUnprojectedFilter(
  table: TableEntry,
  index: IndexEntry | undefined,
  reads: readonly KeyRead[] | undefined,
): void {
  if (index?.projected === undefined || reads === undefined) return;
  const projected = new Set([...index.projected, ...namesOf(index.key), ...namesOf(table.key)]);
  const [first] = reads.toSorted((a, b) => compareUtf8(partitionHash(a), partitionHash(b)));
  if (first === undefined) return;
  const names = first.filter.flatMap((condition) => pathsOf(condition).map(([name]) => name));
  const missing = [...new Set(names.filter((name) => !projected.has(name)))];
  if (missing.length === 0) return;
  const listed = inHashOrder(missing).join(', ');
  throw new StatementProblem(
    `One or more parameter values were invalid: Secondary index ${index.name} does not project one or more filter attributes: [${listed}]`,
  );
}

function partitionHash({ hash }: KeyRead): string {
  return createHash('md5')
    .update(hash.B ?? hash.S ?? String(hash.N))
    .digest('hex');
}

/** The order in which a Java HashSet walks texts that were added in this order. */
function inHashOrder(texts: readonly string[]): readonly string[] {
  let buckets = 16;
  while (texts.length > buckets * 0.75) buckets *= 2;
  const bucketOf = (text: string): number => {
    let code = 0;
    for (let i = 0; i < text.length; i++) code = (Math.imul(code, 31) + text.charCodeAt(i)) | 0;
    return (code ^ (code >>> 16)) & (buckets - 1);
  };
  return texts.toSorted((a, b) => bucketOf(a) - bucketOf(b));
}
