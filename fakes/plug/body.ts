import { Readable } from 'node:stream';
import { damagedAt, type BodyDamage } from '../kernel/body-damage';
import { sdkStreamMixin } from '@smithy/core/serde';

/** A body on its way in: its bytes, copied, and the stream it came from if it was one (which cannot be sent twice). */
export interface CollectedBody {
  readonly bytes: Uint8Array;
  readonly stream: unknown;
}

/**
 * Collects whatever the SDK accepts as a streaming body: a string, bytes, a Blob, a Node or web stream.
 * Returns undefined for a value that is none of these, for the service to refuse.
 */
export async function collectBody(body: unknown): Promise<CollectedBody | undefined> {
  if (typeof body === 'string') return { bytes: new TextEncoder().encode(body), stream: undefined };
  if (ArrayBuffer.isView(body)) {
    const view = new Uint8Array(body.buffer, body.byteOffset, body.byteLength);
    return { bytes: new Uint8Array(view), stream: undefined };
  }
  if (body instanceof ArrayBuffer) return { bytes: new Uint8Array(body.slice(0)), stream: undefined };
  if (body instanceof Blob) return { bytes: new Uint8Array(await body.arrayBuffer()), stream: undefined };
  if (isAsyncIterable(body)) return { bytes: await collect(body), stream: body };
  return undefined;
}

/** Whether a body is none of the kinds whose bytes are at hand. */
export function isStreamed(body: unknown): body is object {
  return body instanceof Blob || (isAsyncIterable(body) && !ArrayBuffer.isView(body));
}

function isAsyncIterable(value: unknown): value is AsyncIterable<string | Uint8Array> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
}

async function collect(stream: AsyncIterable<string | Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream)
    chunks.push(typeof chunk === 'string' ? Buffer.from(chunk, 'utf8') : chunk);
  return new Uint8Array(Buffer.concat(chunks));
}

const CHUNK_BYTES = 64 * 1024;

/**
 * The same of a body that does not arrive well. Captured with client-s3 3.1169.0 and Node's own http: a broken connection
 * shows as `aborted`, ECONNRESET, a wrong checksum at the end of the stream; both only to who reads it.
 */
export function damagedStream(
  bytes: Uint8Array,
  damage: BodyDamage,
  { mismatch, onStall }: { readonly mismatch: Error | undefined; readonly onStall: () => void },
): unknown {
  const end = damage.how === 'corrupted' ? bytes.byteLength : damagedAt(damage, bytes.byteLength);
  let position = 0;
  const stream = new Readable({
    read() {
      if (position < end) {
        const chunk = Buffer.from(bytes.subarray(position, Math.min(position + CHUNK_BYTES, end)));
        position += chunk.byteLength;
        this.push(chunk);
      } else if (damage.how === 'stalled') onStall();
      else if (damage.how === 'truncated') this.destroy(aborted());
      else if (mismatch !== undefined) this.destroy(mismatch);
      else this.push(null);
    },
  });
  return sdkStreamMixin(stream);
}

function aborted(): Error {
  return Object.assign(new Error('aborted'), { code: 'ECONNRESET' });
}

/**
 * The stream that the SDK hands out for a body: readable once, with `transformToString` and its siblings.
 *
 * What a reader does to a chunk must not reach the stored body, so chunks are copies; except where nobody but the SDK's own
 * collector gets them, which copies them itself: to it the rest of the body is lent, in one piece.
 */
export function sdkStream(bytes: Uint8Array): unknown {
  let position = 0;
  let collector: unknown;
  const stream = new Readable({
    read() {
      if (position >= bytes.byteLength) return void this.push(null);
      const isLent = isOnlyReader(this, collector);
      const chunk = bytes.subarray(position, isLent ? bytes.byteLength : position + CHUNK_BYTES);
      position += chunk.byteLength;
      this.push(isLent ? viewOf(chunk) : Buffer.from(chunk));
    },
  });
  const { transformToByteArray, transformToString } = sdkStreamMixin(stream);
  /** The SDK's collector listens before `begin` returns; who listened before it is somebody else. */
  const lendingTo = <Answer>(begin: () => Answer): Answer => {
    const isFirst = stream.listenerCount('data') === 0;
    const answer = begin();
    if (isFirst) [collector] = stream.listeners('data');
    return answer;
  };
  return Object.assign(stream, {
    transformToByteArray: () => lendingTo(transformToByteArray),
    transformToString: (encoding?: string) => lendingTo(() => transformToString(encoding)),
  });
}

/** Whether what is pushed now goes to this listener at once, and to nobody else. */
function isOnlyReader(stream: Readable, listener: unknown): boolean {
  const [first, ...others] = stream.listeners('data');
  return (
    listener !== undefined &&
    first === listener &&
    others.length === 0 &&
    stream.listenerCount('readable') === 0
  );
}

function viewOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
