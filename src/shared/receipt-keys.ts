/** The two vector collections. Each has its own queue, lock and snapshot. */
export const COLLECTIONS = ['lines', 'words'] as const;
/** Name of a vector collection. */
export type Collection = (typeof COLLECTIONS)[number];

/** Which receipt of which image. */
export interface ReceiptKey {
  readonly imageId: string;
  readonly receiptId: number;
}
/** Which line of a receipt. */
export interface LineKey extends ReceiptKey {
  readonly lineId: number;
}
/** Which word of a line. */
export interface WordKey extends LineKey {
  readonly wordId: number;
}

/** Primary key of an item of the single table. */
export interface ItemKey {
  readonly pk: string;
  readonly sk: string;
}

/** A random (version 4) UUID, as image ids, run ids and lock owners are. */
export const UUID_V4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;

/** Numbers inside keys: at least five digits, so that they sort as text. */
export const p5 = (value: number): string => String(value).padStart(5, '0');

/** `IMAGE#...#RECEIPT#...`: names one receipt, and orders its messages on a FIFO queue. */
export const receiptName = (key: ReceiptKey): string => `IMAGE#${key.imageId}#RECEIPT#${p5(key.receiptId)}`;

/** Id of a line's vector. */
export const lineVectorId = (key: LineKey): string => `${receiptName(key)}#LINE#${p5(key.lineId)}`;

/** Id of a word's vector. */
export const wordVectorId = (key: WordKey): string => `${lineVectorId(key)}#WORD#${p5(key.wordId)}`;

const VECTOR_ID = /^IMAGE#([^#]+)#RECEIPT#(\d{5,})#LINE#(\d{5,})(?:#WORD#(\d{5,}))?$/;

/** The entity behind a vector id; `wordId` is absent for a line. Undefined when it is no vector id. */
export function parseVectorId(id: string): (LineKey & { readonly wordId?: number }) | undefined {
  const [, imageId, receiptId, lineId, wordId] = VECTOR_ID.exec(id) ?? [];
  if (imageId === undefined) return undefined;
  const line = { imageId, receiptId: Number(receiptId), lineId: Number(lineId) };
  return wordId === undefined ? line : { ...line, wordId: Number(wordId) };
}

const itemOf = (key: ReceiptKey, rest = ''): ItemKey => ({
  pk: `IMAGE#${key.imageId}`,
  sk: `RECEIPT#${p5(key.receiptId)}${rest}`,
});

/** Key of a RECEIPT item. */
export const receiptItem = (key: ReceiptKey): ItemKey => itemOf(key);
/** Key of a RECEIPT_METADATA item. */
export const metadataItem = (key: ReceiptKey): ItemKey => itemOf(key, '#METADATA');
/** Key of a RECEIPT_LINE item. */
export const lineItem = (key: LineKey): ItemKey => itemOf(key, `#LINE#${p5(key.lineId)}`);
/** Key of a RECEIPT_WORD item. */
export const wordItem = (key: WordKey): ItemKey =>
  itemOf(key, `#LINE#${p5(key.lineId)}#WORD#${p5(key.wordId)}`);
/** Key of a RECEIPT_WORD_LABEL item. */
export const labelItem = (key: WordKey, label: string): ItemKey => {
  const word = wordItem(key);
  return { pk: word.pk, sk: `${word.sk}#LABEL#${label}` };
};
/** Key of a COMPACTION_RUN item. */
export const runItem = (key: ReceiptKey, runId: string): ItemKey => itemOf(key, `#COMPACTION_RUN#${runId}`);
