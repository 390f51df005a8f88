import type { PutObjectCommandInput } from '@aws-sdk/client-s3';
import { FakeMisuse } from '../kernel/errors';
import type { Context } from '../kernel/operation';
import { createIam } from '../kernel/policy/iam';
import type { World } from '../kernel/world';
import { bucketPermissions, type BucketPermissions } from './access/stated-policies';
import { sliceBody } from './body';
import { putBucket } from './buckets';
import { requireBucketName } from './bucket-name';
import { readDirectory, writeDirectory } from './directory';
import { letDueHappen } from './due';
import { createFetch, type S3Fetch } from './presigned/fetch';
import { putObject } from './put-object';
import type { Bucket, Notification, ObjectVersion, S3State, Tag, Version, VersioningStatus } from './state';
import { startVersioning } from './versions';

/** An object as a test sees it. */
export interface ObjectView {
  readonly key: string;
  /** A copy of the bytes. */
  readonly body: Uint8Array;
  /** The bytes as UTF-8. */
  readonly text: string;
  readonly size: number;
  /** With its quotes, as in every answer of S3. */
  readonly eTag: string;
  readonly contentType: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly tags: readonly Tag[];
  readonly storageClass: string;
  readonly lastModified: Date;
  /** 'null' for an object that was written while versioning was not enabled. */
  readonly versionId: string;
}

/** A version or delete marker of a key. */
export interface VersionView {
  readonly versionId: string;
  readonly isDeleteMarker: boolean;
  readonly isLatest: boolean;
  readonly lastModified: Date;
  /** Undefined for a delete marker. */
  readonly object: ObjectView | undefined;
}

export interface UploadView {
  readonly key: string;
  readonly uploadId: string;
  readonly initiatedAt: Date;
  /** The numbers of the parts uploaded so far. */
  readonly partNumbers: readonly number[];
}

export type PutOptions = Omit<PutObjectCommandInput, 'Bucket' | 'Key' | 'Body'>;

/** A bucket as a test sees and fills it, synchronously and past all faults. */
export interface BucketView extends BucketPermissions {
  /**
   * Stores an object as PutObject would, with its errors. Makes the bucket if there is none.
   * @returns the entity tag and the version id.
   */
  put(
    key: string,
    body?: string | Uint8Array,
    options?: PutOptions,
  ): { readonly eTag: string; readonly versionId: string };
  /** The current object of a key; undefined if there is none, or if a delete marker hides it. */
  get(key: string): ObjectView | undefined;
  /** The keys of all current objects in order, or of those that begin with a prefix. */
  keys(prefix?: string): string[];
  /** Every version and delete marker of a key, newest first. */
  versions(key: string): VersionView[];
  /** The multipart uploads that were neither completed nor aborted, in the order of their keys. */
  uploads(): UploadView[];
  /** The event notifications of this bucket that nobody has delivered yet, oldest first. */
  notifications(): readonly Notification[];
  /**
   * Writes the current objects to a directory of the disk, each as a file named after its key; metadata, tags and the like
   * go into `.objects.json` beside them. A directory that was written so before is written anew.
   * @returns the files' paths, in the order of the keys.
   * @throws FakeMisuse the directory holds something else.
   */
  toDirectory(path: string): string[];
  /**
   * Puts every file below a directory as an object, with its errors; its path from there on is its key. Makes the bucket if
   * there is none. Links are not followed.
   * @returns the keys.
   */
  fromDirectory(path: string, options?: { readonly prefix?: string }): string[];
  /** How many current objects there are. */
  readonly size: number;
}

export interface CreateOptions {
  /** Where it lives. Left out, it answers clients of every region. */
  readonly region?: string;
  /** Whose it is, twelve digits. Default: the world's account. Another one's bucket refuses all but whom it allows. */
  readonly accountId?: string;
  readonly versioning?: VersioningStatus;
}

export interface S3Inspect {
  /** The names of all buckets, in order. */
  buckets(): string[];
  /** Makes an empty bucket. @throws FakeMisuse if there is one. */
  createBucket(name: string, options?: CreateOptions): BucketView;
  /**
   * Sends a request to S3 as a browser would, most often to a presigned URL, and resolves with a WHATWG `Response`: the bytes,
   * or S3's XML where it refuses (the URL has expired, was signed for something else, the signer may not). Without a signature
   * it is anybody's request. Faults strike it, and it is in the journal.
   */
  readonly fetch: S3Fetch;
  /** A bucket to look at or to put objects in. Reading from a bucket that does not exist is a FakeMisuse. */
  bucket(name: string): BucketView;
}

/** The synchronous view of S3 that tests get as `aws.s3`. */
export function createS3Inspect(world: World, state: S3State): S3Inspect {
  return {
    buckets: () => [...state.buckets.entries()].map(([name]) => name),
    createBucket(name, options = {}) {
      requireBucketName(name);
      if (state.buckets.has(name)) throw new FakeMisuse(`aws.s3.createBucket('${name}'): it exists already.`);
      create(contextOf(world, state, options.region), name, options);
      // There is somebody else now: from here on it matters who calls.
      if (options.accountId !== undefined) createIam(world).root(options.accountId);
      return bucketView(world, state, name);
    },
    fetch: createFetch(world, state),
    bucket: (name) => bucketView(world, state, name),
  };
}

function create(
  context: Context<S3State>,
  name: string,
  { region, versioning, accountId = context.accountId }: CreateOptions,
): void {
  const bucket = putBucket({ ...context, accountId }, name, region);
  if (versioning === undefined) return;
  startVersioning(context.state, name);
  context.state.buckets.put(name, { ...bucket, versioning });
}

function contextOf(world: World, state: S3State, region = world.options.region): Context<S3State> {
  const now = world.clock.now();
  const { ids, rng, options } = world;
  return {
    state,
    now,
    ids,
    rng,
    region,
    accountId: options.accountId,
    operation: 'PutObject',
    startedAt: now,
    advice: {},
  };
}

function bucketView(world: World, state: S3State, name: string): BucketView {
  const existing = (): Bucket => {
    letDueHappen(contextOf(world, state));
    const bucket = state.buckets.get(name);
    if (bucket !== undefined) return bucket;
    const known = [...state.buckets.entries()].map(([key]) => key).join(', ') || 'none';
    throw new FakeMisuse(`aws.s3.bucket('${name}'): there is no such bucket. Buckets: ${known}.`);
  };
  const view: BucketView = {
    ...bucketPermissions(world, state, () => existing().name),
    put(key, body, options = {}) {
      if (!state.buckets.has(name)) {
        requireBucketName(name);
        create(contextOf(world, state), name, {});
      }
      const bytes = typeof body === 'string' ? Buffer.from(body, 'utf8') : new Uint8Array(body ?? []);
      const context = contextOf(world, state, existing().region);
      putObject(context, { ...options, Bucket: name, Key: key, Body: bytes });
      const { eTag, versionId } = state.objects(name).get(key) as ObjectVersion;
      return { eTag, versionId };
    },
    get(key) {
      const object = state.objects(existing().name).get(key);
      return object === undefined ? undefined : objectView(object);
    },
    keys(prefix = '') {
      const keys: string[] = [];
      for (const [key] of state.objects(existing().name).entries({ from: prefix })) {
        if (!key.startsWith(prefix)) break;
        keys.push(key);
      }
      return keys;
    },
    versions: (key) => versionViews(state, existing(), key),
    uploads: () => uploadViews(state, existing().name),
    notifications: () => {
      const bucket = existing().name;
      return [...state.notifications.entries()].flatMap(([, entry]) =>
        entry.bucket === bucket ? [entry] : [],
      );
    },
    toDirectory: (path) =>
      writeDirectory(
        path,
        Array.from(state.objects(existing().name).entries(), ([, object]) => object),
      ),
    fromDirectory: (path, { prefix = '' } = {}) =>
      readDirectory(path).map(({ key, body, options }) => {
        view.put(`${prefix}${key}`, body, options);
        return `${prefix}${key}`;
      }),
    get size() {
      return state.objects(existing().name).size;
    },
  };
  return view;
}

function objectView(object: ObjectVersion): ObjectView {
  const body = new Uint8Array(sliceBody(object.body));
  return {
    key: object.key,
    body,
    text: Buffer.from(body).toString('utf8'),
    size: object.body.size,
    eTag: object.eTag,
    contentType: object.headers.ContentType,
    metadata: { ...object.metadata },
    tags: object.tags.map((tag) => ({ ...tag })),
    storageClass: object.storageClass,
    lastModified: new Date(object.lastModified),
    versionId: object.versionId,
  };
}

function versionViews(state: S3State, bucket: Bucket, key: string): VersionView[] {
  const current = state.objects(bucket.name).get(key);
  const range = { from: [key, Number.POSITIVE_INFINITY], to: [key, Number.NEGATIVE_INFINITY] } as const;
  const versions: Version[] =
    bucket.versioning !== undefined
      ? [...state.versions(bucket.name).entries(range)].map(([, version]) => version)
      : current === undefined
        ? []
        : [current];
  return versions.map((version, index) => ({
    versionId: version.versionId,
    isDeleteMarker: version.kind === 'deleteMarker',
    isLatest: index === 0,
    lastModified: new Date(version.lastModified),
    object: version.kind === 'object' ? objectView(version) : undefined,
  }));
}

function uploadViews(state: S3State, bucket: string): UploadView[] {
  return [...state.uploadOrder(bucket).entries()].flatMap(([[key], uploadId]) => {
    const upload = state.uploads(bucket).get(uploadId);
    if (upload === undefined) return [];
    const parts = [
      ...state.parts(bucket).entries({ from: [uploadId, 0], to: [uploadId, Number.POSITIVE_INFINITY] }),
    ];
    return [
      {
        key,
        uploadId,
        initiatedAt: new Date(upload.initiatedAt),
        partNumbers: parts.map(([, part]) => part.partNumber),
      },
    ];
  });
}
