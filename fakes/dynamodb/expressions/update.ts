import type { Item } from '../attribute-value';
import { project } from '../document-path';
import { validationError } from '../errors';
import { requireScalarKeys } from './condition';
import type { Action, SetOperand } from './update-binding';
import { applyChanges } from './update-changes';
import { changesOf } from './update-values';
import type { DocumentPath } from '../document-path';

/** What an update made of an item. Nothing is changed in place. */
export interface Updated {
  /** The item as it is now; unchanged parts are shared with the item before. */
  readonly item: Item;
  /** `ReturnValues: UPDATED_OLD`: what stood at the touched paths, only those leaves. Empty when nothing did. */
  updatedOld(): Item;
  /** `ReturnValues: UPDATED_NEW`: what stands at the touched paths now, only those leaves. */
  updatedNew(): Item;
}

/** An UpdateExpression with its names and values filled in. */
export interface Update {
  /**
   * Applies the update. For an item that does not exist pass the bare key.
   * @throws ValidationException wrong types in the item, missing parents, number overflow
   */
  apply(item: Item): Updated;
  /** The top-level attribute names that it changes. */
  readonly touched: readonly string[];
  /** False when it only removes (REMOVE, DELETE): on a missing item it then creates nothing. */
  readonly createsItem: boolean;
  /**
   * Refuses an update of key attributes.
   * @throws ValidationException `One or more parameter values were invalid: Cannot update attribute ...`
   */
  requireNoKeys(keyNames: readonly string[]): void;
  /**
   * Refuses paths into key attributes on the right-hand sides: these are scalars.
   * @throws ValidationException `Key attributes must be scalars; ...`
   */
  requireScalarKeys(keyNames: readonly string[]): void;
}

/** The update that callers use. `wrongType` is AWS's word for an operand of the wrong type, where it is another. */
export function updateOf(actions: readonly Action[], wrongType?: string): Update {
  const paths = actions.map((action) => action.path);
  const touched = [...new Set(paths.map(([name]) => name))];
  const read = actions.flatMap((action) => (action.section === 'SET' ? pathsOf(action.value) : []));
  return {
    apply(before) {
      const { item, leaves } = applyChanges(before, changesOf(actions, before, wrongType));
      return { item, updatedOld: () => project(before, paths), updatedNew: () => leaves };
    },
    touched,
    createsItem: actions.some(({ section }) => section === 'SET' || section === 'ADD'),
    requireNoKeys(keyNames) {
      const key = touched.find((name) => keyNames.includes(name));
      if (key === undefined) return;
      throw validationError(
        `One or more parameter values were invalid: Cannot update attribute ${key}. This attribute is part of the key`,
      );
    },
    requireScalarKeys: (keyNames) => requireScalarKeys(read, keyNames),
  };
}

function pathsOf(operand: SetOperand): readonly DocumentPath[] {
  switch (operand.kind) {
    case 'value':
      return [];
    case 'path':
      return [operand.path];
    case 'if_not_exists':
      return [operand.path, ...pathsOf(operand.otherwise)];
    case 'list_append':
      return [...pathsOf(operand.first), ...pathsOf(operand.second)];
    case '+':
    case '-':
      return [...pathsOf(operand.left), ...pathsOf(operand.right)];
  }
}
