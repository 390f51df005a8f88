import { beforeSending } from '../kernel/errors';
import type { SdkClient } from './sdk-client';

/** What a request says of its body. */
interface BodyRequest {
  readonly ContentLength?: number;
  readonly ChecksumAlgorithm?: string;
}

/**
 * Throws what the SDK throws of a streamed body that it has to digest while it sends it, and cannot. Captured: client-s3
 * 3.1169.0 on Node 20: it digests Node streams that nobody listens to, and needs their length, which it knows of files.
 *
 * With a checksum in the request, or without any (`requestChecksumCalculation: 'WHEN_REQUIRED'`), it does not digest.
 * Assumed: that such bodies are taken then; some of them fail later, in Node's http or in S3.
 *
 * @throws Error (a web stream, a Blob, a stream that flows), TypeError (a stream of unknown length)
 */
export async function requireSendable(client: SdkClient, input: object, body: object): Promise<void> {
  if (!(await digests(client, input))) return;
  if (Reflect.get(body, 'readableFlowing') !== null)
    throw beforeSending(new Error('Unable to calculate hash for flowing readable stream'));
  const { ContentLength }: BodyRequest = input;
  if (ContentLength === undefined && lengthOf(client, body) === undefined) {
    throw beforeSending(
      Object.assign(new TypeError('Invalid value "undefined" for header "x-amz-decoded-content-length"'), {
        code: 'ERR_HTTP_INVALID_HEADER_VALUE',
      }),
    );
  }
}

async function digests({ config }: SdkClient, input: object): Promise<boolean> {
  const { ChecksumAlgorithm }: BodyRequest = input;
  const isGiven = Object.entries(input).some(
    ([member, value]) =>
      member.startsWith('Checksum') && member !== 'ChecksumAlgorithm' && value !== undefined,
  );
  if (isGiven) return false;
  if (ChecksumAlgorithm !== undefined) return true;
  return (await config.requestChecksumCalculation?.()) !== 'WHEN_REQUIRED';
}

function lengthOf({ config }: SdkClient, body: object): number | undefined {
  try {
    return config.bodyLengthChecker?.(body);
  } catch {
    // As the SDK does: it goes on without.
    return undefined;
  }
}
