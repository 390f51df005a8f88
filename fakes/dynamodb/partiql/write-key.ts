import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { setOwn } from '../../kernel/shape';
import { equalValues, type Item } from '../attribute-value';
import type { BoundCondition } from '../expressions/condition-binding';
import { namesOf } from '../key';
import type { TableEntry } from '../state';
import { keyComparison } from './key-reads';

/** The one item that the WHERE of a write is about, and what else it wants of it. */
export interface WriteKey {
  /** The key attributes that it names. */
  readonly key: Item;
  readonly isComplete: boolean;
  /** A key attribute that it wants to have two values. */
  readonly conflict: string | undefined;
  /** The condition of the write; with a conflict, it holds the second value. */
  readonly rest: readonly BoundCondition[];
}

/** Captured: 2026-09, equalities anywhere under AND name the key, also in parentheses; IN does not. */
export function writeKey(where: BoundCondition | undefined, table: TableEntry): WriteKey {
  const names = namesOf(table.key);
  const key: Item = {};
  const rest: BoundCondition[] = [];
  let conflict: string | undefined;
  for (const condition of where === undefined ? [] : conjunctsOf(where)) {
    const equality = equalityOf(condition, names);
    if (equality === undefined) {
      rest.push(condition);
      continue;
    }
    const [name, value] = equality;
    if (!Object.hasOwn(key, name)) {
      setOwn(key, name, value);
    } else if (!equalValues(key[name], value)) {
      conflict ??= name;
      rest.push(condition);
    }
  }
  return { key, isComplete: Object.keys(key).length === names.length, conflict, rest };
}

function conjunctsOf(condition: BoundCondition): readonly BoundCondition[] {
  return condition.kind === 'and' ? condition.conditions.flatMap(conjunctsOf) : [condition];
}

function equalityOf(
  condition: BoundCondition,
  names: readonly string[],
): readonly [string, AttributeValue] | undefined {
  for (const name of names) {
    const comparison = keyComparison(condition, name);
    const [value] = comparison?.operator === '=' ? comparison.operands : [];
    if (value !== undefined) return [name, value];
  }
  return undefined;
}
