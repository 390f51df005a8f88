import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { expect } from 'chai';
import fc from 'fast-check';
import { fakeAws } from '../../fakes';

const Bucket = 'photos';
const KEYS = ['a', 'b/c', '😀'];
const client = new S3Client({});

interface ModelVersion {
  readonly id: string;
  /** Undefined for a delete marker. */
  readonly text: string | undefined;
}

/** A bucket as AWS describes it: versions by key, the newest first. */
interface Model {
  versioning: 'Enabled' | 'Suspended' | undefined;
  readonly versions: Map<string, ModelVersion[]>;
}

type Command = fc.AsyncCommand<Model, object>;

function add(model: Model, key: string, version: ModelVersion): void {
  const kept = (model.versions.get(key) ?? []).filter(({ id }) => id !== version.id);
  model.versions.set(key, model.versioning === undefined ? [version] : [version, ...kept]);
}

/** What a bucket shows must be what the model holds. */
async function compareAll(model: Model): Promise<void> {
  const listed = await client.send(new ListObjectVersionsCommand({ Bucket }));
  const shown = [
    ...(listed.Versions ?? []).map((version) => ({ ...version, isMarker: false })),
    ...(listed.DeleteMarkers ?? []).map((marker) => ({ ...marker, isMarker: true })),
  ].map(({ Key, VersionId, IsLatest, isMarker }) => `${Key} ${VersionId} ${IsLatest} ${isMarker}`);
  const held = [...model.versions].flatMap(([key, versions]) =>
    versions.map(({ id, text }, index) => `${key} ${id} ${index === 0} ${text === undefined}`),
  );
  expect(shown.toSorted()).to.deep.equal(held.toSorted());
  const current = [...model.versions]
    .filter(([, [latest]]) => latest?.text !== undefined)
    .map(([key]) => key);
  const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket }));
  expect(Contents.map(({ Key }) => Key)).to.have.members(current);
  for (const [key, versions] of model.versions) {
    for (const { id, text } of versions) {
      const read = await textOf({ Key: key, VersionId: id });
      expect(read).to.equal(text ?? 'MethodNotAllowed');
    }
    expect(await textOf({ Key: key })).to.equal(versions[0]?.text ?? 'NoSuchKey');
  }
}

async function textOf(of: { Key: string; VersionId?: string }): Promise<string | undefined> {
  const answer = await client
    .send(new GetObjectCommand({ Bucket, ...of }))
    .catch((error: Error) => error.name);
  return typeof answer === 'string' ? answer : answer.Body?.transformToString();
}

function command(name: string, run: (model: Model) => Promise<unknown>): Command {
  return {
    check: () => true,
    toString: () => name,
    async run(model) {
      await run(model);
      await compareAll(model);
    },
  };
}

const put = (Key: string, Body: string) =>
  command(`put ${Key} ${Body}`, async (model) => {
    const { VersionId } = await client.send(new PutObjectCommand({ Bucket, Key, Body }));
    expect(VersionId === undefined).to.equal(model.versioning !== 'Enabled');
    add(model, Key, { id: VersionId ?? 'null', text: Body });
  });

const remove = (Key: string) =>
  command(`delete ${Key}`, async (model) => {
    const { DeleteMarker, VersionId } = await client.send(new DeleteObjectCommand({ Bucket, Key }));
    expect(DeleteMarker).to.equal(model.versioning === undefined ? undefined : true);
    if (model.versioning === undefined) model.versions.delete(Key);
    else add(model, Key, { id: VersionId ?? 'null', text: undefined });
  });

const removeVersion = (Key: string, index: number) =>
  command(`delete version ${index} of ${Key}`, async (model) => {
    const versions = model.versions.get(Key) ?? [];
    const version = versions[index % Math.max(versions.length, 1)];
    if (version === undefined) return;
    await client.send(new DeleteObjectCommand({ Bucket, Key, VersionId: version.id }));
    const left = versions.filter((other) => other !== version);
    if (left.length === 0) model.versions.delete(Key);
    else model.versions.set(Key, left);
  });

const configure = (Status: 'Enabled' | 'Suspended') =>
  command(Status, async (model) => {
    await client.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status } }));
    model.versioning = Status;
  });

describe('S3 versioning against a model', function () {
  this.timeout(20_000);

  it('shows the same whatever is put, deleted and configured in whatever order', async () => {
    const key = fc.constantFrom(...KEYS);
    const commands = fc.commands(
      [
        fc.tuple(key, fc.constantFrom('x', 'y', '')).map(([Key, Body]) => put(Key, Body)),
        key.map(remove),
        fc.tuple(key, fc.nat({ max: 3 })).map(([Key, index]) => removeVersion(Key, index)),
        fc.constantFrom('Enabled' as const, 'Suspended' as const).map(configure),
      ],
      { maxCommands: 14 },
    );
    const aws = fakeAws({ seed: 1 });
    const empty = aws.mark();
    try {
      await fc.assert(
        fc.asyncProperty(commands, async (given) => {
          aws.restore(empty);
          aws.s3.createBucket(Bucket);
          const model: Model = { versioning: undefined, versions: new Map() };
          await fc.asyncModelRun(() => ({ model, real: {} }), given);
        }),
        { seed: 4, numRuns: 60 },
      );
    } finally {
      aws.unplug();
    }
  });
});
