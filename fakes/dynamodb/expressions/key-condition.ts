import type { AttributeValue, ScalarAttributeType } from '@aws-sdk/client-dynamodb';

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
  /**
   * Holds the conditions against a key schema. With `types`, operands of another type than the attribute's are refused.
   * @throws ValidationException `Query condition missed key schema element: ...`, `Query key condition not supported`
   */
  forKeys(
    hashNames: readonly string[],
    rangeNames: readonly string[],
    types?: ReadonlyMap<string, ScalarAttributeType>,
  ): KeyQuery;
}
