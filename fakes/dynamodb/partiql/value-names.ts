import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { setOwn } from '../../kernel/shape';
import type { Item } from '../attribute-value';
import type { OperandNode, PathNode, ValueNode } from '../expressions/syntax';
import { literalValue } from './literals';
import { emptyPathComponent, StatementProblem, type Expression, type PathExpression } from './syntax';

const MAX_LIST_INDEX = 2_147_483_647;

/**
 * The literals and parameters of a statement under names of their own, so that it can be bound and evaluated as the
 * expressions of the classic operations are.
 */
export class ValueNames {
  private readonly values: Item = {};
  private count = 0;

  /** The literals by their names. */
  get literals(): Readonly<Item> {
    return this.values;
  }

  /** A value that stands in the text. */
  literal(value: AttributeValue): ValueNode {
    const name = `:literal${this.count++}`;
    setOwn(this.values, name, value);
    return { kind: 'value', name };
  }

  /** A path, a parameter or a literal. @throws StatementProblem */
  operand(expression: Expression): OperandNode {
    if (expression.kind === 'path') return pathNode(expression);
    if (expression.kind === 'parameter') return { kind: 'value', name: parameterName(expression.index) };
    return this.literal(literalValue(expression));
  }
}

/** The name of a parameter, counted from 0. */
export function parameterName(index: number): string {
  return `:parameter${index}`;
}

/** The literals and parameters of one call. */
export function namedValues(literals: Readonly<Item>, parameters: readonly AttributeValue[]): Item {
  const values: Item = { ...literals };
  for (const [index, value] of parameters.entries()) values[parameterName(index)] = value;
  return values;
}

/** A path as the expressions of the classic operations have it. @throws StatementProblem an index out of range */
export function pathNode(path: PathExpression): PathNode {
  const steps = path.steps.map((step): PathNode['steps'][number] => {
    if (step.text === '') throw emptyPathComponent();
    if (step.kind === 'name') return { kind: 'name', text: step.text };
    const index = Number(step.text);
    // Captured: 2026-09, -1 and 2147483648 are refused, -0 is 0.
    if (!Number.isInteger(index) || index < 0 || index > MAX_LIST_INDEX) {
      throw new StatementProblem(
        `List index is not within the allowable range; index: [${step.text}] at ${step.at}`,
      );
    }
    return { kind: 'index', text: String(index === 0 ? 0 : index) };
  });
  return { kind: 'path', steps };
}
