import { numberAttribute, requiredString, stringAttribute, type Attributes } from '../../shared/attributes';
import type { ReceiptRow } from '../receipt-table';
import type { PatchContent } from './place-patch';

/** The label part of a word's metadata. */
const LABEL_FIELDS = [
  'label_status',
  'label_confidence',
  'label_proposed_by',
  'validated_labels',
  'invalid_labels',
  'label_validated_at',
] as const;

interface Label {
  readonly name: string;
  readonly status: string;
  readonly addedAt: string;
  readonly item: Attributes;
}

/**
 * The label part of a word's metadata as its labels are now. All six fields are set or unset together, so that
 * no label stays behind from an earlier state (R70).
 * @throws AttributeTypeError when a row is no label.
 */
export function labelContent(rows: readonly ReceiptRow[]): PatchContent {
  const labels = rows.flatMap(({ entity, item }): Label[] => {
    if (entity.type !== 'RECEIPT_WORD_LABEL') return [];
    const status = stringAttribute(item, 'validation_status') ?? 'NONE';
    return [{ name: entity.label, status, addedAt: requiredString(item, 'timestamp_added'), item }];
  });
  if (labels.length === 0) return { set: {}, unset: [...LABEL_FIELDS] };

  const pending = newest(labels, 'PENDING');
  const valid = newest(labels, 'VALID');
  const values: Record<(typeof LABEL_FIELDS)[number], string | number | null> = {
    label_status:
      valid !== undefined ? 'validated' : pending !== undefined ? 'auto_suggested' : 'unvalidated',
    label_confidence: pending === undefined ? null : numberAttribute(pending.item, 'label_confidence'),
    label_proposed_by: pending === undefined ? null : stringAttribute(pending.item, 'label_proposed_by'),
    validated_labels: fenced(labels, 'VALID'),
    invalid_labels: fenced(labels, 'INVALID'),
    label_validated_at: valid?.addedAt ?? null,
  };
  const set: Record<string, string | number> = {};
  const unset: string[] = [];
  for (const [name, value] of Object.entries(values)) {
    if (value === null) unset.push(name);
    else set[name] = value;
  }
  return { set, unset };
}

/** The label of a status that was added last. Equal times: the later name, so that the answer does not depend on order. */
function newest(labels: readonly Label[], status: string): Label | undefined {
  const rank = (label: Label): string => `${label.addedAt}#${label.name}`;
  return labels
    .filter((label) => label.status === status)
    .reduce<Label | undefined>(
      (best, label) => (best === undefined || rank(label) > rank(best) ? label : best),
      undefined,
    );
}

/** Names of a status between commas, so that a filter on `,NAME,` is exact; "" without any. */
function fenced(labels: readonly Label[], status: string): string {
  const names = new Set(labels.filter((label) => label.status === status).map(({ name }) => name));
  return names.size === 0 ? '' : `,${[...names].toSorted().join(',')},`;
}
