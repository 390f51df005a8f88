import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { attributeOf, type Item } from '../attribute-value';
import type { DocumentPath } from '../document-path';
import type { ErrorWording } from '../errors';
import { ExpressionProblem, type OperandNode, type PathNode, type PathStep, type ValueNode } from './syntax';

/** Steps a document path may have. Captured: `a` with 31 `.b` is read, with 32 it is refused. */
const MAX_PATH_STEPS = 32;

/** The names and values of one request, and which of them its expressions have used. */
export class Bindings {
  private readonly usedNames = new Set<string>();
  private readonly usedValues = new Set<string>();

  constructor(
    private readonly names: Readonly<Record<string, string>>,
    /** Canonical values. */
    private readonly values: Item,
    readonly wording: ErrorWording,
  ) {}

  /** The path with its names filled in. @throws ExpressionProblem an undefined name, more than 32 steps */
  path(node: PathNode): DocumentPath {
    const [first, ...rest] = node.steps.map((step) => this.step(step));
    if (node.steps.length > MAX_PATH_STEPS) {
      throw new ExpressionProblem(
        `The document path has too many nesting levels; nesting levels: ${node.steps.length}`,
      );
    }
    return [String(first), ...rest];
  }

  private step({ kind, text }: PathStep): string | number {
    if (kind === 'index') return Number(text);
    if (kind === 'name') return text;
    const name = Object.hasOwn(this.names, text) ? this.names[text] : undefined;
    if (name === undefined) {
      throw new ExpressionProblem(
        `An expression attribute name used in the document path is not defined; attribute name: ${text}`,
      );
    }
    this.usedNames.add(text);
    return name;
  }

  /** @throws ExpressionProblem an undefined value */
  value(node: ValueNode): AttributeValue {
    const value = attributeOf(this.values, node.name);
    if (value === undefined) {
      throw new ExpressionProblem(
        `An expression attribute value used in expression is not defined; attribute value: ${node.name}`,
      );
    }
    this.usedValues.add(node.name);
    return value;
  }

  /** Looks for undefined names only, inside functions too: an update's names are all checked before its values. */
  requireNames(node: OperandNode): void {
    if (node.kind === 'path') node.steps.forEach((step) => this.step(step));
    if (node.kind === 'call') node.operands.forEach((operand) => this.requireNames(operand));
  }

  /** The names that no expression used, in the order of the request. */
  unusedNames(): readonly string[] {
    return Object.keys(this.names).filter((name) => !this.usedNames.has(name));
  }

  /** The values that no expression used, in the order of the request. */
  unusedValues(): readonly string[] {
    return Object.keys(this.values).filter((name) => !this.usedValues.has(name));
  }
}
