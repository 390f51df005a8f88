import { requiredString, stringAttribute, type Attributes } from '../shared/attributes';
import type { Changes } from '../shared/compaction-message';

/** The watched fields of an entity, as the vectors' metadata see them; null when there is no entity. */
export type Watched = Readonly<Record<string, string | null>> | null;

const METADATA_FIELDS = [
  'canonical_merchant_name',
  'merchant_name',
  'merchant_category',
  'address',
  'phone_number',
  'place_id',
] as const;

/**
 * The watched fields of a RECEIPT_METADATA item. NULL and absent read as "".
 * @throws AttributeTypeError when the item is not one.
 */
export function watchedMetadata(image: Attributes | undefined): Watched {
  if (image === undefined) return null;
  for (const name of ['place_id', 'merchant_name', 'timestamp']) requiredString(image, name);
  return Object.fromEntries(METADATA_FIELDS.map((name) => [name, stringAttribute(image, name) ?? '']));
}

/**
 * The watched fields of a RECEIPT_WORD_LABEL item; the label itself stands in the key.
 * @throws AttributeTypeError when the item is not one.
 */
export function watchedLabel(image: Attributes | undefined, label: string): Watched {
  if (image === undefined) return null;
  requiredString(image, 'timestamp_added');
  return {
    label,
    reasoning: stringAttribute(image, 'reasoning'),
    validation_status: stringAttribute(image, 'validation_status') ?? 'NONE',
    label_proposed_by: stringAttribute(image, 'label_proposed_by'),
    label_consolidated_from: stringAttribute(image, 'label_consolidated_from'),
  };
}

/** The watched fields that differ. A missing entity counts as null in every field. */
export function diffWatched(before: Watched, after: Watched): Changes {
  const fields = Object.keys(after ?? before ?? {});
  return Object.fromEntries(
    fields.flatMap((name) => {
      const change = { old: before?.[name] ?? null, new: after?.[name] ?? null };
      return change.old === change.new ? [] : [[name, change]];
    }),
  );
}
