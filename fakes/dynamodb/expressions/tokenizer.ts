/** A piece of an expression. */
export interface Token {
  readonly kind: 'name' | 'nameAlias' | 'valueAlias' | 'index' | 'keyword' | 'symbol' | 'unknown' | 'end';
  /** As written; keywords in capitals. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** Assumed: all expressions share one set of keywords: a SET in a condition is a keyword, too. */
const KEYWORDS: ReadonlySet<string> = new Set([
  'AND',
  'OR',
  'NOT',
  'BETWEEN',
  'IN',
  'SET',
  'REMOVE',
  'ADD',
  'DELETE',
]);

/** Blanks, names, aliases, indexes without leading zeros, symbols; anything else is one unknown character. */
const TOKEN =
  /[ \t\r\n]+|([A-Za-z][A-Za-z0-9_]*)|(#[A-Za-z0-9_]+)|(:[A-Za-z0-9_]+)|(0|[1-9][0-9]*)|(<=|>=|<>|[=<>()[\],.+-])|(.)/suy;

/** Cuts an expression into its tokens, without the end. Never fails: the parser judges. */
export function tokenize(text: string): readonly Token[] {
  const tokens: Token[] = [];
  // Sticky matching always advances: the last alternative takes any character.
  for (const match of text.matchAll(new RegExp(TOKEN, 'gsu'))) {
    const kind = kindOf(match);
    if (kind === undefined) continue;
    const written = match[0];
    const start = match.index;
    const shown = kind === 'keyword' ? written.toUpperCase() : written;
    tokens.push({ kind, text: shown, start, end: start + written.length });
  }
  return tokens;
}

function kindOf(match: RegExpMatchArray): Token['kind'] | undefined {
  const [, name, nameAlias, valueAlias, index, symbol, unknown] = match;
  if (name !== undefined) return KEYWORDS.has(name.toUpperCase()) ? 'keyword' : 'name';
  if (nameAlias !== undefined) return 'nameAlias';
  if (valueAlias !== undefined) return 'valueAlias';
  if (index !== undefined) return 'index';
  if (symbol !== undefined) return 'symbol';
  return unknown === undefined ? undefined : 'unknown';
}
