import type { Advice } from '../kernel/faults';

type Kind = keyof Advice;

/** What fault rules can ask of operations that look for objects, beside what their own rows say; late versioning, too. */
const ADVICE: Readonly<Record<string, readonly Kind[]>> = {
  CopyObject: ['vanish'],
  GetObject: ['vanish', 'staleUnlikeS3'],
  GetObjectAttributes: ['vanish'],
  GetObjectTagging: ['vanish'],
  HeadObject: ['vanish', 'staleUnlikeS3'],
  ListObjects: ['vanish', 'staleUnlikeS3'],
  ListObjectsV2: ['vanish', 'staleUnlikeS3'],
  ListObjectVersions: ['vanish'],
  DeleteBucketCors: ['late'],
  PutBucketCors: ['late'],
  PutBucketVersioning: ['late'],
  UploadPartCopy: ['vanish'],
};

/** Which advice of fault rules an operation can follow beside that of its row. */
export function adviceOf(operation: string): readonly Kind[] {
  return ADVICE[operation] ?? [];
}
