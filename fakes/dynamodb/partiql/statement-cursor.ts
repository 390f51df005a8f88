import { malformed } from './syntax';
import { tokenize, type Token } from './tokens';

/**
 * How deep expressions may stand in one another. Assumed: no source says where AWS's own parser ends; a value may have
 * 32 levels, and no machine's stack is exhausted by this many.
 */
const MAX_DEPTH = 300;

/** Reads the tokens of one statement from left to right. */
export class StatementCursor {
  private readonly tokens: readonly Token[];
  private position = 0;
  private depth = 0;
  private parameters = 0;

  constructor(text: string) {
    this.tokens = tokenize(text);
  }

  /** The next token, which stays. The end stands behind the last. */
  peek(ahead = 0): Token {
    const token = this.tokens[Math.min(this.position + ahead, this.tokens.length - 1)];
    if (token === undefined) throw new Error('a statement has no end');
    return token;
  }

  /** The next token, which is consumed. */
  take(): Token {
    const token = this.peek();
    this.position++;
    return token;
  }

  /** Is the next token this keyword? */
  isKeyword(word: string, ahead = 0): boolean {
    const { kind, text } = this.peek(ahead);
    return kind === 'keyword' && text === word;
  }

  /** Is the next token this symbol? */
  isSymbol(symbol: string, ahead = 0): boolean {
    const { kind, text } = this.peek(ahead);
    return kind === 'symbol' && text === symbol;
  }

  /** Consumes the next token when it is this keyword. */
  takeKeyword(word: string): boolean {
    const found = this.isKeyword(word);
    if (found) this.position++;
    return found;
  }

  /** Consumes the next token when it is this symbol. */
  takeSymbol(symbol: string): boolean {
    const found = this.isSymbol(symbol);
    if (found) this.position++;
    return found;
  }

  /** Consumes this symbol. @throws StatementProblem when something else comes */
  expectSymbol(symbol: string, name: string): void {
    // Assumed: named as the tokens of AWS's parser are named, in lower case.
    if (!this.takeSymbol(symbol)) throw malformed(`Expected ${name}`);
  }

  /** Reads something that stands in something else. @throws StatementProblem too many levels */
  nested<Result>(read: () => Result): Result {
    if (this.depth >= MAX_DEPTH) throw malformed('');
    this.depth++;
    const result = read();
    this.depth--;
    return result;
  }

  /** The number of the next parameter, from 0. */
  nextParameter(): number {
    return this.parameters++;
  }

  /** How many parameters there were. */
  get parameterCount(): number {
    return this.parameters;
  }
}
