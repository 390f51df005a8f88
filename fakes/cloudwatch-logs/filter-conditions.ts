import { comparison, type Literal } from './filter-comparison';
import { FilterPatternError } from './filter-error';

/** Conditions, parsed: what has to hold of the values that the operands name. */
export interface Conditions {
  readonly holds: (lookup: (operand: string) => unknown) => boolean;
  /** The operands, in the order in which they are named. */
  readonly operands: readonly string[];
  readonly regexes: number;
}

/** How the conditions of one kind of pattern are written. */
export interface Dialect {
  /** What an operand looks like, as the source of a regular expression. */
  readonly operand: string;
  /** Whether `IS NULL`, `IS TRUE`, `IS FALSE` and `NOT EXISTS` may stand behind an operand. */
  readonly hasKeywords: boolean;
  /** Whether numbers come as text. */
  readonly numbersAreText: boolean;
}

type Test = (lookup: (operand: string) => unknown) => boolean;

/** Documented: && binds tighter than ||, parentheses first. No pattern of 1,024 characters nests deeper. */
const MAX_DEPTH = 300;

/**
 * Parses `operand operator value` joined by && and ||.
 *
 * @throws FilterPatternError
 */
export function parseConditions(source: string, dialect: Dialect): Conditions {
  const parser = new ConditionParser(tokenize(source, dialect), dialect);
  const holds = parser.parse();
  return { holds, operands: [...new Set(parser.operands)], regexes: parser.regexes };
}

interface Token {
  readonly kind: 'symbol' | 'operand' | 'operator' | 'keywords' | 'quoted' | 'regex' | 'bare' | 'end';
  readonly text: string;
}

/** Assumed: keywords in any case. Documented: what is not alphanumeric stands in quotes, but for numbers, `.` and `*`. */
function tokenize(source: string, { operand, hasKeywords }: Dialect): readonly Token[] {
  const keywords = hasKeywords ? String.raw`(?:IS\s+(?:NULL|TRUE|FALSE)|NOT\s+EXISTS)\b` : '(?!)';
  const value = String.raw`"(?<quoted>(?:[^"\\]|\\.)*)"|%(?<regex>[^%]*)%|(?<bare>[A-Za-z0-9_.*+-]+)`;
  const token = new RegExp(
    String.raw`\s*(?:(?<symbol>&&|\|\||[()])|(?<operator>!=|=!|<=|>=|=|<|>)|(?<keywords>${keywords})` +
      String.raw`|(?<operand>${operand})(?=\s*(?:[=!<>]|IS\s|NOT\s))|${value})`,
    hasKeywords ? 'iy' : 'y',
  );
  const tokens: Token[] = [];
  const end = source.trimEnd().length;
  while (token.lastIndex < end) {
    const { lastIndex } = token;
    const groups = token.exec(source)?.groups;
    if (groups === undefined) throw invalidCharacters(source.slice(lastIndex));
    const [kind, text = ''] = Object.entries(groups).find(([, found]) => found !== undefined) ?? [];
    tokens.push({ kind: kindOf(kind), text });
  }
  tokens.push({ kind: 'end', text: '' });
  return tokens;
}

const KINDS = ['symbol', 'operand', 'operator', 'keywords', 'quoted', 'regex', 'bare'] as const;

function kindOf(name: string | undefined): Token['kind'] {
  return KINDS.find((kind) => kind === name) ?? 'end';
}

/** Captured: `Invalid character(s) in term '$."'`, for `$."sc-status"`: the run of characters that fit nothing. */
function invalidCharacters(rest: string): FilterPatternError {
  return new FilterPatternError(/^\s*(?<run>[^\sA-Za-z0-9_]+)/.exec(rest)?.groups?.['run']);
}

class ConditionParser {
  readonly operands: string[] = [];
  regexes = 0;
  #at = 0;
  #depth = 0;

  constructor(
    readonly tokens: readonly Token[],
    readonly dialect: Dialect,
  ) {}

  parse(): Test {
    const test = this.#or();
    if (this.#peek().kind !== 'end') throw new FilterPatternError();
    return test;
  }

  #or(): Test {
    let left = this.#and();
    while (this.#take('||')) {
      const [a, b] = [left, this.#and()];
      left = (lookup) => a(lookup) || b(lookup);
    }
    return left;
  }

  #and(): Test {
    let left = this.#primary();
    while (this.#take('&&')) {
      const [a, b] = [left, this.#primary()];
      left = (lookup) => a(lookup) && b(lookup);
    }
    return left;
  }

  #primary(): Test {
    if (!this.#take('(')) return this.#condition();
    if (++this.#depth > MAX_DEPTH) throw new FilterPatternError();
    const inner = this.#or();
    this.#depth--;
    if (!this.#take(')')) throw new FilterPatternError();
    return inner;
  }

  #condition(): Test {
    const operand = this.#next('operand');
    this.operands.push(operand);
    const { kind, text } = this.#peek();
    if (kind === 'keywords') {
      this.#at++;
      const holds = keywordTest(text);
      return (lookup) => holds(lookup(operand));
    }
    // Documented: the old page writes != the other way round too.
    const operator = this.#next('operator').replace('=!', '!=');
    const test = comparison(operator, this.#literal(), this.dialect.numbersAreText);
    return (lookup) => test(lookup(operand));
  }

  #literal(): Literal {
    const { kind, text } = this.#peek();
    this.#at++;
    if (kind === 'regex') this.regexes++;
    if (kind === 'quoted') return { kind, text: text.replaceAll(/\\(.)/g, '$1') };
    if (kind === 'regex' || kind === 'bare') return { kind, text };
    throw new FilterPatternError();
  }

  #next(kind: Token['kind']): string {
    const token = this.#peek();
    if (token.kind !== kind) throw new FilterPatternError();
    this.#at++;
    return token.text;
  }

  #peek(): Token {
    return this.tokens[this.#at] ?? { kind: 'end', text: '' };
  }

  #take(symbol: string): boolean {
    const { kind, text } = this.#peek();
    const isIt = kind === 'symbol' && text === symbol;
    if (isIt) this.#at++;
    return isIt;
  }
}

function keywordTest(text: string): (actual: unknown) => boolean {
  const keyword = text.toUpperCase().replaceAll(/\s+/g, ' ');
  if (keyword === 'IS NULL') return (actual) => actual === null;
  if (keyword === 'NOT EXISTS') return (actual) => actual === undefined;
  return (actual) => actual === (keyword === 'IS TRUE');
}
