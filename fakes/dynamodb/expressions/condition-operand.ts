import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { typeOf, type AttributeType, type Item } from '../attribute-value';
import { valueAt, type DocumentPath } from '../document-path';
import type { Bindings } from './bindings';
import { ExpressionProblem, type OperandNode } from './syntax';

/** An operand of a condition with its names and values filled in. */
export type Operand =
  | { readonly kind: 'path'; readonly path: DocumentPath }
  | { readonly kind: 'value'; readonly value: AttributeValue }
  | { readonly kind: 'size'; readonly of: Operand };

/** Fills in an operand. @throws ExpressionProblem undefined placeholders, the size of a number */
export function bindOperand(node: OperandNode, bindings: Bindings): Operand {
  if (node.kind === 'path') return { kind: 'path', path: bindings.path(node) };
  if (node.kind === 'value') return { kind: 'value', value: bindings.value(node) };
  // The only function that may stand as an operand, with its one operand: the structure has been checked.
  const [operand] = node.operands.map((inner) => bindOperand(inner, bindings));
  if (operand === undefined) throw new Error(`${node.name} without an operand passed the checks`);
  requireType('size', operand, ['S', 'B', 'SS', 'NS', 'BS', 'L', 'M']);
  return { kind: 'size', of: operand };
}

/** The type an operand has whatever the item holds; undefined for a path. */
export function staticType(operand: Operand): AttributeType | undefined {
  if (operand.kind === 'value') return typeOf(operand.value);
  return operand.kind === 'size' ? 'N' : undefined;
}

/** Refuses an operand that can never be of one of these types. @throws ExpressionProblem */
export function requireType(operator: string, operand: Operand, types: readonly AttributeType[]): void {
  const type = staticType(operand);
  if (type !== undefined && !types.includes(type)) throw wrongType(operator, type);
}

/** An operand of a type that the operator or function does not take. */
export function wrongType(operator: string, type: string): ExpressionProblem {
  return new ExpressionProblem(
    `Incorrect operand type for operator or function; operator or function: ${operator}, operand type: ${type}`,
  );
}

/** What an operand stands for in this item; undefined where a path leads nowhere or a value has no size. */
export function operandValue(operand: Operand, item: Item): AttributeValue | undefined {
  if (operand.kind === 'path') return valueAt(item, operand.path);
  if (operand.kind === 'value') return operand.value;
  const value = operandValue(operand.of, item);
  const size = value && sizeOf(value);
  return size === undefined ? undefined : { N: String(size) };
}

/** Assumed: the length of a string counts UTF-16 units; no source at hand says so for characters beyond ASCII. */
function sizeOf(value: AttributeValue): number | undefined {
  if (value.B !== undefined) return value.B.byteLength;
  if (value.M !== undefined) return Object.keys(value.M).length;
  return (value.S ?? value.L ?? value.SS ?? value.NS ?? value.BS)?.length;
}
