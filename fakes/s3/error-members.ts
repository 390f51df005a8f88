/** Which member of a request an error repeats, and under which name. Captured: February 2026. */
const REPEATED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  ConditionalRequestConflict: { Key: 'Key' },
  InvalidBucketName: { Bucket: 'BucketName' },
  NoSuchBucket: { Bucket: 'BucketName' },
  NoSuchKey: { Key: 'Key' },
  NoSuchUpload: { UploadId: 'UploadId' },
  NoSuchVersion: { Key: 'Key', VersionId: 'VersionId' },
};

/** The conditions that an error names, by the member of the request. */
const CONDITIONS: Readonly<Record<string, string>> = {
  IfMatch: 'If-Match',
  IfNoneMatch: 'If-None-Match',
  IfUnmodifiedSince: 'If-Unmodified-Since',
  CopySourceIfMatch: 'x-amz-copy-source-If-Match',
  CopySourceIfNoneMatch: 'x-amz-copy-source-If-None-Match',
  CopySourceIfModifiedSince: 'x-amz-copy-source-If-Modified-Since',
  CopySourceIfUnmodifiedSince: 'x-amz-copy-source-If-Unmodified-Since',
};

/** What an error that a fault rule brings says beside its code and message, as far as the request tells. */
export function errorMembers(code: string, input: object): Readonly<Record<string, string>> {
  if (code === 'ExpiredToken') return { 'Token-0': 'expired' };
  const members: Record<string, string> = {};
  if (code === 'PreconditionFailed' || code === 'ConditionalRequestConflict') {
    const [, condition] = Object.entries(CONDITIONS).find(([member]) => Reflect.has(input, member)) ?? [];
    if (condition !== undefined) members['Condition'] = condition;
  }
  for (const [member, name] of Object.entries(REPEATED[code] ?? {})) {
    const value = given(input, member);
    if (value !== undefined) members[name] = value;
  }
  return members;
}

function given(input: object, member: string): string | undefined {
  const value: unknown = Reflect.get(input, member);
  return typeof value === 'string' ? value : undefined;
}
