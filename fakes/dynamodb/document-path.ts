import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { setOwn } from '../kernel/shape';
import { attributeOf, type Item } from './attribute-value';

/** A path into an item: the attribute's name, then names of map entries and indexes of list elements. */
export type DocumentPath = readonly [string, ...(string | number)[]];

/** The value a path leads to; undefined where it leads nowhere. */
export function valueAt(item: Item, path: DocumentPath): AttributeValue | undefined {
  let value = attributeOf(item, path[0]);
  for (let i = 1; i < path.length && value !== undefined; i++) value = childOf(value, path[i]);
  return value;
}

/** The entry of a map or the element of a list. A name never leads into a list, nor an index into a map. */
export function childOf(
  value: AttributeValue,
  step: string | number | undefined,
): AttributeValue | undefined {
  if (typeof step === 'number') return value.L?.[step];
  return step === undefined || value.M === undefined ? undefined : attributeOf(value.M, step);
}

/** A path as AWS prints it in its messages: `[a, [0], b]`. */
export function describePath(path: DocumentPath): string {
  return `[${path.map((step) => (typeof step === 'number' ? `[${step}]` : step)).join(', ')}]`;
}

/** Two paths of one expression that get in each other's way: one is part of the other, or they read one value both ways. */
export interface Clash {
  readonly kind: 'overlap' | 'conflict';
  readonly first: DocumentPath;
  readonly second: DocumentPath;
}

interface Place {
  /** The first path that leads here or through here. */
  readonly through: DocumentPath;
  readonly steps: Map<string | number, Place>;
  isEnd: boolean;
}

/** The first path that clashes with one before it; undefined when none does. Linear in all their steps. */
export function firstClash(paths: readonly DocumentPath[]): Clash | undefined {
  const top = new Map<string | number, Place>();
  for (const second of paths) {
    let steps = top;
    let place: Place | undefined;
    for (const step of second) {
      if (place?.isEnd === true) return { kind: 'overlap', first: place.through, second };
      const [sibling] = steps;
      if (sibling !== undefined && typeof sibling[0] !== typeof step) {
        return { kind: 'conflict', first: sibling[1].through, second };
      }
      place = steps.get(step);
      if (place === undefined) {
        place = { through: second, steps: new Map(), isEnd: false };
        steps.set(step, place);
      }
      steps = place.steps;
    }
    if (place === undefined) continue;
    if (place.isEnd || place.steps.size > 0) return { kind: 'overlap', first: place.through, second };
    place.isEnd = true;
  }
  return undefined;
}

/** Paths that begin alike share their beginning. A node without steps is the end of a path. */
export interface PathTree {
  readonly steps: ReadonlyMap<string | number, PathTree>;
}

interface GrowingTree extends PathTree {
  readonly steps: Map<string | number, GrowingTree>;
}

/** Paths without overlaps as a tree. */
export function pathTree(paths: readonly DocumentPath[]): PathTree {
  const root: GrowingTree = { steps: new Map() };
  for (const path of paths) {
    let node = root;
    for (const step of path) {
      let next = node.steps.get(step);
      if (next === undefined) node.steps.set(step, (next = { steps: new Map() }));
      node = next;
    }
  }
  return root;
}

/** The item reduced to these paths; lists are compacted. What UPDATED_NEW returns. */
export function project(item: Item, paths: readonly DocumentPath[]): Item {
  return projectTree(item, pathTree(paths));
}

/** The item reduced to the paths of a tree; lists are compacted. What ProjectionExpression returns. */
export function projectTree(item: Item, tree: PathTree): Item {
  return projectMap(item, tree) ?? {};
}

function projectMap(map: Item, tree: PathTree): Item | undefined {
  const projected: Item = {};
  let found = false;
  for (const [step, next] of tree.steps) {
    const value = typeof step === 'string' ? attributeOf(map, step) : undefined;
    const part = value && projectValue(value, next);
    if (part === undefined) continue;
    setOwn(projected, String(step), part);
    found = true;
  }
  return found ? projected : undefined;
}

function projectValue(value: AttributeValue, tree: PathTree): AttributeValue | undefined {
  if (tree.steps.size === 0) return value;
  if (value.M !== undefined) {
    const map = projectMap(value.M, tree);
    return map && { M: map };
  }
  if (value.L === undefined) return undefined;
  const list = [];
  // Captured: elements stand in the order of their indexes, however they were asked for.
  for (const [step, next] of [...tree.steps].toSorted(byIndex)) {
    const element = childOf(value, typeof step === 'number' ? step : undefined);
    const part = element && projectValue(element, next);
    if (part !== undefined) list.push(part);
  }
  return list.length === 0 ? undefined : { L: list };
}

function byIndex(a: readonly [string | number, unknown], b: readonly [string | number, unknown]): number {
  return Number(a[0]) - Number(b[0]);
}
