import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { validationError, type ErrorWording } from '../errors';
import type { BoundCondition } from './condition-binding';
import type { Operand } from './condition-operand';
import type { KeyComparison } from './key-condition';

/** What a value written before the attribute means when the attribute is read first. */
const TURNED = { '=': '=', '<': '>', '<=': '>=', '>': '<', '>=': '<=' } as const;

/**
 * Takes a key condition apart into its clauses: comparisons of one top-level attribute with values, joined by AND, at
 * most one for each attribute. AWS does this when all expressions are read, and before it looks for the table.
 * @throws ValidationException
 */
export function keyClauses(condition: BoundCondition, wording: ErrorWording): readonly KeyComparison[] {
  const clauses = new Map<string, KeyComparison>();
  collect(condition, (clause) => {
    if (clauses.has(clause.attribute)) {
      // Captured: the wording of 2026 puts the parameter before this one message.
      const prefix = wording === '2026' ? 'Invalid KeyConditionExpression: ' : '';
      throw validationError(`${prefix}KeyConditionExpressions must only contain one condition per key`);
    }
    clauses.set(clause.attribute, clause);
  });
  if (wording === 'classic' && clauses.size > 2)
    throw validationError('Conditions can be of length 1 or 2 only');
  return [...clauses.values()];
}

function collect(condition: BoundCondition, add: (clause: KeyComparison) => void): void {
  switch (condition.kind) {
    case 'and':
      return condition.conditions.forEach((each) => collect(each, add));
    case 'or':
    case 'not':
    case 'in':
      throw invalidOperator(condition.kind.toUpperCase());
    case 'comparison':
      return add(comparisonClause(condition));
    case 'between':
      requireAttributeFirst('BETWEEN', condition.operand);
      return add(clauseOf('BETWEEN', [condition.operand, condition.lower, condition.upper]));
    case 'function':
      if (condition.name !== 'begins_with') throw invalidOperator(condition.name);
      requireAttributeFirst('begins_with', condition.operands[0]);
      return add(clauseOf('begins_with', condition.operands));
  }
}

function invalidOperator(operator: string): Error {
  return validationError(`Invalid operator used in KeyConditionExpression: ${operator}`);
}

function comparisonClause(condition: BoundCondition & { kind: 'comparison' }): KeyComparison {
  const { operator, left, right } = condition;
  if (operator === '<>') throw invalidOperator(operator);
  return clauseOf(left.kind === 'path' ? operator : TURNED[operator], [left, right]);
}

function requireAttributeFirst(operator: string, first: Operand | undefined): void {
  if (first?.kind === 'path') return;
  throw invalidCondition(`${operator} operator must have the key attribute as its first operand`);
}

function invalidCondition(problem: string): Error {
  return validationError(`Invalid condition in KeyConditionExpression: ${problem}`);
}

function clauseOf(operator: KeyComparison['operator'], parts: readonly Operand[]): KeyComparison {
  let attribute: string | undefined;
  const operands: AttributeValue[] = [];
  for (const part of parts) {
    if (part.kind === 'value') {
      operands.push(part.value);
    } else if (part.kind === 'size') {
      throw validationError('KeyConditionExpressions cannot contain nested operations');
    } else {
      if (attribute !== undefined) throw invalidCondition('Multiple attribute names used in one condition');
      if (part.path.length > 1) {
        throw validationError('KeyConditionExpressions cannot have conditions on nested attributes');
      }
      attribute = part.path[0];
    }
  }
  if (attribute === undefined) throw invalidCondition('No key attribute specified');
  return { attribute, operator, operands };
}
