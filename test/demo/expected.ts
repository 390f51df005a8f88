import type { PlainItem } from '../../fakes/dynamodb/plain-value';
import type { Collection } from '../../src/shared/receipt-keys';

/** The members of a vector that come from the table. */
export type Members = Readonly<Record<string, string>>;

/**
 * What the published snapshot must hold, worked out from the table alone and without the Lambdas' code: every line or word
 * that exists, with its merchant and its labels.
 */
export function expectedVectors(items: readonly PlainItem[], collection: Collection): Map<string, Members> {
  const places = new Map<string, PlainItem>();
  const labels = new Map<string, PlainItem[]>();
  for (const item of items) {
    const path = `${text(item['PK'])}#${text(item['SK'])}`;
    if (item['TYPE'] === 'RECEIPT_METADATA') places.set(path.replace(/#METADATA$/, ''), item);
    if (item['TYPE'] === 'RECEIPT_WORD_LABEL') {
      const word = path.slice(0, path.indexOf('#LABEL#'));
      labels.set(word, [...(labels.get(word) ?? []), item]);
    }
  }
  const type = collection === 'lines' ? 'RECEIPT_LINE' : 'RECEIPT_WORD';
  const expected = new Map<string, Members>();
  for (const item of items) {
    if (item['TYPE'] !== type) continue;
    const id = `${text(item['PK'])}#${text(item['SK'])}`;
    const place = places.get(id.slice(0, id.indexOf('#LINE#')));
    expected.set(id, {
      ...merchantOf(place),
      ...(collection === 'words' ? labelsOf(labels.get(id) ?? []) : {}),
    });
  }
  return expected;
}

const MERCHANT = [
  'canonical_merchant_name',
  'merchant_name',
  'merchant_category',
  'address',
  'phone_number',
  'place_id',
];
const LABEL = [
  'label_status',
  'label_proposed_by',
  'validated_labels',
  'invalid_labels',
  'label_validated_at',
];

/** The members of a vector's metadata that come from the table. */
export function tableMembers(metadata: object): Members {
  const members = Object.entries(metadata).filter(
    ([name]) => MERCHANT.includes(name) || LABEL.includes(name),
  );
  return Object.fromEntries(members.map(([name, value]) => [name, String(value)]));
}

function merchantOf(place: PlainItem | undefined): Members {
  const members = MERCHANT.map((name) => [name, text(place?.[name])] as const);
  return Object.fromEntries(members.filter(([, value]) => value !== ''));
}

function labelsOf(labels: readonly PlainItem[]): Members {
  if (labels.length === 0) return {};
  const withStatus = (status: string): PlainItem[] =>
    labels.filter((label) => label['validation_status'] === status);
  const names = (list: readonly PlainItem[]): string => {
    const sorted = list.map((label) => text(label['SK']).split('#LABEL#')[1] ?? '').toSorted();
    return sorted.length === 0 ? '' : `,${[...new Set(sorted)].join(',')},`;
  };
  const newest = (list: readonly PlainItem[]): PlainItem | undefined =>
    list.toSorted((a, b) => text(a['timestamp_added']).localeCompare(text(b['timestamp_added']))).at(-1);
  const [valid, pending, invalid] = [withStatus('VALID'), withStatus('PENDING'), withStatus('INVALID')];
  const proposedBy = text(newest(pending)?.['label_proposed_by']);
  return {
    label_status: valid.length > 0 ? 'validated' : pending.length > 0 ? 'auto_suggested' : 'unvalidated',
    validated_labels: names(valid),
    invalid_labels: names(invalid),
    ...(proposedBy === '' ? {} : { label_proposed_by: proposedBy }),
    ...(valid.length === 0 ? {} : { label_validated_at: text(newest(valid)?.['timestamp_added']) }),
  };
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
