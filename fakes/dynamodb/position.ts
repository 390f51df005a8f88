import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { Range } from '../kernel/collection';
import { hash } from '../kernel/rng';
import { compareKeyValues } from './attribute-value';

/**
 * Where an item stands in a table or index: by the hash of its partition key (so that Scan and its segments walk in
 * hash order, as on AWS), then by all key values in order. One order serves GetItem, Query and Scan.
 */
export interface Position {
  readonly hash: number;
  readonly values: readonly AttributeValue[];
  /** Only in bounds: before (-1) or after (1) everything that begins with these values. */
  readonly edge?: -1 | 1;
}

/** Partition hashes lie in [0, HASH_SPACE). */
export const HASH_SPACE = 2 ** 32;

/** The total order of positions. */
export function comparePositions(a: Position, b: Position): number {
  if (a.hash !== b.hash) return a.hash - b.hash;
  const length = Math.min(a.values.length, b.values.length);
  for (let i = 0; i < length; i++) {
    const x = a.values[i];
    const y = b.values[i];
    const order = x === undefined || y === undefined ? 0 : compareKeyValues(x, y);
    if (order !== 0) return order;
  }
  // Only bounds are shorter than stored positions, and bounds have an edge.
  if (a.values.length < b.values.length) return a.edge ?? -1;
  if (a.values.length > b.values.length) return -(b.edge ?? -1);
  return (a.edge ?? 0) - (b.edge ?? 0);
}

/** The position of key values: first those of the HASH attributes, then all others. */
export function positionOf(
  hashValues: readonly AttributeValue[],
  others: readonly AttributeValue[],
): Position {
  return { hash: partitionHash(hashValues), values: [...hashValues, ...others] };
}

/** A bound beside everything that begins with these values. */
export function edgeOf(position: Position, edge: -1 | 1): Position {
  return { hash: position.hash, values: position.values, edge };
}

/** The part of the hash space that one segment of a parallel Scan walks. */
export function segmentRange(segment: number, totalSegments: number): Range<Position> {
  return {
    from: { hash: Math.ceil((segment * HASH_SPACE) / totalSegments), values: [], edge: -1 },
    before: { hash: Math.ceil(((segment + 1) * HASH_SPACE) / totalSegments), values: [], edge: -1 },
  };
}

/** Spreads partition keys evenly and always in the same way. Assumed: AWS's own function is not published. */
function partitionHash(values: readonly AttributeValue[]): number {
  let text = '';
  for (const value of values) text += `${value.S ?? value.N ?? base64(value.B)}\u0000`;
  let mixed = hash(text);
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

function base64(bytes: Uint8Array | undefined): string {
  return bytes === undefined ? '' : Buffer.from(bytes).toString('base64');
}
