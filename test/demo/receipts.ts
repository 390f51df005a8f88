import { createRng, type Rng } from '../../fakes/kernel/rng';
import type { LineKey, ReceiptKey, WordKey } from '../../src/shared/receipt-keys';
import type { Label, LabelStatus, Place } from '../arrange/receipts';

/** A receipt as the demo makes it: who sold what, in lines of words, some of them labelled. */
export interface DemoReceipt {
  readonly key: ReceiptKey;
  readonly runId: string;
  readonly place: Place;
  readonly lines: readonly {
    readonly key: LineKey;
    readonly text: string;
    readonly words: readonly DemoWord[];
  }[];
}

export interface DemoWord {
  readonly key: WordKey;
  readonly text: string;
  readonly label: (Label & { readonly name: string }) | undefined;
}

const MERCHANTS: readonly (readonly [name: string, category: string, items: readonly string[]])[] = [
  ['Corner Bakery', 'Bakery', ['Baguette', 'Croissant', 'Rye bread', 'Apple turnover', 'Espresso']],
  [
    'Harbour Market',
    'Grocery',
    ['Whole milk 1L', 'Bananas', 'Free range eggs', 'Olive oil', 'Tomatoes', 'Basmati rice', 'Butter'],
  ],
  ['Fuel & Go', 'Gas station', ['Diesel', 'Unleaded 95', 'Car wash', 'Screen wash']],
  ['Café Zürich', 'Café', ['Flat white', 'Crème brûlée', 'Mineral water', 'Club sandwich']],
  ['Nordic Pharmacy', 'Pharmacy', ['Ibuprofen 400', 'Plasters', 'Sunscreen SPF50']],
  ['麺屋 一番', 'Restaurant', ['醤油ラーメン', '餃子', 'Green tea', 'Karaage']],
  ['Paper & Ink', 'Stationery', ['A4 paper 500', 'Fountain pen', 'Notebook', 'Stapler']],
];
const LABELS = [
  'PRODUCT_NAME',
  'QUANTITY',
  'UNIT_PRICE',
  'LINE_TOTAL',
  'TAX',
  'GRAND_TOTAL',
  'DATE',
  'MERCHANT_NAME',
] as const;
const STATUSES: readonly LabelStatus[] = [
  'VALID',
  'VALID',
  'VALID',
  'PENDING',
  'PENDING',
  'INVALID',
  'NEEDS_REVIEW',
  'NONE',
];

/** Receipts of realistic texts and sizes: few big ones and many small, most of them of the same few merchants. */
export function generateReceipts(seed: number, count: number): readonly DemoReceipt[] {
  const rng = createRng(seed).fork('receipts');
  return Array.from({ length: count }, (_, i) => generateReceipt(rng, i));
}

function generateReceipt(rng: Rng, index: number): DemoReceipt {
  // Three receipts to an image, as photographs of a kitchen table have them.
  const key: ReceiptKey = { imageId: uuid(Math.floor(index / 3), 1), receiptId: 1 + (index % 3) };
  const [merchantName, merchantCategory, items] = skewed(rng, MERCHANTS);
  const number = rng.below(4) + 1;
  const place: Place = {
    merchantName,
    merchantCategory,
    address: `${number} Harbour Street`,
    phoneNumber: rng.below(3) === 0 ? '' : `555-01${String(rng.below(90) + 10)}`,
    placeId: `pl-${hashOf(merchantName)}-${number}`,
    validationStatus: 'UNSURE',
  };
  const size = 1 + Math.floor(12 * rng.next() ** 3);
  const lines = Array.from({ length: size }, (_, i) => {
    const line: LineKey = { ...key, lineId: i + 1 };
    const text = `${skewed(rng, items)} ${(rng.below(4000) / 100).toFixed(2)}`;
    const words = text
      .split(' ')
      .map((word, j): DemoWord => ({ key: { ...line, wordId: j + 1 }, text: word, label: label(rng) }));
    return { key: line, text, words };
  });
  return { key, runId: uuid(index, 2), place, lines };
}

function label(rng: Rng): DemoWord['label'] {
  if (rng.below(3) === 0) return undefined;
  return {
    name: LABELS[rng.below(LABELS.length)] ?? 'OTHER',
    status: STATUSES[rng.below(STATUSES.length)] ?? 'NONE',
    proposedBy: `llm-${rng.below(3) + 1}`,
    addedAt: new Date(Date.UTC(2025, 9, 1, 8, 0, rng.below(3_600))).toISOString(),
  };
}

/** The first of a list most of the time, the last rarely. */
function skewed<T>(rng: Rng, list: readonly T[]): T {
  return list[Math.floor(list.length * rng.next() ** 2)] as T;
}

function uuid(number: number, kind: number): string {
  return `${kind.toString(16).padStart(8, '0')}-0000-4000-8000-${number.toString(16).padStart(12, '0')}`;
}

function hashOf(text: string): number {
  return Array.from(text).reduce((sum, character) => (sum * 31 + (character.codePointAt(0) ?? 0)) % 997, 7);
}
