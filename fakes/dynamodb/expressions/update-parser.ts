import type { Cursor } from './cursor';
import { closeCall, readOperandStart, readPath, type OpenCall } from './operand-parser';
import type { ActionNode, ArithmeticNode, OperandNode, SectionNode, ValueNode } from './syntax';

const SECTIONS = ['SET', 'REMOVE', 'ADD', 'DELETE'] as const;

/**
 * Reads an UpdateExpression: its sections in the order they are written.
 * @throws ExpressionProblem at the first token that cannot belong to any update
 */
export function parseUpdate(cursor: Cursor): readonly SectionNode[] {
  const sections: SectionNode[] = [];
  do {
    const name = SECTIONS.find((section) => cursor.takeIf(section));
    if (name === undefined) throw cursor.unexpected();
    const actions = [readAction(cursor, name)];
    while (cursor.takeIf(',')) actions.push(readAction(cursor, name));
    sections.push({ name, actions });
  } while (cursor.peek().kind !== 'end');
  return sections;
}

function readAction(cursor: Cursor, section: SectionNode['name']): ActionNode {
  const path = readPath(cursor);
  if (section === 'REMOVE') return { section, path };
  if (section !== 'SET') return { section, path, value: readValueAlias(cursor) };
  cursor.expect('=');
  return { section, path, value: new SetValueParser(cursor).parse() };
}

function readValueAlias(cursor: Cursor): ValueNode {
  if (cursor.peek().kind !== 'valueAlias') throw cursor.unexpected();
  return { kind: 'value', name: cursor.take().text };
}

/** A value that may be arithmetic, a parenthesis around one, a parenthesis around an operand, a function's operands. */
type Level =
  | { readonly kind: 'top' | 'group'; first?: { readonly operator: '+' | '-'; readonly left: OperandNode } }
  | { readonly kind: 'operandGroup' }
  | { readonly kind: 'call'; readonly call: OpenCall };

type Held = { readonly node: OperandNode | ArithmeticNode; readonly wrapped: boolean };

/** Reads the right-hand side of a SET. Keeps its own stack, like the parser of conditions. */
class SetValueParser {
  private readonly outer: Level[] = [];
  private current: Level = { kind: 'top' };

  constructor(private readonly cursor: Cursor) {}

  parse(): OperandNode | ArithmeticNode {
    for (;;) {
      let held: Held | undefined = this.readStart();
      while (held !== undefined) {
        const level = this.current;
        if (level.kind === 'top' && this.isEndOfAction() && level.first === undefined) return held.node;
        held = this.readOn(level, held);
      }
    }
  }

  private isEndOfAction(): boolean {
    const next = this.cursor.peek();
    return (
      next.kind === 'end' || this.cursor.isNext(',') || SECTIONS.some((name) => this.cursor.isNext(name))
    );
  }

  private readStart(): Held {
    for (;;) {
      const level = this.current;
      const start = readOperandStart(this.cursor);
      if (start.kind === 'complete') return { node: start.node, wrapped: false };
      if (start.kind === 'call') this.open({ kind: 'call', call: { name: start.name, operands: [] } });
      else this.open({ kind: isValueLevel(level) && level.first === undefined ? 'group' : 'operandGroup' });
    }
  }

  private open(level: Level): void {
    this.outer.push(this.current);
    this.current = level;
  }

  private close(held: Held): Held {
    this.cursor.expect(')');
    this.current = this.outer.pop() ?? this.current;
    if (held.wrapped) this.cursor.noteRedundantParentheses();
    return { node: held.node, wrapped: true };
  }

  private readOn(level: Level, held: Held): Held | undefined {
    const { node } = held;
    // Only a whole value is arithmetic: it can be closed, and nothing else.
    if (node.kind === 'arithmetic') {
      if (level.kind === 'group' && level.first === undefined) return this.close(held);
      throw this.cursor.unexpected();
    }
    if (level.kind === 'call') return this.readOperands(level.call, node);
    if (level.kind === 'operandGroup') return this.close(held);
    if (level.first !== undefined) {
      const arithmetic: ArithmeticNode = { kind: 'arithmetic', ...level.first, right: node };
      delete level.first;
      return { node: arithmetic, wrapped: false };
    }
    const operator = this.cursor.takeIf('+') ? '+' : this.cursor.takeIf('-') ? '-' : undefined;
    if (operator !== undefined) {
      this.cursor.countOperator();
      level.first = { operator, left: node };
      return undefined;
    }
    if (level.kind === 'group') return this.close(held);
    throw this.cursor.unexpected();
  }

  private readOperands(call: OpenCall, node: OperandNode): Held | undefined {
    call.operands.push(node);
    if (this.cursor.takeIf(',')) return undefined;
    return { ...this.close({ node: closeCall(call), wrapped: false }), wrapped: false };
  }
}

function isValueLevel(level: Level): level is Level & { kind: 'top' | 'group' } {
  return level.kind === 'top' || level.kind === 'group';
}
