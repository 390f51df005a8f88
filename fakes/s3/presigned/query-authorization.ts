import { FakeMisuse } from '../../kernel/errors';
import { ANONYMOUS, type Caller } from '../../kernel/policy/caller';
import type { AccessKey } from '../../kernel/policy/identities';
import type { World } from '../../kernel/world';
import { s3Error } from '../errors';
import { queryValue, type HttpRequest } from './http-request';
import { canonicalRequest, hexBytes, signatureOf, stringToSign, type SigningScope } from './signature';

/** Who a request comes from, or why S3 refuses it. */
export type Authorization =
  | { readonly kind: 'caller'; readonly caller: Caller }
  | { readonly kind: 'refused'; readonly error: Error };

type Parameters = Readonly<
  Record<
    | 'X-Amz-Algorithm'
    | 'X-Amz-Credential'
    | 'X-Amz-Signature'
    | 'X-Amz-Date'
    | 'X-Amz-SignedHeaders'
    | 'X-Amz-Expires',
    string
  >
>;

const WEEK_SECONDS = 604_800;

/**
 * Who signed a URL, if anybody did: its expiry by the world's clock, the headers and the method that it was signed for, and
 * the signature itself. Documented: API/sigv4-query-string-auth. The errors are captured, but for those that say otherwise.
 *
 * @throws FakeMisuse where the secret of the signer is not known.
 */
export function authorizeQuery(
  world: World,
  request: HttpRequest,
  region: string | undefined,
): Authorization {
  if (!request.query.some(([name]) => name.startsWith('X-Amz-')))
    return { kind: 'caller', caller: ANONYMOUS };
  try {
    return { kind: 'caller', caller: signerOf(world, request, region) };
  } catch (error) {
    if (!(error instanceof Error) || error instanceof FakeMisuse) throw error;
    return { kind: 'refused', error };
  }
}

function signerOf(world: World, request: HttpRequest, region: string | undefined): Caller {
  const given = requireParameters(request);
  const { accessKeyId, scope } = requireCredential(given['X-Amz-Credential'], region);
  const signedAt = requireDate(given['X-Amz-Date']);
  const now = world.clock.now();
  requireUnexpired(given['X-Amz-Expires'], signedAt, now);
  const secret = requireSecret(world, accessKeyId);
  requireToken(request, secret);
  const signedHeaders = given['X-Amz-SignedHeaders'].split(';');
  requireSignedHeaders(request, signedHeaders);
  requireSignature(request, given, signedHeaders, scope, secret);
  const caller = world.identities.callerOf(accessKeyId, undefined);
  // Documented: UserGuide/bucket-policy-s3-sigv4-conditions.
  const keys = { 's3:authType': 'REST-QUERY-STRING', 's3:signatureAge': now - signedAt };
  return { ...caller, keys: { ...keys, ...caller.keys } };
}

const malformed = (message: string, members: Record<string, string> = {}) =>
  s3Error('AuthorizationQueryParametersError', 400, message, members);

function requireParameters(request: HttpRequest): Parameters {
  const given = {
    'X-Amz-Algorithm': queryValue(request, 'X-Amz-Algorithm') ?? '',
    'X-Amz-Credential': queryValue(request, 'X-Amz-Credential') ?? '',
    'X-Amz-Signature': queryValue(request, 'X-Amz-Signature') ?? '',
    'X-Amz-Date': queryValue(request, 'X-Amz-Date') ?? '',
    'X-Amz-SignedHeaders': queryValue(request, 'X-Amz-SignedHeaders') ?? '',
    'X-Amz-Expires': queryValue(request, 'X-Amz-Expires') ?? '',
  };
  if (Object.values(given).includes('')) {
    throw malformed(
      'Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.',
    );
  }
  if (given['X-Amz-Algorithm'] === 'AWS4-HMAC-SHA256') return given;
  // Assumed: the wording.
  throw malformed('X-Amz-Algorithm only supports "AWS4-HMAC-SHA256 and AWS4-ECDSA-P256-SHA256"');
}

function requireCredential(
  credential: string,
  expected: string | undefined,
): { accessKeyId: string; scope: SigningScope } {
  const [accessKeyId = '', date = '', region = '', service, terminator, ...more] = credential.split('/');
  const begin = 'Error parsing the X-Amz-Credential parameter; ';
  if (!/^\d{8}$/.test(date) || terminator !== 'aws4_request' || service === undefined || more.length > 0) {
    throw malformed(
      `${begin}the Credential is mal-formed; expecting "<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request".`,
    );
  }
  // Assumed: the wordings.
  if (service !== 's3')
    throw malformed(`${begin}incorrect service "${service}". This endpoint belongs to "s3".`);
  if (expected !== undefined && region !== expected) {
    throw malformed(`${begin}the region '${region}' is wrong; expecting '${expected}'`, { Region: expected });
  }
  return { accessKeyId, scope: { date, region, service } };
}

function requireDate(date: string): number {
  const [, year, month, day, hours, minutes, seconds] =
    /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(date) ?? [];
  const time = Date.parse(`${year}-${month}-${day}T${hours}:${minutes}:${seconds}Z`);
  if (!Number.isNaN(time)) return time;
  // Assumed: the wording.
  throw malformed(`X-Amz-Date must be in the ISO8601 Long Format "yyyyMMdd'T'HHmmss'Z'"`);
}

/** Assumed: the wordings about the number; and that the last moment still counts. */
function requireUnexpired(given: string, signedAt: number, now: number): void {
  const seconds = Number(given);
  if (!Number.isInteger(seconds)) throw malformed('X-Amz-Expires should be a number');
  if (seconds < 0) throw malformed('X-Amz-Expires must be non-negative');
  if (seconds > WEEK_SECONDS) {
    throw malformed(
      'X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than 604800 seconds',
    );
  }
  const expires = signedAt + seconds * 1000;
  if (now <= expires) return;
  throw s3Error('AccessDenied', 403, 'Request has expired', {
    'X-Amz-Expires': given,
    Expires: isoSeconds(expires),
    ServerTime: isoSeconds(now),
  });
}

/** `2026-01-01T00:00:00Z` */
export function isoSeconds(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19)}Z`;
}

/** The secret of an access key: of an identity that is known, or of the process's environment. @throws FakeMisuse */
export function requireSecret(world: World, accessKeyId: string): AccessKey {
  const known = world.identities.ofAccessKey(accessKeyId)?.accessKey;
  if (known !== undefined) return known;
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN: sessionToken } = process.env;
  if (AWS_ACCESS_KEY_ID === accessKeyId && AWS_SECRET_ACCESS_KEY !== undefined) {
    const key = { accessKeyId, secretAccessKey: AWS_SECRET_ACCESS_KEY };
    return sessionToken === undefined ? key : { ...key, sessionToken };
  }
  throw world.remember(
    new FakeMisuse(
      `aws.s3.fetch(): the URL is signed with the access key ${accessKeyId}, whose secret is not known, so its signature ` +
        `cannot be checked.\nSign with credentials of aws.iam.user(...), or make yours known: aws.iam.trust({ accessKeyId, secretAccessKey }).`,
    ),
  );
}

function requireToken(request: HttpRequest, { accessKeyId, sessionToken }: AccessKey): void {
  const token = queryValue(request, 'X-Amz-Security-Token');
  if (token === sessionToken) return;
  // Documented: API/ErrorResponses. Assumed: which of the two is answered when.
  if (token === undefined) {
    throw s3Error(
      'InvalidAccessKeyId',
      403,
      'The AWS Access Key Id you provided does not exist in our records.',
      { AWSAccessKeyId: accessKeyId },
    );
  }
  throw s3Error('InvalidToken', 400, 'The provided token is malformed or otherwise invalid.', {
    'Token-0': token,
  });
}

/** Whatever concerns S3 in a header must have been signed. */
function requireSignedHeaders({ headers }: HttpRequest, signed: readonly string[]): void {
  const unsigned = [...headers.keys()].filter((name) => name.startsWith('x-amz-') && !signed.includes(name));
  if (unsigned.length === 0) return;
  throw s3Error('AccessDenied', 403, 'There were headers present in the request which were not signed', {
    HeadersNotSigned: unsigned.join(', '),
  });
}

function requireSignature(
  request: HttpRequest,
  given: Parameters,
  signedHeaders: readonly string[],
  scope: SigningScope,
  { accessKeyId, secretAccessKey }: AccessKey,
): void {
  const canonical = canonicalRequest({
    method: request.method,
    path: request.url.pathname,
    query: request.query.filter(([name]) => name !== 'X-Amz-Signature'),
    headers: { ...Object.fromEntries(request.headers), host: request.url.host },
    signedHeaders,
    payloadHash: request.headers.get('x-amz-content-sha256') ?? 'UNSIGNED-PAYLOAD',
  });
  const text = stringToSign(given['X-Amz-Date'], scope, canonical);
  if (signatureOf(secretAccessKey, scope, text) === given['X-Amz-Signature']) return;
  throw signatureDoesNotMatch({
    AWSAccessKeyId: accessKeyId,
    StringToSign: text,
    SignatureProvided: given['X-Amz-Signature'],
    StringToSignBytes: hexBytes(text),
    CanonicalRequest: canonical,
    CanonicalRequestBytes: hexBytes(canonical),
  });
}

/** A signature that is not the one of the request. */
export const signatureDoesNotMatch = (members: Readonly<Record<string, string>>) =>
  s3Error(
    'SignatureDoesNotMatch',
    403,
    'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
    members,
  );
