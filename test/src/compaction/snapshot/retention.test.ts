import { DeleteObjectsCommand, ListObjectsV2Command } from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { applyRetention, expiredVersions } from '../../../../src/compaction/snapshot/retention';
import { createVersion } from '../../../../src/compaction/snapshot/version';
import { BUCKET, lambdaWorld, START, type LambdaWorld } from '../../../arrange/lambda-world';

const HOUR = 3_600_000;
/** A version made so many hours before the test. */
const version = (hours: number): string => createVersion(START - hours * HOUR, 1, () => 0);
const policy = { keep: 2, graceMs: 900_000 };

describe('expiredVersions', () => {
  const versions = [5, 4, 3, 2, 1].map(version);
  const rows: [string, number, number, number[]][] = [
    ['keeps the newest', 1, 900_000, [5, 4, 3]],
    ['keeps the live one and everything newer (R21)', 4, 900_000, [5]],
    ['keeps the young (R22)', 1, 3.5 * HOUR, [5, 4]],
  ];
  for (const [what, live, graceMs, expired] of rows) {
    it(what, () => {
      const found = expiredVersions(versions, version(live), { ...policy, graceMs }, START);
      expect(found.toSorted()).to.deep.equal(expired.map(version));
    });
  }

  it('keeps one that is just as old as the young may be', () => {
    const graceMs = 2 * HOUR;
    expect(expiredVersions([3, 2, 1].map(version), version(1), { keep: 0, graceMs }, START)).to.deep.equal([
      version(3),
    ]);
  });

  it('takes them in any order', () => {
    const found = expiredVersions([2, 5, 1, 4, 3].map(version), version(1), policy, START);
    expect(found).to.deep.equal([3, 4, 5].map(version));
  });

  it('keeps what does not tell its age', () => {
    expect(expiredVersions(['!odd', version(3)], version(1), { keep: 0, graceMs: 0 }, START)).to.deep.equal([
      version(3),
    ]);
  });
});

describe('applyRetention', () => {
  let world: LambdaWorld;
  beforeEach(async () => {
    world = await lambdaWorld();
  });
  afterEach(() => world.end());

  const apply = () =>
    applyRetention(world.invocation(), { s3: world.clients.s3, name: BUCKET }, 'words', policy);
  const prefixes = (): string[] => [
    ...new Set(
      world.aws.s3
        .bucket(BUCKET)
        .keys('words/snapshot/timestamped/')
        .map((key) => key.split('/')[3] ?? ''),
    ),
  ];
  const publishAll = async (): Promise<void> => {
    for (const hours of [4, 3, 2, 1]) await world.snapshot('words', version(hours), []);
  };

  it('removes expired versions', async () => {
    await publishAll();
    await apply();
    expect(prefixes()).to.deep.equal([version(2), version(1)]);
    expect(world.logs).to.deep.equal([]);
  });

  it('removes nothing without a pointer', async () => {
    world.aws.s3.bucket(BUCKET).put(`words/snapshot/timestamped/${version(9)}/a`, '');
    await apply();
    expect(prefixes()).to.deep.equal([version(9)]);
  });

  it('reports keys that S3 refused to delete (R29)', async () => {
    await publishAll();
    world.aws.faults.on(DeleteObjectsCommand).failsEntries('all').times(2);
    await apply();
    expect(prefixes()).to.deep.equal([4, 3, 2, 1].map(version));
    expect(world.logs.map(({ message }) => message)).to.deep.equal([
      'parts of an old version stay',
      'parts of an old version stay',
    ]);
  });

  it('never fails', async () => {
    await publishAll();
    world.aws.faults.on(ListObjectsV2Command).accessDenied();
    await apply();
    expect(world.logs.map(({ message }) => message)).to.deep.equal(['old versions stay']);
  });
});
