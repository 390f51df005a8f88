/** What a wildcard of a policy stands for: any characters, or exactly one. */
export const ANY = Symbol('*');
export const ONE = Symbol('?');

/** One character of a pattern, or a wildcard. What a policy variable put in is always characters. */
export type PatternToken = string | typeof ANY | typeof ONE;

/** A pattern as policies write it: `*` and `?` are wildcards, everything else is itself. */
export function patternOf(text: string): readonly PatternToken[] {
  return Array.from(text, (character) => (character === '*' ? ANY : character === '?' ? ONE : character));
}

/**
 * Whether the whole text fits the pattern. Linear for one star, at worst the product of both lengths: a star that turns out
 * too short is stretched by one, and only the last one seen ever has to be.
 */
export function matchesPattern(pattern: readonly PatternToken[], text: string): boolean {
  const characters = Array.from(text);
  let token = 0;
  let position = 0;
  let star = -1;
  let stretchedTo = 0;
  while (position < characters.length) {
    const expected = pattern[token];
    if (expected === ANY) {
      star = token++;
      stretchedTo = position;
    } else if (expected === ONE || (expected !== undefined && expected === characters[position])) {
      token++;
      position++;
    } else if (star >= 0) {
      token = star + 1;
      position = ++stretchedTo;
    } else {
      return false;
    }
  }
  while (pattern[token] === ANY) token++;
  return token === pattern.length;
}

/** The same for a pattern as it is written. Most have no wildcard, or one at their end: those cost a comparison. */
export function matchesText(pattern: string, text: string): boolean {
  const wildcard = pattern.search(/[*?]/);
  if (wildcard < 0) return pattern === text;
  if (wildcard === pattern.length - 1 && pattern.endsWith('*')) return text.startsWith(pattern.slice(0, -1));
  return matchesPattern(patternOf(pattern), text);
}

/** The same for a pattern in which case does not matter, as in the names of actions. */
export function matchesIgnoringCase(pattern: string, text: string): boolean {
  return matchesText(pattern.toLowerCase(), text.toLowerCase());
}
