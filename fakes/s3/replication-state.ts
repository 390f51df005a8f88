import type { StorageClass } from '@aws-sdk/client-s3';

/** A version on its way to another bucket. */
export interface Replication {
  readonly bucket: string;
  readonly key: string;
  readonly versionId: string;
  /** The name of the other bucket. */
  readonly destination: string;
  /** Instead of that of the source. */
  readonly storageClass: StorageClass | undefined;
  /** Epoch ms. */
  readonly dueAt: number;
}
