import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
  type Dirent,
} from 'node:fs';
import type { PutObjectCommandInput } from '@aws-sdk/client-s3';
import { dirname, join, resolve } from 'node:path';
import { FakeMisuse } from '../kernel/errors';
import { sliceBody } from './body';
import { filesOf, keyOf, SIDECAR } from './file-names';
import type { ObjectVersion, Tag } from './state';

/** What a file cannot hold of an object, as PutObject takes it. */
export type FileOptions = Pick<
  PutObjectCommandInput,
  | 'ContentType'
  | 'CacheControl'
  | 'ContentDisposition'
  | 'ContentEncoding'
  | 'ContentLanguage'
  | 'WebsiteRedirectLocation'
  | 'StorageClass'
  | 'Metadata'
  | 'Tagging'
>;

/** An object as it lies on the disk. */
export interface StoredFile {
  readonly key: string;
  readonly body: Uint8Array;
  readonly options: FileOptions;
}

/**
 * Writes objects to a directory of the disk, each as a file: a key's slashes are folders, and what a file system does not
 * take is written as `%XX`. What is not the bytes (content type, metadata, tags ...) goes into one file beside them,
 * `.objects.json`, as far as it is not what PutObject gives by itself. A directory that was written so is written anew.
 *
 * @returns the files' paths from the directory on, in the order of the keys.
 * @throws FakeMisuse the directory holds something else.
 */
export function writeDirectory(path: string, objects: readonly ObjectVersion[]): string[] {
  const root = resolve(path);
  requireOurs(root);
  rmSync(root, { recursive: true, force: true });
  mkdirSync(root, { recursive: true });
  const files = filesOf(objects.map(({ key }) => key));
  const options: Record<string, FileOptions> = {};
  objects.forEach((object, index) => {
    const file = join(root, files[index] ?? '');
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, sliceBody(object.body));
    const kept = optionsOf(object);
    if (Object.keys(kept).length > 0) options[object.key] = kept;
  });
  writeFileSync(join(root, SIDECAR), `${JSON.stringify(options, undefined, 2)}\n`);
  return files;
}

function requireOurs(root: string): void {
  if (!existsSync(root) || readdirSync(root).length === 0 || existsSync(join(root, SIDECAR))) return;
  throw new FakeMisuse(
    `toDirectory('${root}'): there is something in it that was not written by toDirectory. Give an empty directory.`,
  );
}

function optionsOf({ headers, metadata, storageClass, tags }: ObjectVersion): FileOptions {
  const { ContentType, expires: _, ...others } = headers;
  return {
    ...(ContentType === 'application/octet-stream' ? {} : { ContentType }),
    ...others,
    ...(storageClass === 'STANDARD' ? {} : { StorageClass: storageClass }),
    ...(Object.keys(metadata).length === 0 ? {} : { Metadata: { ...metadata } }),
    ...(tags.length === 0 ? {} : { Tagging: taggingOf(tags) }),
  };
}

function taggingOf(tags: readonly Tag[]): string {
  return new URLSearchParams(tags.map(({ Key, Value }): [string, string] => [Key, Value])).toString();
}

/**
 * The files below a directory as objects, in the order of their paths. Links are not followed: what lies elsewhere is
 * none of the directory's.
 *
 * @throws FakeMisuse there is no such directory, or something in it that is neither file nor folder.
 */
export function readDirectory(path: string): StoredFile[] {
  const root = resolve(path);
  if (!existsSync(root)) throw new FakeMisuse(`fromDirectory('${root}'): there is no such directory.`);
  const options = optionsIn(root);
  return filesBelow(root, '').map((file) => {
    const key = keyOf(file);
    return { key, body: readFileSync(join(root, file)), options: options[key] ?? {} };
  });
}

function optionsIn(root: string): Readonly<Record<string, FileOptions>> {
  const sidecar = join(root, SIDECAR);
  return existsSync(sidecar) ? parse(readFileSync(sidecar, 'utf8')) : {};
}

function parse(text: string): Readonly<Record<string, FileOptions>> {
  return JSON.parse(text);
}

function filesBelow(root: string, folder: string): string[] {
  const entries = readdirSync(join(root, folder), { withFileTypes: true });
  const sorted = entries.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  return sorted.flatMap((entry) => {
    const file = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (file === SIDECAR) return [];
    return entry.isDirectory() ? filesBelow(root, file) : [requireFile(entry, file)];
  });
}

function requireFile(entry: Dirent, file: string): string {
  if (entry.isFile()) return file;
  throw new FakeMisuse(`fromDirectory(): ${file} is neither a file nor a folder.`);
}
