import { stringAttribute, type Attributes } from '../../shared/attributes';
import type { Metadata, MetadataPatch } from '../engine/snapshot-engine';

/** What a receipt's place tells every vector of the receipt. */
export const PLACE_FIELDS = [
  'merchant_name',
  'canonical_merchant_name',
  'merchant_category',
  'address',
  'phone_number',
  'place_id',
] as const;

/** What a patch says, without the id of the vector it is for. */
export type PatchContent = Pick<MetadataPatch, 'set' | 'unset'>;

/** The place part of a vector's metadata as the RECEIPT_METADATA item has it now. Absent item: no place at all. */
export function placeContent(item: Attributes | undefined): PatchContent {
  const set: Record<string, string> = {};
  const unset: string[] = [];
  for (const name of PLACE_FIELDS) {
    const value = stringAttribute(item ?? {}, name) ?? '';
    if (value === '') unset.push(name);
    else set[name] = value;
  }
  return { set, unset };
}

/** Whether the metadata already say this: then there is nothing to write, nor to upload. */
export function isApplied(metadata: Metadata, { set, unset }: PatchContent): boolean {
  const has = metadata ?? {};
  return (
    Object.entries(set).every(([name, value]) => Object.hasOwn(has, name) && has[name] === value) &&
    unset.every((name) => !Object.hasOwn(has, name))
  );
}
