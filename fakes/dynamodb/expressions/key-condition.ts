import type { AttributeValue, ScalarAttributeType } from '@aws-sdk/client-dynamodb';
import { typeOf } from '../attribute-value';
import { validationError, type ErrorWording } from '../errors';
import type { BoundCondition } from './condition-binding';
import { keyClauses } from './key-clauses';

/** One condition on a key attribute. BETWEEN has two operands, the others one. */
export interface KeyComparison {
  readonly attribute: string;
  readonly operator: '=' | '<' | '<=' | '>' | '>=' | 'BETWEEN' | 'begins_with';
  readonly operands: readonly AttributeValue[];
}

/** What a Query asks of the key of a table or index. */
export interface KeyQuery {
  /** Values of the HASH attributes, in the order of the key schema. */
  readonly hash: readonly AttributeValue[];
  /**
   * Conditions on the RANGE attributes, a gap-free beginning of the key schema; all but the last are equalities.
   * Empty when only the HASH attributes are given.
   */
  readonly range: readonly KeyComparison[];
}

/** A KeyConditionExpression with its names and values filled in. */
export interface KeyCondition {
  /** Is it a conjunction of conditions on attributes? `ExpressionRequest.finish()` asks. @throws ValidationException */
  requireKeyConditions(): void;
  /**
   * Holds the conditions against a key schema. With `types`, operands of another type than the attribute's, and empty
   * ones, are refused.
   * @throws ValidationException `Query condition missed key schema element: ...`, `Query key condition not supported`
   */
  forKeys(
    hashNames: readonly string[],
    rangeNames: readonly string[],
    types?: ReadonlyMap<string, ScalarAttributeType>,
  ): KeyQuery;
}

/** The key condition that callers use. */
export function keyConditionOf(bound: BoundCondition, wording: ErrorWording): KeyCondition {
  return {
    requireKeyConditions: () => void keyClauses(bound, wording),
    forKeys: (hashNames, rangeNames, types) =>
      keyQuery(keyClauses(bound, wording), { hashNames, rangeNames, types, wording }),
  };
}

interface KeySchemaOfQuery {
  readonly hashNames: readonly string[];
  readonly rangeNames: readonly string[];
  readonly types: ReadonlyMap<string, ScalarAttributeType> | undefined;
  readonly wording: ErrorWording;
}

/**
 * Conditions on attributes against a key schema. Also for the legacy `KeyConditions`.
 * @throws ValidationException
 */
export function keyQuery(clauses: readonly KeyComparison[], schema: KeySchemaOfQuery): KeyQuery {
  const { hashNames, rangeNames } = schema;
  const keys = [...hashNames, ...rangeNames];
  if (clauses.length > keys.length && schema.wording === '2026') {
    throw validationError(
      `The number of query conditions (${clauses.length}) exceeds the number of key attributes defined in the schema (${keys.length})`,
    );
  }
  const byName = new Map(clauses.map((clause) => [clause.attribute, clause]));
  const hash = hashNames.map((name) => byName.get(name) ?? missed(name));
  const others = clauses.filter((clause) => !keys.includes(clause.attribute));
  if (others.length > 0) {
    const name = rangeNames.find((range) => !byName.has(range));
    if (name === undefined) throw notSupported();
    missed(name);
  }
  if (hash.some((clause) => clause.operator !== '=')) throw notSupported();
  const range = rangeConditions(rangeNames, byName);
  if (schema.types !== undefined) for (const clause of clauses) checkOperands(clause, schema.types);
  return { hash: hash.flatMap((clause) => clause.operands), range };
}

function missed(name: string): never {
  throw validationError(`Query condition missed key schema element: ${name}`);
}

function notSupported(): Error {
  return validationError('Query key condition not supported');
}

/** Captured: 2026-10: equalities without a gap, then at most one other condition. */
function rangeConditions(
  rangeNames: readonly string[],
  byName: ReadonlyMap<string, KeyComparison>,
): readonly KeyComparison[] {
  const last = rangeNames.findLast((name) => byName.has(name));
  if (last === undefined) return [];
  const before = rangeNames.slice(0, rangeNames.indexOf(last));
  const open = before.filter((name) => byName.get(name)?.operator !== '=');
  if (open.length > 0) {
    throw validationError(
      `RANGE key attributes ${open.join(', ')} must have equality conditions specified in the query because a condition is present on key attribute ${last}`,
    );
  }
  return [...before, last].flatMap((name) => byName.get(name) ?? []);
}

function checkOperands(clause: KeyComparison, types: ReadonlyMap<string, ScalarAttributeType>): void {
  for (const operand of clause.operands) {
    if (typeOf(operand) !== types.get(clause.attribute)) {
      throw validationError(
        'One or more parameter values were invalid: Condition parameter type does not match schema type',
      );
    }
    if (operand.S !== '' && operand.B?.byteLength !== 0) continue;
    throw validationError(
      'One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty ' +
        `${operand.S === undefined ? 'binary' : 'string'} value. Key: ${clause.attribute}`,
    );
  }
}
