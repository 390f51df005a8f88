import { S3ServiceException } from '@aws-sdk/client-s3';
import { answerOfOutput, escapeXml, xmlOf } from '../../kernel/http-binding';
import type { OperationRow } from '../../kernel/operation';
import type { HttpRequest } from './http-request';

const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n';
/** Members of an exception that are no members of the answer's document. */
const OF_THE_SDK = new Set([
  'name',
  'message',
  '$fault',
  '$metadata',
  '$retryable',
  'Code',
  'RequestId',
  'HostId',
]);
/** Answers that cannot have a body. */
const BODYLESS = new Set([204, 304]);

/** The answer to a request that was done. */
export function answerResponse(
  url: string,
  row: OperationRow<never>,
  root: string | undefined,
  output: { readonly $metadata?: { readonly httpStatusCode?: number } },
): Response {
  const { $metadata: metadata, ...members } = output;
  const { headers, bytes, document } = answerOfOutput(row, members);
  const status = metadata?.httpStatusCode ?? 200;
  const xml =
    document === undefined || root === undefined
      ? undefined
      : DECLARATION + xmlOf(root, document.schema, document.value);
  return plainResponse(url, status, xml ?? bytes, {
    ...headers,
    ...requestHeaders(metadata),
    ...(xml === undefined ? {} : { 'content-type': 'application/xml' }),
  });
}

/** The answer to a request that S3 refuses: the exception as the document that the SDK would have read it from. */
export function errorResponse(url: string, method: string, error: S3ServiceException): Response {
  const { $metadata: metadata, message, name } = error;
  const status = metadata.httpStatusCode ?? 400;
  const headers = { ...error.$response?.headers, ...requestHeaders(metadata) };
  if (method === 'HEAD' || status === 304 || !('Code' in error))
    return plainResponse(url, status, undefined, headers);
  const members = Object.entries(error).filter(([member]) => !OF_THE_SDK.has(member));
  const elements = [
    ['Code', name],
    ['Message', message],
    ...members,
    ['RequestId', metadata.requestId],
    ['HostId', metadata.extendedRequestId],
  ].map(([member, value]) => `<${member}>${escapeXml(String(value))}</${member}>`);
  return plainResponse(url, status, `${DECLARATION}<Error>${elements.join('')}</Error>`, {
    ...headers,
    'content-type': 'application/xml',
  });
}

/**
 * What comes of a request that was not done: S3's refusal, the rejection of a `fetch` whose connection broke, or nothing
 * until it is aborted.
 */
export function refusedResponse(
  { method, url }: HttpRequest,
  answer: { readonly kind: 'failed'; readonly error: Error } | { readonly kind: 'never' },
  signal: AbortSignal | null | undefined,
): Response | Promise<Response> {
  if (answer.kind === 'failed') {
    if (answer.error instanceof S3ServiceException) return errorResponse(url.href, method, answer.error);
    throw new TypeError('fetch failed', { cause: answer.error });
  }
  return new Promise((_, reject) => {
    // Whatever the reason is, `fetch` rejects with it.
    signal?.addEventListener('abort', () => void Promise.reject(signal.reason).catch(reject), {
      once: true,
    });
  });
}

function requestHeaders(metadata: object | undefined): Record<string, string> {
  const { requestId, extendedRequestId }: { requestId?: string; extendedRequestId?: string } = metadata ?? {};
  return {
    ...(requestId === undefined ? {} : { 'x-amz-request-id': requestId }),
    ...(extendedRequestId === undefined ? {} : { 'x-amz-id-2': extendedRequestId }),
    server: 'AmazonS3',
  };
}

/** An answer of bytes and headers. */
export function plainResponse(
  url: string,
  status: number,
  body: string | Uint8Array | undefined,
  headers: Readonly<Record<string, string>>,
): Response {
  const bytes = typeof body === 'string' ? Buffer.from(body, 'utf8') : body;
  const content = bytes === undefined || BODYLESS.has(status) ? null : new Uint8Array(bytes);
  const length = content === null ? {} : { 'content-length': String(content.byteLength) };
  const answer = new Response(content, { status, headers: { ...headers, ...length } });
  // What `fetch` fills in, and a constructed answer has not.
  Object.defineProperty(answer, 'url', { value: url });
  return answer;
}
