import type { EncryptionType, ObjectOwnership, Permission, StorageClass } from '@aws-sdk/client-s3';
import { compareNumbers, compareStrings, compareTuples, compareUtf8 } from '../kernel/order';
import { kmsKeys, type KmsKeyState } from '../kernel/kms';
import type { PolicyDocument } from '../kernel/policy/document';
import type { AttachedPolicy } from '../kernel/policy/identities';
import type { Collection, Store } from '../kernel/store';
import type { Checksum } from './checksum';
import type { StoredBody } from './body';
import type { Replication } from './replication-state';
import type { RestoreEvent } from './restore-events';
import { createConfigurations, type Configurations } from './configuration/configuration-state';

export type VersioningStatus = 'Enabled' | 'Suspended';

/** A bucket. What can be configured of it beside versioning is kept in collections of its own. */
export interface Bucket {
  readonly name: string;
  /** Undefined for a bucket that a test put there without naming a region: every region's endpoint answers for it. */
  readonly region: string | undefined;
  /** What GetBucketLocation answers: undefined for us-east-1, 'EU' for a bucket made so. */
  readonly locationConstraint: string | undefined;
  /** Epoch ms, whole seconds. */
  readonly createdAt: number;
  readonly accountId: string;
  /** Undefined until versioning was configured for the first time. */
  readonly versioning: VersioningStatus | undefined;
}

/** The headers that an object keeps as they were given. */
export interface ObjectHeaders {
  readonly CacheControl?: string;
  readonly ContentDisposition?: string;
  readonly ContentEncoding?: string;
  readonly ContentLanguage?: string;
  readonly ContentType: string;
  readonly WebsiteRedirectLocation?: string;
  /** Epoch ms. */
  readonly expires?: number;
}

export interface Tag {
  readonly Key: string;
  readonly Value: string;
}

/** How an object is encrypted where it is not by S3's own keys. */
export type Encryption =
  | {
      readonly kind: 'aws:kms' | 'aws:kms:dsse';
      readonly keyArn: string;
      /** As the request gave it. */
      readonly context: string | undefined;
      readonly bucketKey: boolean;
    }
  | { readonly kind: 'SSE-C'; readonly keyMd5: string };

/** What an access control list allows somebody. */
export interface AclGrant {
  readonly grantee:
    | { readonly type: 'CanonicalUser'; readonly id: string }
    | { readonly type: 'Group'; readonly uri: string };
  readonly permission: Permission;
}

/** An access control list. */
export interface Acl {
  readonly ownerAccountId: string;
  readonly grants: readonly AclGrant[];
}

/** A bucket's default encryption, where it was set. */
export interface BucketEncryption {
  readonly method: 'AES256' | 'aws:kms' | 'aws:kms:dsse';
  /** As it was given; undefined: the key that AWS manages. */
  readonly keyId: string | undefined;
  readonly bucketKey: boolean;
  /** The kinds of encryption that new objects may not have, if it was ever said. */
  readonly blocked: readonly EncryptionType[] | undefined;
}

/** A part of an object that was put together by a multipart upload. */
export interface ObjectPart {
  readonly partNumber: number;
  readonly size: number;
  /** Undefined where the upload kept no checksums of its parts. */
  readonly checksum: Checksum | undefined;
}

export type LockMode = 'GOVERNANCE' | 'COMPLIANCE';

/** What Object Lock keeps a version from. */
export interface VersionLock {
  /** `until` in epoch ms, whole seconds. */
  readonly retention?: { readonly mode: LockMode; readonly until: number };
  readonly hold?: 'ON' | 'OFF';
}

/** A bucket's Object Lock: what new objects are retained with, if anything. */
export interface BucketLock {
  readonly retention:
    | { readonly mode: LockMode; readonly days?: number; readonly years?: number }
    | undefined;
}

/** What identifies a version. */
interface VersionIdentity {
  readonly key: string;
  /** 'null' for what was written while versioning was not enabled. */
  readonly versionId: string;
  /** Counts the writes of the service: a newer version has a higher number. */
  readonly sequence: number;
  /** Epoch ms, whole seconds. */
  readonly lastModified: number;
}

export interface ObjectVersion extends VersionIdentity {
  readonly kind: 'object';
  readonly body: StoredBody;
  /** With its quotes. */
  readonly eTag: string;
  readonly checksum: Checksum;
  readonly headers: ObjectHeaders;
  readonly metadata: Readonly<Record<string, string>>;
  readonly storageClass: StorageClass;
  readonly tags: readonly Tag[];
  /** Only of an object made by a multipart upload. */
  readonly parts: readonly ObjectPart[] | undefined;
  /** The copy of an archived object that was asked for last, epoch ms. */
  readonly restore?: { readonly readyAt: number; readonly expiresAt: number } | undefined;
  /** Undefined: never locked. */
  readonly lock?: VersionLock | undefined;
  /** Undefined: no rule replicates it. */
  readonly replication?: 'PENDING' | 'COMPLETED' | 'FAILED' | 'REPLICA' | undefined;
  /** Undefined: by S3's own keys. */
  readonly encryption: Encryption | undefined;
  /** Undefined: the bucket's owner alone has full control. */
  readonly acl?: Acl | undefined;
}

export interface DeleteMarker extends VersionIdentity {
  readonly kind: 'deleteMarker';
}

export type Version = ObjectVersion | DeleteMarker;

/** Key, then sequence, the newest first. */
export type VersionKey = readonly [key: string, sequence: number];

/** A multipart upload in progress. */
export interface Upload {
  readonly uploadId: string;
  readonly key: string;
  readonly sequence: number;
  /** Epoch ms, whole seconds. */
  readonly initiatedAt: number;
  readonly headers: ObjectHeaders;
  readonly metadata: Readonly<Record<string, string>>;
  readonly storageClass: StorageClass;
  readonly tags: readonly Tag[];
  /** Undefined: the "null checksum mode", in which parts keep no checksums. */
  readonly checksum: Pick<Checksum, 'algorithm' | 'type'> | undefined;
  /** What happened to the key since the upload began, the latest of it: conditional completions care. */
  readonly keyTouched: 'written' | 'deleted' | undefined;
  readonly encryption: Encryption | undefined;
  readonly acl?: Acl | undefined;
  /** What the object is going to be locked with, as far as the request said. */
  readonly lock?: VersionLock | undefined;
}

export interface UploadedPart {
  readonly partNumber: number;
  readonly body: StoredBody;
  readonly eTag: string;
  readonly checksum: Checksum | undefined;
  /** Epoch ms, whole seconds. */
  readonly lastModified: number;
}

/** One rule of a notification configuration. */
export interface NotificationRule {
  readonly id: string;
  readonly list: 'QueueConfigurations' | 'TopicConfigurations' | 'LambdaFunctionConfigurations';
  /** The ARN of a queue, topic or function. */
  readonly destination: string;
  readonly events: readonly string[];
  readonly prefix?: string;
  readonly suffix?: string;
}

/** A message on its way to a destination. Whoever delivers it deletes it. */
export interface Notification {
  readonly sequence: number;
  readonly bucket: string;
  readonly destination: string;
  /** Epoch ms of the event. */
  readonly at: number;
  /** `{ Records: [...] }`, or the test event. */
  readonly message: object;
}

/** What a bucket blocks of public access, in AWS's words. */
export interface PublicAccessBlock {
  readonly BlockPublicAcls: boolean;
  readonly IgnorePublicAcls: boolean;
  readonly BlockPublicPolicy: boolean;
  readonly RestrictPublicBuckets: boolean;
}

/** A bucket's policy, its text as it was given. Undefined members: it was taken away. */
export interface BucketPolicy {
  readonly text: string | undefined;
  readonly document: PolicyDocument | undefined;
  /** When it begins to count, epoch ms. */
  readonly from: number;
  /** What counts until then. */
  readonly before: BucketPolicy | undefined;
}

/** All state of S3. A bucket's contents live in collections of their own, made on first use. */
export interface S3State {
  readonly buckets: Collection<string, Bucket>;
  /** The current object of each key that has one: what GetObject and the listings of objects read. */
  objects(bucket: string): Collection<string, ObjectVersion>;
  /** Every version and delete marker of a bucket on which versioning was ever configured; otherwise empty. */
  versions(bucket: string): Collection<VersionKey, Version>;
  /** Where to find a version: (key, version id) -> sequence. */
  versionIds(bucket: string): Collection<readonly [key: string, versionId: string], number>;
  uploads(bucket: string): Collection<string, Upload>;
  /** The order of listings: (key, sequence) -> upload id. */
  uploadOrder(bucket: string): Collection<VersionKey, string>;
  parts(bucket: string): Collection<readonly [uploadId: string, partNumber: number], UploadedPart>;
  readonly destinations: { exists?(arn: string): boolean }; // Told by whoever knows the other services.
  readonly notificationRules: Collection<string, readonly NotificationRule[]>;
  /** What was not delivered yet, in the order of the events. */
  readonly notifications: Collection<number, Notification>;
  readonly policies: Collection<string, BucketPolicy>;
  /** What a test states about a bucket beside the bucket's own policy, by bucket and number. */
  readonly statedPolicies: Collection<readonly [bucket: string, number: number], AttachedPolicy>;
  /** Nothing for a bucket that has what new buckets have. */
  readonly publicAccessBlocks: Collection<string, PublicAccessBlock | 'deleted'>;
  /** Who owns the objects of a bucket, where it is not what new buckets have. */
  readonly ownerships: Collection<string, ObjectOwnership | 'deleted'>;
  /** The access control lists of buckets that grant anything to others than their owner. */
  readonly bucketAcls: Collection<string, Acl>;
  /** The buckets whose callers pay. */
  readonly requesterPays: Collection<string, true>;
  /** What was said about the default encryption of buckets. */
  readonly bucketEncryptions: Collection<string, BucketEncryption>;
  /** The keys of KMS that something is the matter with. */
  readonly kmsKeys: Collection<string, KmsKeyState>;
  /** The buckets with Object Lock. */
  readonly objectLocks: Collection<string, BucketLock>;
  /** The tags of buckets that have some. */
  readonly tagSets: Collection<string, readonly Tag[]>;
  readonly configurations: Configurations;
  /** What is to be replicated, in the order in which it falls due. */
  readonly replications: Collection<number, Replication>;
  readonly restores: Collection<readonly [at: number, order: number], RestoreEvent>;
  /** Changes of versioning that have not arrived everywhere, and when they do (epoch ms). */
  readonly lateVersioning: Collection<string, { readonly status: VersioningStatus; readonly from: number }>;
  /** Up to which midnight a bucket's lifecycle has been carried out, epoch ms. */
  readonly lifecycleRuns: Collection<string, number>;
}

const compareNewestFirst = compareTuples<VersionKey>(compareUtf8, (a, b) => b - a);
const compareOldestFirst = compareTuples<VersionKey>(compareUtf8, compareNumbers);
const compareIds = compareTuples<readonly [string, string]>(compareUtf8, compareStrings);
const compareTimes = compareTuples<readonly [number, number]>(compareNumbers, compareNumbers);
const compareParts = compareTuples<readonly [string, number]>(compareStrings, compareNumbers);

/** Names the collections of S3 in a world's store. */
export function createState(store: Store): S3State {
  return {
    buckets: store.collection('s3.buckets', compareUtf8),
    objects: (bucket) => store.collection(`s3.objects.${bucket}`, compareUtf8),
    versions: (bucket) => store.collection(`s3.versions.${bucket}`, compareNewestFirst),
    versionIds: (bucket) => store.collection(`s3.versionIds.${bucket}`, compareIds),
    uploads: (bucket) => store.collection(`s3.uploads.${bucket}`, compareStrings),
    uploadOrder: (bucket) => store.collection(`s3.uploadOrder.${bucket}`, compareOldestFirst),
    parts: (bucket) => store.collection(`s3.parts.${bucket}`, compareParts),
    destinations: {},
    notificationRules: store.collection('s3.notificationRules', compareUtf8),
    notifications: store.collection('s3.notifications', compareNumbers),
    policies: store.collection('s3.policies', compareUtf8),
    statedPolicies: store.collection('s3.statedPolicies', compareParts),
    publicAccessBlocks: store.collection('s3.publicAccessBlocks', compareUtf8),
    ownerships: store.collection('s3.ownerships', compareUtf8),
    bucketAcls: store.collection('s3.bucketAcls', compareUtf8),
    requesterPays: store.collection('s3.requesterPays', compareUtf8),
    bucketEncryptions: store.collection('s3.bucketEncryptions', compareUtf8),
    kmsKeys: kmsKeys(store),
    objectLocks: store.collection('s3.objectLocks', compareUtf8),
    tagSets: store.collection('s3.tagSets', compareUtf8),
    configurations: createConfigurations(store),
    replications: store.collection('s3.replications', compareNumbers),
    restores: store.collection('s3.restores', compareTimes),
    lateVersioning: store.collection('s3.lateVersioning', compareUtf8),
    lifecycleRuns: store.collection('s3.lifecycleRuns', compareUtf8),
  };
}
