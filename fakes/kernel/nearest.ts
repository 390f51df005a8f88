/**
 * The candidate that a mistyped name most likely meant: the one that the fewest insertions, deletions and replacements
 * turn it into. Undefined when none is nearer than half of the name.
 */
export function nearest(name: string, candidates: readonly string[]): string | undefined {
  let best: string | undefined;
  let least = Math.floor(name.length / 2) + 1;
  for (const candidate of candidates) {
    const distance = editDistance(name.toLowerCase(), candidate.toLowerCase());
    if (distance < least) [best, least] = [candidate, distance];
  }
  return best;
}

/** Levenshtein's distance between two texts. */
export function editDistance(a: string, b: string): number {
  const row = Array.from({ length: b.length + 1 }, (_, i) => i);
  const at = (j: number): number => row[j] as number;
  for (let i = 1; i <= a.length; i++) {
    // What stood diagonally above: the row is overwritten from the left.
    let above = at(0);
    row[0] = i;
    for (let j = 1; j <= b.length; j++) {
      const replaced = above + (a[i - 1] === b[j - 1] ? 0 : 1);
      above = at(j);
      row[j] = Math.min(replaced, at(j) + 1, at(j - 1) + 1);
    }
  }
  return at(b.length);
}
