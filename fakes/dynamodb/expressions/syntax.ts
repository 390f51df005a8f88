/** The parameters that carry expressions. */
export type ExpressionKind =
  | 'UpdateExpression'
  | 'ConditionExpression'
  | 'KeyConditionExpression'
  | 'FilterExpression'
  | 'ProjectionExpression';

/** What is wrong with an expression, without the `Invalid ...Expression: ` that AWS puts before it. */
export class ExpressionProblem extends Error {}

/** One step of a path as it is written: a bare name, a `#placeholder` for a name, or a list index. */
export interface PathStep {
  readonly kind: 'name' | 'placeholder' | 'index';
  readonly text: string;
}

/** A document path as it is written. */
export interface PathNode {
  readonly kind: 'path';
  readonly steps: readonly PathStep[];
}

/** A `:placeholder` for a value. */
export interface ValueNode {
  readonly kind: 'value';
  readonly name: string;
}

/** A function with its operands. */
export interface CallNode {
  readonly kind: 'call';
  readonly name: string;
  readonly operands: readonly OperandNode[];
}

/** What an operator or a function works on. */
export type OperandNode = PathNode | ValueNode | CallNode;

/** The operators that compare two operands. */
export type Comparator = '=' | '<>' | '<' | '<=' | '>' | '>=';

/** A condition as it is written; chains of AND and of OR are flat. */
export type ConditionNode =
  | { readonly kind: 'and' | 'or'; readonly conditions: readonly ConditionNode[] }
  | { readonly kind: 'not'; readonly condition: ConditionNode }
  | {
      readonly kind: 'comparison';
      readonly operator: Comparator;
      readonly left: OperandNode;
      readonly right: OperandNode;
    }
  | {
      readonly kind: 'between';
      readonly operand: OperandNode;
      readonly lower: OperandNode;
      readonly upper: OperandNode;
    }
  | { readonly kind: 'in'; readonly operand: OperandNode; readonly list: readonly OperandNode[] }
  | CallNode;

/** `a + b` or `a - b`. */
export interface ArithmeticNode {
  readonly kind: 'arithmetic';
  readonly operator: '+' | '-';
  readonly left: OperandNode;
  readonly right: OperandNode;
}

/** One action of an update. */
export type ActionNode =
  | { readonly section: 'SET'; readonly path: PathNode; readonly value: OperandNode | ArithmeticNode }
  | { readonly section: 'REMOVE'; readonly path: PathNode }
  | { readonly section: 'ADD' | 'DELETE'; readonly path: PathNode; readonly value: ValueNode };

/** The sections of an update in the order they are written; a name may wrongly come twice. */
export interface SectionNode {
  readonly name: 'SET' | 'REMOVE' | 'ADD' | 'DELETE';
  readonly actions: readonly ActionNode[];
}
