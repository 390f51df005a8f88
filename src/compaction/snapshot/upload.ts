import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { listObjects, type Bucket } from './bucket';
import { MANIFEST_FILE } from './layout';
import { encodeManifest, sha256, type Manifest, type ManifestFile } from './manifest';

/** The uploaded objects are not those of the manifest. */
export class UploadIncomplete extends Error {
  override readonly name = 'UploadIncomplete';
}

/** Above this, a file goes up in parts. */
export const MULTIPART_THRESHOLD_BYTES = 8 * 1024 * 1024;

/**
 * Puts all files of a version, its manifest (with `metadata`) last, and checks that S3 lists exactly these.
 * Answers the manifest's hash.
 * @throws UploadIncomplete, or what S3 answered.
 */
export async function uploadVersion(
  bucket: Bucket,
  prefix: string,
  directory: string,
  manifest: Manifest,
  metadata: Record<string, string>,
): Promise<string> {
  for (const file of manifest.files)
    await putFile(bucket, prefix + file.path, join(directory, file.path), file);
  const text = encodeManifest(manifest);
  const hash = sha256(text);
  await bucket.s3.send(
    new PutObjectCommand({
      Bucket: bucket.name,
      Key: prefix + MANIFEST_FILE,
      Body: Buffer.from(text),
      ContentType: 'application/json',
      ChecksumSHA256: base64OfHex(hash),
      Metadata: metadata,
    }),
  );
  await verifyVersion(bucket, prefix, [
    ...manifest.files,
    { path: MANIFEST_FILE, size: Buffer.byteLength(text) },
  ]);
  return hash;
}

/** Bodies are buffers, so that the SDK can send them again (R31). */
async function putFile({ s3, name }: Bucket, Key: string, path: string, file: ManifestFile): Promise<void> {
  const target = { Bucket: name, Key };
  if (file.size <= MULTIPART_THRESHOLD_BYTES) {
    const ChecksumSHA256 = base64OfHex(file.sha256);
    await s3.send(new PutObjectCommand({ ...target, Body: await readFile(path), ChecksumSHA256 }));
    return;
  }
  const params = { ...target, Body: createReadStream(path) };
  const upload = new Upload({
    client: s3,
    params,
    partSize: MULTIPART_THRESHOLD_BYTES,
    leavePartsOnError: false,
  });
  await upload.done();
}

async function verifyVersion(
  bucket: Bucket,
  prefix: string,
  files: readonly { readonly path: string; readonly size: number }[],
): Promise<void> {
  const listed = new Map(
    (await listObjects(bucket, prefix)).map(({ key, size }) => [key.slice(prefix.length), size]),
  );
  const wrong = files.filter(({ path, size }) => listed.get(path) !== size);
  if (wrong.length > 0 || listed.size !== files.length) {
    throw new UploadIncomplete(
      `S3 lists ${listed.size} objects below ${prefix}, ${wrong.length} of ${files.length} are wrong`,
    );
  }
}

const base64OfHex = (hex: string): string => Buffer.from(hex, 'hex').toString('base64');
