import { FakeMisuse } from '../kernel/errors';
import type { Context } from '../kernel/operation';
import { parseCopySource } from './copy-source';
import { deleteCurrent } from './delete-object';
import type { S3State } from './state';

interface Request {
  readonly Bucket?: string;
  readonly CopySource?: string;
  readonly Key?: string;
}

/**
 * Somebody else deletes keys right before this call looks: what a fault rule asks for with `vanishes`. Between the pages
 * of a listing, or between a listing and a read, S3 promises nothing.
 *
 * @throws FakeMisuse a listing names no key by itself.
 */
export function vanishKeys(context: Context<S3State>, input: Request): void {
  const { vanish } = context.advice;
  if (vanish === undefined) return;
  const { Bucket: name, CopySource, Key } = input;
  const source = CopySource === undefined ? undefined : parseCopySource(CopySource);
  const bucket = context.state.buckets.get(source?.name ?? name ?? '');
  const keys = vanish.keys ?? [source?.key ?? Key].flatMap((key) => key ?? []);
  if (keys.length === 0) {
    throw new FakeMisuse(`${context.operation}: vanishes() needs the keys that vanish: the call names none.`);
  }
  if (bucket === undefined) return;
  for (const key of keys) deleteCurrent(context, bucket, key);
}
