import { PutObjectCommand, S3ServiceException } from '@aws-sdk/client-s3';
import { answerOnce } from '../../kernel/aws-call';
import { NEW_CALL } from '../../kernel/dispatch';
import { FakeDefect } from '../../kernel/errors';
import { escapeXml, inputOfRequest } from '../../kernel/http-binding';
import type { Caller } from '../../kernel/policy/caller';
import { memberOf } from '../../kernel/policy/input';
import { currentTask } from '../../kernel/scope';
import type { MountedOperation, World } from '../../kernel/world';
import { POST_OBJECT } from '../put-object';
import type { HttpRequest } from './http-request';
import { formCaller, headersOfForm, readForm, type PostForm } from './post-form';
import { plainResponse, refusedResponse } from './response';

/**
 * An upload by an HTML form, as `createPresignedPost` makes them: to S3 it is PutObject by whoever signed the policy.
 * Documented: API/RESTObjectPOST.
 */
export async function postObject(
  world: World,
  request: HttpRequest,
  bucket: string,
  region: string,
  signal: AbortSignal | null | undefined,
): Promise<Response> {
  const operation = world.find(new PutObjectCommand({ Bucket: bucket, Key: '' }));
  if (operation === undefined) throw new FakeDefect('S3.PutObject is not mounted');
  const { form, ...who } = await whatAndWho(world, request, bucket);
  const caller = currentTask()?.name;
  const answer = await answerOnce(
    world,
    {
      number: world.nextCall(),
      identity: world.identify(caller),
      operation: byForm(operation),
      input: inputOfForm(operation.row, bucket, form),
      region,
      caller,
      startedAt: world.clock.now(),
      ...who,
      ...NEW_CALL,
    },
    'aws.s3.fetch()',
  );
  if (answer.kind !== 'answer') return refusedResponse(request, answer, signal);
  return stored(request.url.href, bucket, form, String(memberOf(answer.output, 'ETag')));
}

/** The same operation, under the name by which its events go. Captured, July 2023: ObjectCreated:Post. */
function byForm(operation: MountedOperation): MountedOperation {
  const { row } = operation;
  const execute: typeof row.execute = (context, input) =>
    row.execute({ ...context, operation: POST_OBJECT }, input);
  return { ...operation, row: { ...row, execute } };
}

/** What a form uploads, and for whom; or why it is refused, with as much of it as there is. */
async function whatAndWho(
  world: World,
  request: HttpRequest,
  bucket: string,
): Promise<{ form: PostForm } & ({ principal: Caller } | { refusal: Error })> {
  let form: PostForm = { fields: new Map(), file: new Uint8Array(), key: '' };
  try {
    form = await readForm(request);
    return { form, principal: formCaller(world, bucket, form) };
  } catch (error) {
    if (error instanceof S3ServiceException) return { form, refusal: error };
    throw error;
  }
}

function inputOfForm(row: Parameters<typeof inputOfRequest>[0], bucket: string, form: PostForm): object {
  const headers = headersOfForm(form);
  const read = (name: string): string | undefined => headers.get(name);
  const input = inputOfRequest(row, {
    labels: { Bucket: bucket, Key: form.key },
    query: read,
    header: read,
    headers,
    body: form.file,
  });
  input['ContentType'] ??= 'binary/octet-stream';
  input['ChecksumAlgorithm'] ??= 'CRC64NVME';
  return input;
}

/** Documented: API/RESTObjectPOST: a redirect, 200 or 204 without a body, or 201 with a document. */
function stored(url: string, bucket: string, { fields, key }: PostForm, eTag: string): Response {
  const location = `https://${bucket}.s3.amazonaws.com/${encodeURIComponent(key)}`;
  const headers = { etag: eTag, location };
  const redirect = fields.get('success_action_redirect') ?? fields.get('redirect');
  if (redirect !== undefined && URL.canParse(redirect)) {
    const target = new URL(redirect);
    for (const [name, value] of [
      ['bucket', bucket],
      ['key', key],
      ['etag', eTag],
    ] as const) {
      target.searchParams.set(name, value);
    }
    return plainResponse(url, 303, undefined, { ...headers, location: target.href });
  }
  const status = fields.get('success_action_status');
  if (status === '201') {
    const elements = { Location: location, Bucket: bucket, Key: key, ETag: eTag };
    const inside = Object.entries(elements).map(([name, value]) => `<${name}>${escapeXml(value)}</${name}>`);
    const document = `<?xml version="1.0" encoding="UTF-8"?>\n<PostResponse>${inside.join('')}</PostResponse>`;
    return plainResponse(url, 201, document, { ...headers, 'content-type': 'application/xml' });
  }
  return plainResponse(url, status === '200' ? 200 : 204, undefined, headers);
}
