import { isFunctionKeyword, isOperatorKeyword, isTypeName } from './keywords';
import { BINDING, bindingOf, comparisonOf, isOperatorSymbol } from './operators';
import type { StatementCursor } from './statement-cursor';
import {
  malformed,
  unexpectedPath,
  type Expression,
  type PathExpression,
  type SelectStatement,
  type Step,
} from './syntax';
import type { Token } from './tokens';

/** How many operators may follow one another without AND and OR: each is one more level of the tree. Assumed. */
const MAX_LINKS = 300;

/** Reads the statement that a SELECT inside an expression begins. */
export type SelectReader = (cursor: StatementCursor) => SelectStatement;

/**
 * Reads expressions: terms, and the operators between them by how tightly they bind.
 * @throws StatementProblem at the first token that cannot belong to an expression
 */
export class ExpressionParser {
  constructor(
    private readonly cursor: StatementCursor,
    private readonly readSelect: SelectReader,
  ) {}

  /** A whole expression. */
  expression(): Expression {
    return this.infix(BINDING.none);
  }

  /** A term with the path steps behind it, without operators. */
  term(): Expression {
    return this.cursor.nested(() => this.path(this.primary()));
  }

  private infix(outer: number): Expression {
    return this.cursor.nested(() => {
      let left = this.prefixed();
      for (let links = 0; links < MAX_LINKS; links++) {
        const negated = this.isNegatedOperator();
        const operator = this.cursor.peek(negated ? 1 : 0);
        const binding = bindingOf(operator);
        if (binding === undefined || binding <= outer) return left;
        if (negated) this.cursor.take();
        this.cursor.take();
        const grown = this.applied(operator, left, binding);
        left = negated ? { kind: 'not', operand: grown, at: operator.at } : grown;
      }
      throw malformed('');
    });
  }

  /** What stands behind an operator. Captured: 2026-10, a condition that ends in AND or OR. */
  private rightSide(binding: number): Expression {
    if (this.cursor.peek().kind === 'end') {
      throw malformed('Missing right-hand side expression of infix operator');
    }
    return this.infix(binding);
  }

  /** `NOT IN`, `NOT BETWEEN`, `NOT LIKE`. */
  private isNegatedOperator(): boolean {
    if (!this.cursor.isKeyword('NOT')) return false;
    return ['IN', 'BETWEEN', 'LIKE'].some((word) => this.cursor.isKeyword(word, 1));
  }

  private applied(operator: Token, left: Expression, binding: number): Expression {
    const { at, text } = operator;
    switch (text) {
      case 'AND':
      case 'OR': {
        const operands = [left];
        do operands.push(this.rightSide(binding));
        while (this.cursor.takeKeyword(text));
        return { kind: text === 'AND' ? 'and' : 'or', operands, at };
      }
      case 'BETWEEN': {
        const lower = this.rightSide(binding);
        if (!this.cursor.takeKeyword('AND')) throw malformed('Expected AND after BETWEEN');
        return { kind: 'between', operand: left, lower, upper: this.rightSide(binding), at };
      }
      case 'IN':
        return { kind: 'in', operand: left, list: this.inList(binding), at };
      case 'LIKE':
        this.rightSide(binding);
        return { kind: 'like', at };
      case 'IS':
        return this.typeTest(left, operator);
      default:
        return operation(operator, left, this.rightSide(binding));
    }
  }

  /** Behind IN, a parenthesis around one value is a list, too. */
  private inList(binding: number): Expression {
    const { at } = this.cursor.peek();
    if (!this.cursor.takeSymbol('(')) return this.rightSide(binding);
    return { kind: 'list', elements: this.elements(')', 'right_paren'), at };
  }

  private typeTest(operand: Expression, { at }: Token): Expression {
    const negated = this.cursor.takeKeyword('NOT');
    const first = this.cursor.take();
    let type = first.text.toUpperCase();
    const second = this.cursor.peek().text.toUpperCase();
    if ((type === 'DOUBLE' && second === 'PRECISION') || (type === 'CHARACTER' && second === 'VARYING')) {
      this.cursor.take();
      type = `${type}_${second}`;
    }
    if ((first.kind !== 'keyword' && first.kind !== 'name') || !isTypeName(type)) {
      throw malformed('Expected type name');
    }
    const test: Expression = { kind: 'is', operand, type, at };
    return negated ? { kind: 'not', operand: test, at } : test;
  }

  private prefixed(): Expression {
    const { at } = this.cursor.peek();
    if (this.cursor.takeKeyword('NOT')) return { kind: 'not', operand: this.infix(BINDING.not), at };
    const operator = this.cursor.takeSymbol('-') ? '-' : this.cursor.takeSymbol('+') ? '+' : undefined;
    if (operator === undefined) return this.path(this.primary());
    const operand = this.cursor.nested(() => this.prefixed());
    if (operand.kind !== 'number') return { kind: 'negative', operator, operand, at };
    return operator === '+' ? operand : { ...operand, text: negative(operand.text) };
  }

  private path(first: Expression): Expression {
    if (first.kind !== 'path') {
      if (this.cursor.isSymbol('.')) throw unexpectedPath(this.cursor.peek().at);
      return first;
    }
    const steps = [...first.steps];
    for (;;) {
      if (this.cursor.takeSymbol('.')) steps.push(this.dotStep());
      else if (this.cursor.takeSymbol('[')) steps.push(this.indexStep());
      else return { ...first, steps };
    }
  }

  private dotStep(): Step {
    const { kind, text, at } = this.cursor.take();
    if (kind === 'name') return { kind: 'name', text, at };
    // Captured: 2026-10, a keyword behind a point: `m.inner`.
    throw malformed('Invalid path dot component');
  }

  /** `[0]`, or `['name']`, which is the same as `.name`. */
  private indexStep(): Step {
    const index = this.expression();
    this.cursor.expectSymbol(']', 'right_bracket');
    if (index.kind === 'string') return { kind: 'name', text: index.text, at: index.at };
    if (index.kind === 'number') return { kind: 'index', text: index.text, at: index.at };
    throw unexpectedPath(index.at);
  }

  private primary(): Expression {
    const token = this.cursor.take();
    const { kind, text, at } = token;
    if (kind === 'string' || kind === 'number') return { kind, text, at };
    if (kind === 'name') return this.cursor.isSymbol('(') ? this.call(token) : nameOf(token);
    if (kind === 'keyword') return this.keyword(token);
    switch (text) {
      case '?':
        return { kind: 'parameter', index: this.cursor.nextParameter(), at };
      case '[':
        return { kind: 'list', elements: this.elements(']', 'right_bracket'), at };
      case '<<':
        return { kind: 'bag', elements: this.elements('>>', 'right_double_angle_bracket'), at };
      case '{':
        return { kind: 'struct', entries: this.entries(), at };
      case '(':
        return this.parenthesis(token);
      default:
        throw malformed(isOperatorSymbol(text) ? 'Unexpected operator' : 'Unexpected term');
    }
  }

  private keyword(token: Token): Expression {
    const { text, at } = token;
    if (text === 'TRUE' || text === 'FALSE') return { kind: 'boolean', value: text === 'TRUE', at };
    if (text === 'NULL') return { kind: 'null', at };
    if (text === 'MISSING') return { kind: 'missing', at };
    if (text === 'SELECT') return { kind: 'select', select: this.readSelect(this.cursor), at };
    // A FROM begins an UPDATE; inside an expression there is none.
    if (text === 'FROM') throw malformed('Expected data manipulation');
    if (isFunctionKeyword(text) && this.cursor.isSymbol('(')) return this.call(token);
    throw malformed(isOperatorKeyword(text) ? 'Unexpected operator' : 'Unexpected keyword');
  }

  private call({ text, at }: Token): Expression {
    this.cursor.take();
    if (this.cursor.isSymbol('*')) {
      const star: Expression = { kind: 'star', at: this.cursor.take().at };
      this.cursor.expectSymbol(')', 'right_paren');
      return { kind: 'call', name: text.toLowerCase(), operands: [star], at };
    }
    return { kind: 'call', name: text.toLowerCase(), operands: this.elements(')', 'right_paren'), at };
  }

  /** One expression in parentheses is itself; several are a list. */
  private parenthesis({ at }: Token): Expression {
    const first = this.expression();
    if (this.cursor.takeSymbol(')')) return first;
    if (!this.cursor.takeSymbol(',')) throw malformed('Expected right_paren');
    return { kind: 'list', elements: [first, ...this.elements(')', 'right_paren')], at };
  }

  private elements(close: string, name: string): Expression[] {
    const elements: Expression[] = [];
    if (this.cursor.takeSymbol(close)) return elements;
    do elements.push(this.expression());
    while (this.cursor.takeSymbol(','));
    this.cursor.expectSymbol(close, name);
    return elements;
  }

  private entries(): (readonly [Expression, Expression])[] {
    const entries: (readonly [Expression, Expression])[] = [];
    if (this.cursor.takeSymbol('}')) return entries;
    do {
      const name = this.expression();
      this.cursor.expectSymbol(':', 'colon');
      entries.push([name, this.expression()]);
    } while (this.cursor.takeSymbol(','));
    this.cursor.expectSymbol('}', 'right_curly');
    return entries;
  }
}

function operation({ text, at }: Token, left: Expression, right: Expression): Expression {
  const operator = comparisonOf(text);
  return operator === undefined
    ? { kind: 'arithmetic', operator: text, left, right, at }
    : { kind: 'comparison', operator, left, right, at };
}

function nameOf({ text, at }: Token): PathExpression {
  return { kind: 'path', steps: [{ kind: 'name', text, at }], at };
}

/** Captured: 2026-09, signs before a number cancel each other out. */
function negative(text: string): string {
  return text.startsWith('-') ? text.slice(1) : `-${text}`;
}
