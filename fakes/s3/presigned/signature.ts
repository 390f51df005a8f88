import { createHash, createHmac } from 'node:crypto';

/** A request, as far as its signature covers it. */
export interface SignedRequest {
  readonly method: string;
  /** As it was sent, encoded. */
  readonly path: string;
  /** Names and values, decoded, without the signature itself. */
  readonly query: readonly (readonly [name: string, value: string])[];
  /** By name in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** In lower case, in order. */
  readonly signedHeaders: readonly string[];
  readonly payloadHash: string;
}

/** Where and when a signature counts. */
export interface SigningScope {
  /** `20260101` */
  readonly date: string;
  readonly region: string;
  readonly service: string;
}

const encode = (text: string): string =>
  encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );

/** Documented: API/sig-v4-header-based-auth: the canonical request. */
export function canonicalRequest({
  headers,
  method,
  path,
  payloadHash,
  query,
  signedHeaders,
}: SignedRequest): string {
  const uri = path
    .split('/')
    .map((part) => encode(decodeURIComponent(part)))
    .join('/');
  const pairs = query
    .map(([name, value]) => [encode(name), encode(value)] as const)
    .toSorted(([a, x], [b, y]) => (a === b ? compare(x, y) : compare(a, b)));
  const lines = signedHeaders.map(
    (name) => `${name}:${(headers[name] ?? '').trim().replaceAll(/\s+/g, ' ')}\n`,
  );
  return [
    method,
    uri,
    pairs.map((pair) => pair.join('=')).join('&'),
    lines.join(''),
    signedHeaders.join(';'),
    payloadHash,
  ].join('\n');
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** What is signed of a canonical request. `time` is `20260101T000000Z`. */
export function stringToSign(time: string, scope: SigningScope, canonical: string): string {
  const digest = createHash('sha256').update(canonical).digest('hex');
  return [
    'AWS4-HMAC-SHA256',
    time,
    `${scope.date}/${scope.region}/${scope.service}/aws4_request`,
    digest,
  ].join('\n');
}

/** The signature, in hex. */
export function signatureOf(secretAccessKey: string, scope: SigningScope, text: string): string {
  const steps = [scope.date, scope.region, scope.service, 'aws4_request'];
  const key = steps.reduce<string | Buffer>(
    (secret, step) => createHmac('sha256', secret).update(step).digest(),
    `AWS4${secretAccessKey}`,
  );
  return createHmac('sha256', key).update(text).digest('hex');
}

/** Bytes as S3 prints them beside a text that did not fit: `41 57 53 34`. */
export function hexBytes(text: string): string {
  return (Buffer.from(text, 'utf8').toString('hex').match(/../g) ?? []).join(' ');
}
