import type { LineKey, ReceiptKey, WordKey } from './receipt-keys';

/** What a primary key of the table says about its item. */
export type Entity =
  | { readonly type: 'RECEIPT'; readonly key: ReceiptKey }
  | { readonly type: 'RECEIPT_METADATA'; readonly key: ReceiptKey }
  | { readonly type: 'RECEIPT_LINE'; readonly key: LineKey }
  | { readonly type: 'RECEIPT_WORD'; readonly key: WordKey }
  | { readonly type: 'RECEIPT_WORD_LABEL'; readonly key: WordKey; readonly label: string }
  | { readonly type: 'COMPACTION_RUN'; readonly key: ReceiptKey; readonly runId: string };

/** Names of the entities, as their items carry them in TYPE. */
export type EntityType = Entity['type'];

const IMAGE = /^IMAGE#(.+)$/;
const N = String.raw`(\d{5,})`;

/** Anchored at both ends: a label whose text contains `#METADATA` stays a label. */
const SORT_KEYS: readonly [RegExp, (key: ReceiptKey, parts: readonly string[]) => Entity][] = [
  [new RegExp(`^RECEIPT#${N}$`), (key) => ({ type: 'RECEIPT', key })],
  [new RegExp(`^RECEIPT#${N}#METADATA$`), (key) => ({ type: 'RECEIPT_METADATA', key })],
  [
    new RegExp(`^RECEIPT#${N}#LINE#${N}$`),
    (key, parts) => ({ type: 'RECEIPT_LINE', key: lineOf(key, parts) }),
  ],
  [
    new RegExp(`^RECEIPT#${N}#LINE#${N}#WORD#${N}$`),
    (key, parts) => ({ type: 'RECEIPT_WORD', key: wordOf(key, parts) }),
  ],
  [
    new RegExp(`^RECEIPT#${N}#LINE#${N}#WORD#${N}#LABEL#(.+)$`),
    (key, parts) => ({ type: 'RECEIPT_WORD_LABEL', key: wordOf(key, parts), label: String(parts[3]) }),
  ],
  [
    new RegExp(`^RECEIPT#${N}#COMPACTION_RUN#(.+)$`),
    (key, parts) => ({ type: 'COMPACTION_RUN', key, runId: String(parts[1]) }),
  ],
];

const lineOf = (key: ReceiptKey, parts: readonly string[]): LineKey => ({ ...key, lineId: Number(parts[1]) });
const wordOf = (key: ReceiptKey, parts: readonly string[]): WordKey => ({
  ...lineOf(key, parts),
  wordId: Number(parts[2]),
});

/** The entity an item's key names; undefined for everything that is none of them (locks, other tables' rows). */
export function classifyKey(pk: string, sk: string): Entity | undefined {
  const imageId = IMAGE.exec(pk)?.[1];
  if (imageId === undefined) return undefined;
  for (const [pattern, build] of SORT_KEYS) {
    const match = pattern.exec(sk);
    if (match !== null) return build({ imageId, receiptId: Number(match[1]) }, match.slice(1));
  }
  return undefined;
}
