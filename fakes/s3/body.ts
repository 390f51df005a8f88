import { createHash } from 'node:crypto';
import type { GetObjectCommandOutput, PutObjectCommandInput } from '@aws-sdk/client-s3';
import { FakeMisuse } from '../kernel/errors';

/** The bytes of an object, as the chunks they arrived in: a multipart upload's parts are kept as they are. */
export interface StoredBody {
  readonly chunks: readonly Uint8Array[];
  /** Bytes. */
  readonly size: number;
}

/**
 * A body on its way in. The plug has collected whatever the SDK takes as a stream into bytes of our own.
 *
 * @throws FakeMisuse for anything that is not bytes: the SDK could not send it either.
 */
export function storedBody(operation: string, body: PutObjectCommandInput['Body']): StoredBody {
  if (body === undefined) return { chunks: [], size: 0 };
  if (body instanceof Uint8Array) return { chunks: [body], size: body.byteLength };
  throw new FakeMisuse(
    `${operation}: Body must be a string, bytes, a Blob or a stream, and is ${typeof body === 'object' ? 'another object' : typeof body}.`,
  );
}

/** A body on its way out. The SDK types it as the stream that the plug makes of these bytes. */
export function answeredBody(bytes: Uint8Array): NonNullable<GetObjectCommandOutput['Body']> {
  return bytes as unknown as NonNullable<GetObjectCommandOutput['Body']>;
}

/** Bytes `start` up to but without `end`. A body of one chunk is not copied. */
export function sliceBody(body: StoredBody, start = 0, end = body.size): Uint8Array {
  const slices = sliceChunks(body, start, end);
  return slices.length === 1 && slices[0] !== undefined ? slices[0] : Buffer.concat(slices);
}

/** The same, as a body: views of the same memory. */
export function subBody(body: StoredBody, start: number, end: number): StoredBody {
  return { chunks: sliceChunks(body, start, end), size: end - start };
}

/** Bodies one after the other. */
export function joinBodies(bodies: readonly StoredBody[]): StoredBody {
  return {
    chunks: bodies.flatMap((body) => body.chunks),
    size: bodies.reduce((size, body) => size + body.size, 0),
  };
}

export function md5(chunks: readonly Uint8Array[]): Buffer {
  const hash = createHash('md5');
  for (const chunk of chunks) hash.update(chunk);
  return hash.digest();
}

/** The entity tag of an object or part written in one piece: its MD5, in quotes. */
export function eTagOf(body: StoredBody): string {
  return `"${md5(body.chunks).toString('hex')}"`;
}

function sliceChunks(body: StoredBody, start: number, end: number): Uint8Array[] {
  const slices: Uint8Array[] = [];
  let position = 0;
  for (const chunk of body.chunks) {
    const from = Math.max(start - position, 0);
    const to = Math.min(end - position, chunk.byteLength);
    if (from < to) slices.push(chunk.subarray(from, to));
    position += chunk.byteLength;
  }
  return slices;
}
