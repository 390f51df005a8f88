import { ANONYMOUS, type Caller } from '../../kernel/policy/caller';
import type { World } from '../../kernel/world';
import { invalidArgument } from '../errors';
import type { HttpRequest } from './http-request';
import { requirePolicy } from './post-policy';
import { requireSecret, signatureDoesNotMatch } from './query-authorization';
import { hexBytes, signatureOf, type SigningScope } from './signature';

/** A form that uploads a file. */
export interface PostForm {
  /** By name in lower case, in their order; what comes after the file counts for nothing. */
  readonly fields: ReadonlyMap<string, string>;
  readonly file: Uint8Array;
  readonly key: string;
}

/** Whether a request to a bucket is an upload by an HTML form. */
export function isForm({ method, headers }: HttpRequest): boolean {
  return method === 'POST' && headers.get('content-type')?.startsWith('multipart/form-data') === true;
}

/**
 * The fields and the file of a form. Documented: API/sigv4-HTTPPOSTForms.
 *
 * @throws InvalidArgument
 */
export async function readForm({ body, headers }: HttpRequest): Promise<PostForm> {
  const content = String(headers.get('content-type'));
  const form = await new Response(new Uint8Array(body), { headers: { 'content-type': content } }).formData();
  const fields = new Map<string, string>();
  let file: File | undefined;
  for (const [name, value] of form) {
    if (file !== undefined) break;
    if (name.toLowerCase() === 'file') file = typeof value === 'string' ? new File([value], '') : value;
    else fields.set(name.toLowerCase(), await new Blob([value]).text());
  }
  // Assumed: its members.
  if (file === undefined)
    throw invalidArgument('POST requires exactly one file upload per request.', 'file', 0);
  const key = requireField(fields, 'key').replaceAll('${filename}', file.name);
  return { fields: new Map([...fields, ['key', key]]), file: new Uint8Array(await file.arrayBuffer()), key };
}

/** @throws InvalidArgument. Captured: the wording, with its two blanks. */
function requireField(fields: ReadonlyMap<string, string>, name: string): string {
  const value = fields.get(name.toLowerCase());
  if (value !== undefined) return value;
  throw invalidArgument(
    `Bucket POST must contain a field named '${name}'.  If it is specified, please check the order of the fields.`,
    name,
    '',
  );
}

/**
 * Who signed a form's policy; nobody where it has none.
 *
 * @throws InvalidArgument, SignatureDoesNotMatch, as `requirePolicy`; FakeMisuse where the secret is not known.
 */
export function formCaller(world: World, bucket: string, { fields, file }: PostForm): Caller {
  const policy = fields.get('policy');
  if (policy === undefined) return ANONYMOUS;
  requireField(fields, 'X-Amz-Algorithm');
  const { accessKeyId, ...scope } = credentialOf(requireField(fields, 'X-Amz-Credential'));
  requireField(fields, 'X-Amz-Date');
  const signature = requireField(fields, 'X-Amz-Signature');
  const { secretAccessKey } = requireSecret(world, accessKeyId);
  if (signatureOf(secretAccessKey, scope, policy) !== signature) {
    throw signatureDoesNotMatch({
      AWSAccessKeyId: accessKeyId,
      StringToSign: policy,
      SignatureProvided: signature,
      StringToSignBytes: hexBytes(policy),
    });
  }
  requirePolicy(policy, fields, bucket, file.byteLength, world.clock.now());
  const caller = world.identities.callerOf(accessKeyId, undefined);
  return { ...caller, keys: { 's3:authType': 'POST', ...caller.keys } };
}

/** What lacks of a credential fits no signature. */
function credentialOf(text: string): { accessKeyId: string } & SigningScope {
  const part = (index: number): string => String(text.split('/')[index]);
  return { accessKeyId: part(0), date: part(1), region: part(2), service: part(3) };
}

/** Fields that are headers under another name. */
const RENAMED: Readonly<Record<string, string>> = { acl: 'x-amz-acl' };

/** The headers that a form's fields stand for. */
export function headersOfForm({ fields }: PostForm): Map<string, string> {
  return new Map([...fields].map(([name, value]) => [RENAMED[name] ?? name, value]));
}
