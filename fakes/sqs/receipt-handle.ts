import { receiptHandleIsInvalid } from './errors';
import type { Message, Queue } from './state';

/** What a receipt handle stands for: one delivery of one message of one queue. */
export interface Receipt {
  readonly sequence: number;
  readonly receipt: number;
}

/** The handle that a receive returns: new with every delivery, and good only for this queue. */
export function receiptHandle(queue: Queue, message: Pick<Message, 'sequence' | 'receipt'>): string {
  return Buffer.from(`${queue.id}/${message.sequence}/${message.receipt}`, 'latin1').toString('base64');
}

/** @throws ReceiptHandleIsInvalid for anything that this queue never gave out. */
export function parseReceiptHandle(queue: Queue, handle: string): Receipt {
  const parts = /^(.+)\/(\d+)\/(\d+)$/.exec(Buffer.from(handle, 'base64').toString('latin1'));
  const receipt = { sequence: Number(parts?.[2]), receipt: Number(parts?.[3]) };
  if (parts?.[1] !== queue.id || receiptHandle(queue, receipt) !== handle)
    throw receiptHandleIsInvalid(handle);
  return receipt;
}
