import { ExpressionProblem } from './syntax';
import { tokenize, type Token } from './tokenizer';

const MAX_OPERATORS = 300;

/** Reads the tokens of one expression from left to right, and words what does not fit. */
export class Cursor {
  private readonly tokens: readonly Token[];
  private readonly end: Token;
  private position = 0;
  private operators = 0;
  private redundantParentheses = false;

  constructor(private readonly text: string) {
    this.tokens = tokenize(text);
    this.end = { kind: 'end', text: '<EOF>', start: text.length, end: text.length };
  }

  /** The next token, which stays. */
  peek(ahead = 0): Token {
    return this.tokens[this.position + ahead] ?? this.end;
  }

  /** The next token, which is consumed. */
  take(): Token {
    const token = this.peek();
    this.position++;
    return token;
  }

  /** Consumes the next token when it is this symbol or keyword. */
  takeIf(text: string): boolean {
    if (!this.isNext(text)) return false;
    this.position++;
    return true;
  }

  /** Is the next token this symbol or keyword? */
  isNext(text: string, ahead = 0): boolean {
    const { kind, text: next } = this.peek(ahead);
    return (kind === 'symbol' || kind === 'keyword') && next === text;
  }

  /** Consumes this symbol or keyword. @throws ExpressionProblem when something else comes */
  expect(text: string): void {
    if (!this.takeIf(text)) throw this.unexpected();
  }

  /**
   * The next token does not fit here. Captured: `near` is the text from the token before it to the token after it.
   */
  unexpected(): ExpressionProblem {
    const token = this.peek();
    const before = this.tokens[this.position - 1] ?? token;
    const last = this.tokens[this.position + 1] ?? (token.kind === 'end' ? before : token);
    const shown = token.kind === 'end' ? token.text : this.text.slice(token.start, token.end);
    return new ExpressionProblem(
      `Syntax error; token: "${shown}", near: "${this.text.slice(before.start, last.end)}"`,
    );
  }

  /** Counts an operator or function. */
  countOperator(): void {
    this.operators++;
  }

  /** Notes parentheses directly inside parentheses: an error that comes after all syntax errors. */
  noteRedundantParentheses(): void {
    this.redundantParentheses = true;
  }

  /** To be called when all is read. @throws ExpressionProblem redundant parentheses, more than 300 operators */
  finish(): void {
    if (this.redundantParentheses) throw new ExpressionProblem('The expression has redundant parentheses;');
    if (this.operators > MAX_OPERATORS) {
      // Captured: issue 3721 of the JavaScript SDK.
      throw new ExpressionProblem(
        `The expression contains too many operators; operator count: ${this.operators}`,
      );
    }
  }
}
