/** The pointer names a version whose objects are not there. */
export class DanglingPointer extends Error {
  override readonly name = 'DanglingPointer';
}

/** What S3 holds is not what was published. */
export class SnapshotCorrupt extends Error {
  override readonly name = 'SnapshotCorrupt';
}

/** S3 refused a read. It does so for missing keys as well, when the caller may not list the bucket (R27). */
export class SnapshotAccessDenied extends Error {
  override readonly name = 'SnapshotAccessDenied';
}

/** The uploaded objects are not those of the manifest. */
export class UploadIncomplete extends Error {
  override readonly name = 'UploadIncomplete';
}

/** The local directory holds something that cannot be a snapshot. */
export class UnsafePath extends Error {
  override readonly name = 'UnsafePath';
}
