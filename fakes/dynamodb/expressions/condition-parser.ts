import type { Cursor } from './cursor';
import { closeCall, isPathStep, readOperandStart, readPathOn, type OpenCall } from './operand-parser';
import type { Comparator, ConditionNode, OperandNode } from './syntax';

/** Where the clause that is being read stands: before its operator, or what it already has. */
type Clause =
  | { readonly stage: 'left' }
  | { readonly stage: 'right'; readonly operator: Comparator; readonly left: OperandNode }
  | { readonly stage: 'lower'; readonly operand: OperandNode }
  | { readonly stage: 'upper'; readonly operand: OperandNode; readonly lower: OperandNode };

/** What is open: the whole expression, a parenthesis that may hold a condition, or one that holds a single operand. */
interface ConditionLevel {
  readonly kind: 'top' | 'group';
  /** A parenthesis that has only an operand so far: it may turn out either way. */
  undecided: boolean;
  readonly alternatives: ConditionNode[];
  conjuncts: ConditionNode[];
  negations: number;
  clause: Clause;
}
type Level =
  | ConditionLevel
  | { readonly kind: 'operandGroup' }
  | { readonly kind: 'call'; readonly call: OpenCall }
  | { readonly kind: 'list'; readonly operand: OperandNode; readonly list: OperandNode[] };

/** What was just read. A function can be an operand or a condition: what follows decides. */
type Held =
  | { readonly kind: 'operand'; readonly node: OperandNode; readonly wrapped: boolean }
  | { readonly kind: 'condition'; readonly node: ConditionNode; readonly wrapped: boolean };

const COMPARATORS: readonly Comparator[] = ['=', '<>', '<', '<=', '>', '>='];
const START: Clause = { stage: 'left' };

/**
 * Reads a condition (ConditionExpression, FilterExpression, KeyConditionExpression). NOT binds tighter than AND, AND
 * tighter than OR. Keeps its own stack, so no text can exhaust the machine's.
 * @throws ExpressionProblem at the first token that cannot belong to any condition
 */
export function parseCondition(cursor: Cursor): ConditionNode {
  return new ConditionParser(cursor).parse();
}

class ConditionParser {
  private readonly outer: Level[] = [];
  private current: Level = newLevel('top', false);

  constructor(private readonly cursor: Cursor) {}

  parse(): ConditionNode {
    for (;;) {
      let held: Held | undefined = this.readStart();
      while (held !== undefined) {
        const level = this.current;
        if (level.kind === 'top' && held.kind !== 'operand' && this.cursor.peek().kind === 'end') {
          return closeCondition(level, held.node);
        }
        held = this.readOn(level, held);
      }
    }
  }

  private open(level: Level): void {
    this.outer.push(this.current);
    this.current = level;
  }

  private close(): void {
    this.cursor.expect(')');
    this.current = this.outer.pop() ?? this.current;
  }

  /** Reads until something is complete. */
  private readStart(): Held {
    for (;;) {
      const level = this.current;
      const startsClause = isConditionLevel(level) && level.clause.stage === 'left';
      if (startsClause && this.cursor.takeIf('NOT')) {
        this.cursor.countOperator();
        level.negations++;
        level.undecided = false;
        continue;
      }
      const start = readOperandStart(this.cursor);
      if (start.kind === 'complete') return { kind: 'operand', node: start.node, wrapped: false };
      if (start.kind === 'call') this.open({ kind: 'call', call: { name: start.name, operands: [] } });
      else this.open(startsClause ? newLevel('group', true) : { kind: 'operandGroup' });
    }
  }

  /** Goes on behind what is held. Undefined when something new must begin. */
  private readOn(level: Level, held: Held): Held | undefined {
    if (held.kind === 'operand') {
      if (held.wrapped && held.node.kind === 'path' && isPathStep(this.cursor)) {
        return { kind: 'operand', node: readPathOn(this.cursor, held.node), wrapped: false };
      }
      if (level.kind === 'call')
        return this.readOperands(level.call.operands, held.node, () => closeCall(level.call));
      if (level.kind === 'list') return this.readList(level, held.node);
      if (level.kind === 'operandGroup') return this.closeGroup(held);
      return this.readOperator(level, held);
    }
    if (!isConditionLevel(level)) throw this.cursor.unexpected();
    return this.readConnective(level, held);
  }

  private readOperands(
    operands: OperandNode[],
    node: OperandNode,
    close: () => OperandNode,
  ): Held | undefined {
    operands.push(node);
    if (this.cursor.takeIf(',')) return undefined;
    this.close();
    return { kind: 'operand', node: close(), wrapped: false };
  }

  private readList(level: Level & { kind: 'list' }, node: OperandNode): Held | undefined {
    level.list.push(node);
    if (this.cursor.takeIf(',')) return undefined;
    this.close();
    return {
      kind: 'condition',
      node: { kind: 'in', operand: level.operand, list: level.list },
      wrapped: false,
    };
  }

  private closeGroup(held: Held): Held {
    this.close();
    if (held.wrapped) this.cursor.noteRedundantParentheses();
    return { ...held, wrapped: true };
  }

  /** Behind an operand that belongs to a clause. */
  private readOperator(level: ConditionLevel, held: Held & { kind: 'operand' }): Held | undefined {
    const { clause } = level;
    const { node } = held;
    if (clause.stage === 'left') return this.readFirstOperator(level, held);
    if (clause.stage === 'lower') {
      this.cursor.expect('AND');
      level.clause = { stage: 'upper', operand: clause.operand, lower: node };
      return undefined;
    }
    level.clause = START;
    const condition: ConditionNode =
      clause.stage === 'right'
        ? { kind: 'comparison', operator: clause.operator, left: clause.left, right: node }
        : { kind: 'between', operand: clause.operand, lower: clause.lower, upper: node };
    return { kind: 'condition', node: condition, wrapped: false };
  }

  private readFirstOperator(level: ConditionLevel, held: Held & { kind: 'operand' }): Held | undefined {
    const { node } = held;
    const comparator = COMPARATORS.find((operator) => this.cursor.takeIf(operator));
    if (comparator !== undefined)
      return this.openClause(level, { stage: 'right', operator: comparator, left: node });
    if (this.cursor.takeIf('BETWEEN')) return this.openClause(level, { stage: 'lower', operand: node });
    if (this.cursor.takeIf('IN')) {
      this.cursor.expect('(');
      this.open({ kind: 'list', operand: node, list: [] });
      return this.openClause(level, START);
    }
    if (level.kind === 'group' && level.undecided && this.cursor.isNext(')')) return this.closeGroup(held);
    if (node.kind === 'call')
      return this.readConnective(level, { kind: 'condition', node, wrapped: held.wrapped });
    throw this.cursor.unexpected();
  }

  private openClause(level: ConditionLevel, clause: Clause): undefined {
    this.cursor.countOperator();
    level.undecided = false;
    level.clause = clause;
  }

  /** Behind a complete condition. */
  private readConnective(level: ConditionLevel, held: Held & { kind: 'condition' }): Held | undefined {
    if (this.cursor.takeIf('AND')) {
      this.cursor.countOperator();
      level.conjuncts.push(negate(level, held.node));
      level.undecided = false;
      return undefined;
    }
    if (this.cursor.takeIf('OR')) {
      this.cursor.countOperator();
      level.alternatives.push(conjunction([...level.conjuncts, negate(level, held.node)]));
      level.conjuncts = [];
      level.undecided = false;
      return undefined;
    }
    if (level.kind === 'top') {
      // A function alone is a condition when nothing follows.
      if (this.cursor.peek().kind === 'end') return held;
      throw this.cursor.unexpected();
    }
    const alone = level.conjuncts.length === 0 && level.alternatives.length === 0 && level.negations === 0;
    const node = closeCondition(level, held.node);
    return this.closeGroup({ kind: 'condition', node, wrapped: alone && held.wrapped });
  }
}

function newLevel(kind: 'top' | 'group', undecided: boolean): ConditionLevel {
  return { kind, undecided, alternatives: [], conjuncts: [], negations: 0, clause: START };
}

function isConditionLevel(level: Level): level is ConditionLevel {
  return level.kind === 'top' || level.kind === 'group';
}

/** An even number of NOTs is none. */
function negate(level: ConditionLevel, condition: ConditionNode): ConditionNode {
  const negated = level.negations % 2 === 1;
  level.negations = 0;
  return negated ? { kind: 'not', condition } : condition;
}

function conjunction(conditions: readonly ConditionNode[]): ConditionNode {
  const [first] = conditions;
  return conditions.length === 1 && first !== undefined ? first : { kind: 'and', conditions };
}

function closeCondition(level: ConditionLevel, last: ConditionNode): ConditionNode {
  const conjuncts = conjunction([...level.conjuncts, negate(level, last)]);
  return level.alternatives.length === 0
    ? conjuncts
    : { kind: 'or', conditions: [...level.alternatives, conjuncts] };
}
