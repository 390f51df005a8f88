/** An expression of metric math, parsed. */
export type MathNode =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'id'; readonly name: string }
  /** A word in capitals without arguments: REPEAT, LINEAR, ASC, DESC, or a function's name as an argument. */
  | { readonly kind: 'word'; readonly word: string }
  | { readonly kind: 'list'; readonly items: readonly MathNode[] }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly MathNode[] }
  | { readonly kind: 'negate'; readonly operand: MathNode }
  | {
      readonly kind: 'binary';
      readonly operator: BinaryOperator;
      readonly left: MathNode;
      readonly right: MathNode;
    };

export type BinaryOperator =
  | '+'
  | '-'
  | '*'
  | '/'
  | '^'
  | '=='
  | '!='
  | '<='
  | '>='
  | '<'
  | '>'
  | 'AND'
  | 'OR';

/** An expression that cannot be read or evaluated. The caller makes AWS's error of it, with the query's Id. */
export class MathError extends Error {}

const parsed = new Map<string, MathNode>();
const MAX_CACHED = 1_000;

/**
 * Parses an expression; the same text is parsed once.
 *
 * @throws MathError where it is not an expression.
 */
export function parseMath(text: string): MathNode {
  let node = parsed.get(text);
  if (node === undefined) {
    node = new Parser(tokenize(text)).parse();
    if (parsed.size >= MAX_CACHED) parsed.clear();
    parsed.set(text, node);
  }
  return node;
}

interface Token {
  readonly kind: 'number' | 'text' | 'name' | 'symbol' | 'end';
  readonly text: string;
}

const TOKEN =
  /\s*(?:(?<number>\d+(?:\.\d*)?(?:[eE][+-]?\d+)?|\.\d+)|(?<text>"[^"]*"|'[^']*')|(?<name>[A-Za-z_]\w*)|(?<symbol>==|!=|<=|>=|&&|\|\||[-+*/^<>()[\],]))/y;

function tokenize(source: string): readonly Token[] {
  const tokens: Token[] = [];
  const end = source.trimEnd().length;
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < end) {
    const at = TOKEN.lastIndex;
    const groups = TOKEN.exec(source)?.groups;
    if (groups === undefined) throw new MathError(`Unexpected character at position ${at}`);
    const { number, text, name, symbol = '' } = groups;
    if (number !== undefined) tokens.push({ kind: 'number', text: number });
    else if (text !== undefined) tokens.push({ kind: 'text', text: text.slice(1, -1) });
    else if (name !== undefined) tokens.push({ kind: 'name', text: name });
    else tokens.push({ kind: 'symbol', text: symbol });
  }
  tokens.push({ kind: 'end', text: 'end of expression' });
  return tokens;
}

/** Binary operators from the loosest to the tightest. Assumed: the precedence is that of most languages. */
const LEVELS: readonly Readonly<Record<string, BinaryOperator>>[] = [
  { OR: 'OR', '||': 'OR' },
  { AND: 'AND', '&&': 'AND' },
  { '==': '==', '!=': '!=', '<=': '<=', '>=': '>=', '<': '<', '>': '>' },
  { '+': '+', '-': '-' },
  { '*': '*', '/': '/' },
];

/** Deeper than any expression of 1024 characters needs to be. */
const MAX_DEPTH = 200;

class Parser {
  #at = 0;
  #depth = 0;

  constructor(readonly tokens: readonly Token[]) {}

  parse(): MathNode {
    const node = this.#binary(0);
    if (this.#peek().kind !== 'end') throw this.#unexpected();
    return node;
  }

  #binary(level: number): MathNode {
    const operators = LEVELS[level];
    if (operators === undefined) return this.#unary();
    let left = this.#binary(level + 1);
    for (;;) {
      const { kind, text } = this.#peek();
      if (kind === 'number' || kind === 'text' || !Object.hasOwn(operators, text)) return left;
      this.#at++;
      left = { kind: 'binary', operator: operators[text] ?? '+', left, right: this.#binary(level + 1) };
    }
  }

  #unary(): MathNode {
    if (++this.#depth > MAX_DEPTH) throw new MathError('The expression is nested too deeply');
    const node = this.#take('-') ? ({ kind: 'negate', operand: this.#unary() } as const) : this.#power();
    this.#depth--;
    return node;
  }

  #power(): MathNode {
    const left = this.#primary();
    return this.#take('^') ? { kind: 'binary', operator: '^', left, right: this.#unary() } : left;
  }

  #primary(): MathNode {
    const { kind, text } = this.#peek();
    if (kind === 'end') throw this.#unexpected();
    if (kind === 'symbol') return this.#group();
    this.#at++;
    if (kind === 'number') return { kind: 'number', value: Number(text) };
    if (kind === 'text') return { kind: 'text', text };
    if (this.#take('(')) return { kind: 'call', name: text, args: this.#items(')') };
    return /^[a-z]/.test(text) ? { kind: 'id', name: text } : { kind: 'word', word: text };
  }

  #group(): MathNode {
    if (this.#take('[')) return { kind: 'list', items: this.#items(']') };
    if (!this.#take('(')) throw this.#unexpected();
    const inner = this.#binary(0);
    if (!this.#take(')')) throw this.#unexpected();
    return inner;
  }

  #items(close: string): readonly MathNode[] {
    const items: MathNode[] = [];
    if (this.#take(close)) return items;
    for (;;) {
      items.push(this.#binary(0));
      if (this.#take(close)) return items;
      if (!this.#take(',')) throw this.#unexpected();
    }
  }

  #peek(): Token {
    return this.tokens[this.#at] ?? { kind: 'end', text: '' };
  }

  #take(symbol: string): boolean {
    const { kind, text } = this.#peek();
    const matches = kind === 'symbol' && text === symbol;
    if (matches) this.#at++;
    return matches;
  }

  #unexpected(): MathError {
    return new MathError(`Unexpected ${this.#peek().text}`);
  }
}
