import { S3ServiceException } from '@aws-sdk/client-s3';
import { answerOnce } from '../../kernel/aws-call';
import { NEW_CALL } from '../../kernel/dispatch';
import { notSupported } from '../../kernel/errors';
import { inputOfRequest } from '../../kernel/http-binding';
import { currentTask } from '../../kernel/scope';
import type { MountedOperation, World } from '../../kernel/world';
import type { S3State } from '../state';
import { addressOf, type Address } from './address';
import { completedParts } from './completed-parts';
import { httpRequest, queryValue, type HttpRequest } from './http-request';
import { isForm } from './post-form';
import { postObject } from './post-object';
import { authorizeQuery, type Authorization } from './query-authorization';
import { answerResponse, refusedResponse } from './response';
import { routeOf } from './routes';

/** `fetch`, against the world: see `S3Inspect.fetch`. */
export type S3Fetch = (url: string | URL, init?: RequestInit) => Promise<Response>;

/** What a request is going to be answered by. */
interface Routed {
  readonly operation: MountedOperation;
  readonly root: string | undefined;
  readonly input: object;
  /** What is wrong with the request itself. */
  readonly refusal?: Error;
}

/**
 * Sends a request to S3 as a browser would, most often to a presigned URL, and answers as S3 does: a WHATWG `Response`, with
 * S3's XML where it refuses.
 */
export function createFetch(world: World, state: S3State): S3Fetch {
  return async (url, init) => {
    const request = await httpRequest(url, init);
    const address = addressOf(request.url, (name) => state.buckets.has(name));
    const region = address.region ?? world.options.region;
    if (address.bucket !== undefined && address.key === undefined && isForm(request))
      return postObject(world, request, address.bucket, region, init?.signal);
    const { operation, root, input, refusal } = route(world, request, address);
    const authorization = authorizeQuery(world, request, address.region);
    const caller = currentTask()?.name;
    const answer = await answerOnce(
      world,
      {
        number: world.nextCall(),
        identity: world.identify(caller),
        operation,
        input,
        region,
        caller,
        ...who(authorization),
        ...(refusal === undefined || authorization.kind === 'refused' ? {} : { refusal }),
        startedAt: world.clock.now(),
        ...NEW_CALL,
      },
      'aws.s3.fetch()',
    );
    if (answer.kind === 'answer') return answerResponse(request.url.href, operation.row, root, answer.output);
    return refusedResponse(request, answer, init?.signal);
  };
}

function who(authorization: Authorization) {
  return authorization.kind === 'caller'
    ? { principal: authorization.caller }
    : { refusal: authorization.error };
}

/** @throws NotSupportedByFake for what is not modelled over HTTP. */
function route(world: World, request: HttpRequest, address: Address): Routed {
  const { bucket, key } = address;
  const found = bucket === undefined ? undefined : routeOf(request, key === undefined ? 'bucket' : 'key');
  const operation = world
    .operations()
    .find(({ service, row }) => service.name === 'S3' && row.name === found?.operation);
  if (found === undefined || operation === undefined) {
    const what = `${request.method} ${request.url.pathname}${subresource(request)}`;
    throw world.remember(notSupported('aws.s3.fetch()', `the request ${what}`));
  }
  const labels = {
    ...(bucket === undefined ? {} : { Bucket: bucket }),
    ...(key === undefined ? {} : { Key: key }),
  };
  try {
    return { operation, root: found.root, input: inputOf(operation, request, labels) };
  } catch (error) {
    if (!(error instanceof S3ServiceException)) throw error;
    return { operation, root: found.root, input: labels, refusal: error };
  }
}

function subresource({ query }: HttpRequest): string {
  const [first] = query.filter(([name]) => !name.startsWith('X-Amz-'));
  return first === undefined ? '' : `?${first[0]}`;
}

/** Assumed: S3 looks at checksums in headers, and not in the query, as aws-sdk-go-v2 issue 2610 has it; other sources say it compares them. */
const isChecksum = (name: string): boolean => /^x-amz-(?:sdk-)?checksum-/.test(name);

function inputOf(
  { row }: MountedOperation,
  request: HttpRequest,
  labels: Readonly<Record<string, string>>,
): Record<string, unknown> {
  // What the signer hoisted into the query counts as the header it was. Documented: API/sigv4-query-string-auth.
  const hoisted = request.query
    .map(([name, value]) => [name.toLowerCase(), value] as const)
    .filter(([name]) => name.startsWith('x-amz-') && (!isChecksum(name) || name === 'x-amz-checksum-mode'));
  const headers = new Map([...hoisted, ...request.headers]);
  const input = inputOfRequest(row, {
    labels,
    query: (name) => queryValue(request, name),
    header: (name) => headers.get(name),
    headers,
    body: request.body,
  });
  const name = row.name;
  if (name === 'CompleteMultipartUpload') input['MultipartUpload'] = completedParts(request.body);
  if (name === 'PutObject' || name === 'UploadPart') {
    input['ContentType'] ??= name === 'PutObject' ? 'binary/octet-stream' : undefined;
    withChecksum(input, headers);
  }
  return input;
}

/** S3 itself computes the CRC64NVME of what comes without a checksum; the SDK would have added a CRC32. */
function withChecksum(input: Record<string, unknown>, headers: ReadonlyMap<string, string>): void {
  if ([...headers.keys()].some((name) => name.startsWith('x-amz-checksum-'))) return;
  input['ChecksumAlgorithm'] = 'CRC64NVME';
}
