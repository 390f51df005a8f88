import { CreateBucketCommand, GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { FakeAws } from '../../fakes';

/** Handlers that add their name to a list behind an S3 pointer, in every way that people write them. */
const client = new S3Client({});
const bucket = { Bucket: 'snapshots' };

async function readPointer(): Promise<{ names: string[]; etag: string | undefined }> {
  const { Body, ETag } = await client.send(new GetObjectCommand({ ...bucket, Key: 'pointer' }));
  return { names: JSON.parse((await Body?.transformToString()) ?? '[]') as string[], etag: ETag };
}

async function writePointer(
  names: readonly string[],
  condition: { IfMatch?: string | undefined } = {},
): Promise<void> {
  await client.send(
    new PutObjectCommand({ ...bucket, Key: 'pointer', Body: JSON.stringify(names), ...condition }),
  );
}

export async function arrangePointer(): Promise<void> {
  await client.send(new CreateBucketCommand(bucket));
  await writePointer([]);
}

/** Read, upload, write the pointer: the last one wins. Three calls. */
export const naive = (name: string) => async (): Promise<void> => {
  const { names } = await readPointer();
  await client.send(new PutObjectCommand({ ...bucket, Key: `data/${name}`, Body: name }));
  await writePointer([...names, name]);
};

/** Compare-and-swap on the pointer: reads again when somebody else was faster. */
export const compareAndSwap = (name: string) => async (): Promise<void> => {
  let { names, etag } = await readPointer();
  await client.send(new PutObjectCommand({ ...bucket, Key: `data/${name}`, Body: name }));
  for (;;) {
    try {
      return await writePointer([...names, name], { IfMatch: etag });
    } catch (error) {
      if (!(error instanceof Error) || error.name !== 'PreconditionFailed') throw error;
      ({ names, etag } = await readPointer());
    }
  }
};

/** Compare-and-swap that uploads first: read and swap, again and again until nobody was faster. */
export const uploadAndSwap = (name: string) => async (): Promise<void> => {
  await client.send(new PutObjectCommand({ ...bucket, Key: `data/${name}`, Body: name }));
  for (;;) {
    const { names, etag } = await readPointer();
    try {
      return await writePointer([...names, name], { IfMatch: etag });
    } catch (error) {
      if (!(error instanceof Error) || error.name !== 'PreconditionFailed') throw error;
    }
  }
};

/** Compare-and-swap that looks whether its own write got through before it adds its name again. */
export const idempotentCompareAndSwap = (name: string) => async (): Promise<void> => {
  await client.send(new PutObjectCommand({ ...bucket, Key: `data/${name}`, Body: name }));
  for (;;) {
    const { names, etag } = await readPointer();
    if (names.includes(name)) return;
    try {
      return await writePointer([...names, name], { IfMatch: etag });
    } catch (error) {
      if (!(error instanceof Error) || error.name !== 'PreconditionFailed') throw error;
    }
  }
};

export function namesBehindPointer(aws: FakeAws): readonly string[] {
  return JSON.parse(aws.s3.bucket('snapshots').get('pointer')?.text ?? '[]') as string[];
}

/** The invariant: every writer's name is in the list, once. */
export const everyNameOnce =
  (...expected: readonly string[]) =>
  ({ aws }: { readonly aws: FakeAws }): void => {
    const names = namesBehindPointer(aws);
    if (names.toSorted().join() === expected.join()) return;
    throw new Error(
      `lost or doubled update: the pointer lists [${names.join()}], expected [${expected.join()}]`,
    );
  };
