import {
  DeleteObjectsCommand,
  GetObjectCommand,
  paginateListObjectsV2,
  type S3Client,
} from '@aws-sdk/client-s3';
import { slicesOf } from '../../shared/grouping';

/** A bucket, and the client that reaches it. */
export interface Bucket {
  readonly s3: S3Client;
  readonly name: string;
}

/** An object of a listing. */
export interface ObjectEntry {
  readonly key: string;
  readonly size: number;
}

/** All objects below a prefix, every page. */
export async function listObjects({ s3, name }: Bucket, prefix: string): Promise<ObjectEntry[]> {
  const entries: ObjectEntry[] = [];
  for await (const page of paginateListObjectsV2({ client: s3 }, { Bucket: name, Prefix: prefix })) {
    for (const { Key, Size } of page.Contents ?? [])
      if (Key !== undefined) entries.push({ key: Key, size: Size ?? 0 });
  }
  return entries;
}

/** The "directories" directly below a prefix, without the prefix and the slash. */
export async function listDirectories({ s3, name }: Bucket, prefix: string): Promise<string[]> {
  const names: string[] = [];
  for await (const page of paginateListObjectsV2(
    { client: s3 },
    { Bucket: name, Prefix: prefix, Delimiter: '/' },
  )) {
    for (const { Prefix } of page.CommonPrefixes ?? [])
      if (Prefix !== undefined) names.push(Prefix.slice(prefix.length, -1));
  }
  return names;
}

/** A small object's text and ETag. */
export async function readText({ s3, name }: Bucket, key: string): Promise<{ text: string; etag: string }> {
  const { Body, ETag } = await s3.send(new GetObjectCommand({ Bucket: name, Key: key }));
  return { text: (await Body?.transformToString('utf-8')) ?? '', etag: ETag ?? '' };
}

/** Documented: DeleteObjects takes at most 1,000 keys. */
const KEYS_PER_DELETE = 1_000;

/** Deletes everything below a prefix. Answers the keys S3 refused: it reports them in a 200 (R29). */
export async function deletePrefix(bucket: Bucket, prefix: string): Promise<string[]> {
  const refused: string[] = [];
  for (const slice of slicesOf(await listObjects(bucket, prefix), KEYS_PER_DELETE)) {
    const Objects = slice.map(({ key }) => ({ Key: key }));
    const { Errors = [] } = await bucket.s3.send(
      new DeleteObjectsCommand({ Bucket: bucket.name, Delete: { Objects, Quiet: true } }),
    );
    refused.push(...Errors.map(({ Key }) => Key ?? ''));
  }
  return refused;
}
