import { ATTRIBUTE_TYPES } from '../attribute-value';
import { checkOperandCount } from '../expressions/structure-checks';
import {
  ExpressionProblem,
  type CallNode,
  type ConditionNode,
  type OperandNode,
} from '../expressions/syntax';
import {
  StatementProblem,
  unexpectedPath,
  type CallExpression,
  type Comparison,
  type Expression,
} from './syntax';
import type { ValueNames } from './value-names';

/** The functions that are conditions. */
const CONDITIONS: ReadonlySet<string> = new Set([
  'attribute_exists',
  'attribute_not_exists',
  'attribute_type',
  'begins_with',
  'contains',
]);

/** A comparison of a condition with a value needs the condition twice: so many of them can be in each other. */
const MAX_COMPARED_CONDITIONS = 8;

/**
 * Turns a WHERE into a condition of the classic expressions, which evaluate it.
 * @throws StatementProblem functions and operators that a condition does not have
 */
export function conditionOf(where: Expression, values: ValueNames): ConditionNode {
  return new WhereClause(values).condition(where);
}

class WhereClause {
  private comparedConditions = 0;

  constructor(private readonly values: ValueNames) {}

  condition(expression: Expression): ConditionNode {
    switch (expression.kind) {
      case 'and':
      case 'or':
        return {
          kind: expression.kind,
          conditions: expression.operands.map((operand) => this.condition(operand)),
        };
      case 'not':
        return { kind: 'not', condition: this.condition(expression.operand) };
      case 'comparison':
        return this.comparison(expression.operator, expression.left, expression.right);
      case 'between':
        return {
          kind: 'between',
          operand: this.operand(expression.operand),
          lower: this.operand(expression.lower),
          upper: this.operand(expression.upper),
        };
      case 'in':
        return this.inList(expression.operand, expression.list);
      case 'is':
        return this.typeTest(expression.operand, expression.type);
      case 'call':
        return this.call(expression);
      case 'like':
        throw unsupportedOperator('LIKE');
      default:
        // Assumed: no source has a WHERE that is a bare value.
        throw unexpectedPath(expression.at);
    }
  }

  private comparison(operator: Comparison, left: Expression, right: Expression): ConditionNode {
    if (!isCondition(left) && !isCondition(right)) {
      return { kind: 'comparison', operator, left: this.operand(left), right: this.operand(right) };
    }
    if (operator !== '=' && operator !== '<>') {
      // Captured: 2026-09, a condition is a BOOL, which has no order.
      throw new ExpressionProblem(
        `Incorrect operand type for operator or function; operator or function: ${operator}, operand type: BOOL`,
      );
    }
    const equal = isCondition(left) ? this.equality(left, right) : this.equality(right, left);
    return operator === '=' ? equal : { kind: 'not', condition: equal };
  }

  /** Captured: 2026-09, a condition compared with a value is true or false like any other BOOL. */
  private equality(condition: Expression, other: Expression): ConditionNode {
    if (other.kind === 'boolean') {
      const holds = this.condition(condition);
      return other.value ? holds : { kind: 'not', condition: holds };
    }
    if (++this.comparedConditions > MAX_COMPARED_CONDITIONS) {
      // Assumed: worded as the limit of operators of the classic expressions.
      throw new ExpressionProblem('The expression contains too many operators; operator count: 301');
    }
    const holds = this.condition(condition);
    const whenTrue = this.isTrue(other, true);
    const whenFalse = this.isTrue(other, false);
    return {
      kind: 'or',
      conditions: [
        { kind: 'and', conditions: [holds, whenTrue] },
        { kind: 'and', conditions: [{ kind: 'not', condition: holds }, whenFalse] },
      ],
    };
  }

  private isTrue(expression: Expression, value: boolean): ConditionNode {
    if (isCondition(expression)) {
      const holds = this.condition(expression);
      return value ? holds : { kind: 'not', condition: holds };
    }
    const right = this.values.literal({ BOOL: value });
    return { kind: 'comparison', operator: '=', left: this.operand(expression), right };
  }

  private inList(operand: Expression, list: Expression): ConditionNode {
    // Assumed: no source has anything but a list of values behind IN.
    if (list.kind !== 'list' && list.kind !== 'bag') throw unexpectedPath(list.at);
    if (isCondition(operand)) {
      return { kind: 'or', conditions: list.elements.map((each) => this.equality(operand, each)) };
    }
    return {
      kind: 'in',
      operand: this.operand(operand),
      list: list.elements.map((each) => this.operand(each)),
    };
  }

  /** Documented: ql-operators, IS MISSING and IS NULL. Captured: 2026-09, a missing attribute is not NULL. */
  private typeTest(operand: Expression, type: string): ConditionNode {
    const subject = this.operand(operand);
    if (type === 'MISSING') return { kind: 'call', name: 'attribute_not_exists', operands: [subject] };
    if (type === 'NULL') {
      return {
        kind: 'call',
        name: 'attribute_type',
        operands: [subject, this.values.literal({ S: 'NULL' })],
      };
    }
    // Assumed: DynamoDB documents no other type behind IS.
    throw unsupportedOperator('IS');
  }

  private call(expression: CallExpression): CallNode {
    if (!CONDITIONS.has(expression.name)) throw unrecognized(expression);
    const [, type] = expression.operands;
    if (expression.name === 'attribute_type' && type?.kind === 'string') checkTypeName(type.text);
    return this.callNode(expression);
  }

  private callNode({ name, operands }: CallExpression): CallNode {
    const call: CallNode = { kind: 'call', name, operands: operands.map((operand) => this.operand(operand)) };
    checkOperandCount(call);
    return call;
  }

  private operand(expression: Expression): OperandNode {
    switch (expression.kind) {
      case 'call':
        if (expression.name !== 'size') throw unrecognized(expression);
        return this.callNode(expression);
      case 'arithmetic':
        throw unsupportedOperator(expression.operator);
      case 'negative':
        // Captured: the sign of a path or a parameter, 2026.
        throw new ExpressionProblem(
          `Incorrect number of operands for operator or function; operator or function: ${expression.operator}, number of operands: 1`,
        );
      default:
        return this.values.operand(expression);
    }
  }
}

function isCondition(expression: Expression): boolean {
  switch (expression.kind) {
    case 'call':
      return CONDITIONS.has(expression.name);
    case 'and':
    case 'or':
    case 'not':
    case 'comparison':
    case 'between':
    case 'in':
    case 'is':
      return true;
    default:
      return false;
  }
}

/** Captured: 2026-10, for EXISTS and set_add in a WHERE. */
export function unrecognized({ name, at }: CallExpression): StatementProblem {
  return new StatementProblem(`Unrecognized function: ${name} at ${at}`);
}

/** Captured: 2026, sums in a WHERE. */
function unsupportedOperator(operator: string): StatementProblem {
  return new StatementProblem(`Unsupported operator in Condition Expression. Operator: ${operator}`);
}

/** Captured: 2026-09, the types stand in an order of their own. */
function checkTypeName(name: string): void {
  if (ATTRIBUTE_TYPES.some((type) => type === name)) return;
  throw new StatementProblem(
    `Invalid attribute type name found; type: ${name}, valid types: {N,BS,L,B,NULL,M,S,SS,NS,BOOL}`,
  );
}
