import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { setOwn } from '../../kernel/shape';
import { attributeOf, type Item } from '../attribute-value';
import type { DocumentPath } from '../document-path';

/** A place in an item and its new value; undefined removes it. Its parent is there, and of the right type. */
export interface Change {
  readonly path: DocumentPath;
  readonly value: AttributeValue | undefined;
}

/** An item after its changes, and what stands at the changed places now, only these leaves. */
export interface Changed {
  readonly item: Item;
  readonly leaves: Item;
}

/** Changes that begin alike share their beginning. */
interface ChangeTree {
  readonly steps: Map<string | number, ChangeTree>;
  change: Change | undefined;
}

/**
 * Makes changes to an item. Nothing is changed in place: what does not change is shared.
 * Indexes are those of the lists before: removals do not shift each other, and elements set beyond the end are appended
 * in the order of their indexes.
 */
export function applyChanges(item: Item, changes: readonly Change[]): Changed {
  const root = newTree();
  for (const change of changes) {
    let node = root;
    for (const step of change.path) {
      let next = node.steps.get(step);
      if (next === undefined) node.steps.set(step, (next = newTree()));
      node = next;
    }
    node.change = change;
  }
  return changeMap(item, root);
}

function newTree(): ChangeTree {
  return { steps: new Map(), change: undefined };
}

/** What became of one value: itself and its changed leaves, both undefined when it is gone. */
interface Part {
  readonly value: AttributeValue | undefined;
  readonly leaf: AttributeValue | undefined;
}

function changeMap(map: Item, tree: ChangeTree): Changed {
  const item = { ...map };
  const leaves: Item = {};
  for (const [step, next] of tree.steps) {
    const name = String(step);
    const { value, leaf } = changeValue(attributeOf(map, name), next);
    if (value === undefined) delete item[name];
    else setOwn(item, name, value);
    if (leaf !== undefined) setOwn(leaves, name, leaf);
  }
  return { item, leaves };
}

function changeValue(value: AttributeValue | undefined, tree: ChangeTree): Part {
  if (tree.change !== undefined) return { value: tree.change.value, leaf: tree.change.value };
  if (value?.M !== undefined) {
    const { item, leaves } = changeMap(value.M, tree);
    return { value: { M: item }, leaf: Object.keys(leaves).length === 0 ? undefined : { M: leaves } };
  }
  return value?.L === undefined ? { value, leaf: undefined } : changeList(value.L, tree);
}

function changeList(list: readonly AttributeValue[], tree: ChangeTree): Part {
  const elements: AttributeValue[] = [];
  const leaves: AttributeValue[] = [];
  const take = ({ value, leaf }: Part): void => {
    if (value !== undefined) elements.push(value);
    if (leaf !== undefined) leaves.push(leaf);
  };
  for (const [index, element] of list.entries()) {
    const next = tree.steps.get(index);
    take(next === undefined ? { value: element, leaf: undefined } : changeValue(element, next));
  }
  const beyond = [...tree.steps].filter(([index]) => Number(index) >= list.length);
  for (const [, next] of beyond.toSorted(([a], [b]) => Number(a) - Number(b)))
    take(changeValue(undefined, next));
  return { value: { L: elements }, leaf: leaves.length === 0 ? undefined : { L: leaves } };
}
