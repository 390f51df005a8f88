import { DeleteObjectCommand, DeleteObjectsCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import type { FakeAws } from '../../fakes';
import type { Manifest } from '../../src/compaction/snapshot/manifest';
import { MANIFEST_FILE, pointerKey, versionPrefix } from '../../src/compaction/snapshot/layout';
import { sha256 } from '../../src/compaction/snapshot/manifest';
import type { Clients } from '../../src/shared/clients';
import { COLLECTIONS, type Collection } from '../../src/shared/receipt-keys';
import { withAround } from './around';
import { BUCKET } from './lambda-world';

/** Looks at both pointers after every write to S3: each names a whole version (I3), made from the one before (I2). */
export interface PointerWatch {
  /** What was seen and must not be. */
  readonly problems: string[];
  /** How often it has looked. */
  readonly looks: () => number;
  /** Clients after whose writes it looks. */
  watched(clients: Clients): Clients;
  /** Forgets what it has seen, and begins with what is there. */
  restart(): void;
}

const WRITES = [PutObjectCommand, DeleteObjectCommand, DeleteObjectsCommand];

export function watchPointers(aws: FakeAws): PointerWatch {
  const problems: string[] = [];
  const last = new Map<Collection, string | undefined>();
  let looks = 0;
  const look = (): void => {
    looks += 1;
    for (const collection of COLLECTIONS) {
      const version = wholeVersion(aws, collection, problems);
      const before = last.get(collection);
      if (version?.version === before) continue;
      last.set(collection, version?.version);
      if ((version?.parent_version ?? undefined) !== before)
        problems.push(
          `${version?.version} was made from ${version?.parent_version}, and published after ${before}`,
        );
    }
  };
  return {
    problems,
    looks: () => looks,
    watched: (clients) =>
      withAround(clients, 's3', async (command, next) => {
        try {
          return await next();
        } finally {
          if (WRITES.some((write) => command instanceof write)) look();
        }
      }),
    restart() {
      problems.length = 0;
      for (const collection of COLLECTIONS)
        last.set(collection, wholeVersion(aws, collection, problems)?.version);
    },
  };
}

/** The manifest of the version that a pointer names; undefined when there is no pointer. */
function wholeVersion(aws: FakeAws, collection: Collection, problems: string[]): Manifest | undefined {
  const bucket = aws.s3.bucket(BUCKET);
  const pointer = bucket.get(pointerKey(collection))?.text;
  if (pointer === undefined) return undefined;
  const { version, manifest_sha256 } = JSON.parse(pointer) as { version: string; manifest_sha256: string };
  const prefix = versionPrefix(collection, version);
  const text = bucket.get(prefix + MANIFEST_FILE)?.text;
  if (text === undefined || sha256(text) !== manifest_sha256) {
    problems.push(`the manifest of ${version} is ${text === undefined ? 'missing' : 'another one'}`);
    return undefined;
  }
  const manifest = JSON.parse(text) as Manifest;
  for (const file of manifest.files) {
    const body = bucket.get(prefix + file.path)?.body;
    if (body === undefined || sha256(body) !== file.sha256)
      problems.push(`${file.path} of ${version} is ${body === undefined ? 'missing' : 'damaged'}`);
  }
  return manifest;
}
