import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { fakeAws, type FakeAws } from '../../fakes';

const Bucket = 'photos';
const KEYS = ['a', 'b'];
const client = new S3Client({});

interface ModelUpload {
  readonly id: string;
  readonly key: string;
  readonly parts: Map<number, string>;
}

/** The uploads in progress in the order in which they began, and the objects there are. */
interface Model {
  uploads: ModelUpload[];
  readonly objects: Map<string, string>;
}

const tagOf = (text: string) => `"${createHash('md5').update(text).digest('hex')}"`;

async function compareAll(model: Model, aws: FakeAws): Promise<void> {
  const { Uploads = [] } = await client.send(new ListMultipartUploadsCommand({ Bucket }));
  const expected = KEYS.flatMap((key) => model.uploads.filter((upload) => upload.key === key));
  expect(Uploads.map(({ UploadId }) => UploadId)).to.deep.equal(expected.map(({ id }) => id));
  for (const { id, key, parts } of model.uploads) {
    const { Parts = [] } = await client.send(new ListPartsCommand({ Bucket, Key: key, UploadId: id }));
    const numbers = [...parts.keys()].toSorted((a, b) => a - b);
    expect(Parts.map(({ ETag, PartNumber, Size }) => [PartNumber, ETag, Size])).to.deep.equal(
      numbers.map((number) => [number, tagOf(parts.get(number) ?? ''), parts.get(number)?.length]),
    );
  }
  const found = new Map(
    aws.s3
      .bucket(Bucket)
      .keys()
      .map((key) => [key, aws.s3.bucket(Bucket).get(key)?.text]),
  );
  expect(Object.fromEntries(found)).to.deep.equal(Object.fromEntries(model.objects));
}

type Command = fc.AsyncCommand<Model, FakeAws>;

function command(name: string, run: (model: Model) => Promise<unknown>): Command {
  return {
    check: () => true,
    toString: () => name,
    async run(model, aws) {
      await run(model);
      await compareAll(model, aws);
    },
  };
}

/** What a command does to one of the uploads, or with the id of an upload that is gone. */
function onUpload(
  name: string,
  index: number,
  run: (model: Model, upload: ModelUpload) => Promise<unknown>,
): Command {
  return command(`${name} of upload ${index}`, async (model) => {
    const upload = model.uploads[index % Math.max(model.uploads.length, 1)];
    if (upload !== undefined) await run(model, upload);
  });
}

const at = ({ id, key }: ModelUpload) => ({ Bucket, Key: key, UploadId: id });
const end = (model: Model, upload: ModelUpload): void => {
  model.uploads = model.uploads.filter((other) => other !== upload);
};

async function refused(name: string, call: Promise<unknown>): Promise<void> {
  const outcome = await call.then(
    () => 'done',
    (error: Error) => error.name,
  );
  expect(outcome).to.equal(name);
}

const create = (key: string) =>
  command(`create ${key}`, async (model) => {
    const { UploadId = '' } = await client.send(new CreateMultipartUploadCommand({ Bucket, Key: key }));
    model.uploads.push({ id: UploadId, key, parts: new Map() });
  });

const upload = (index: number, PartNumber: number, Body: string) =>
  onUpload(`part ${PartNumber} ${Body}`, index, async (_model, one) => {
    await client.send(new UploadPartCommand({ ...at(one), PartNumber, Body }));
    one.parts.set(PartNumber, Body);
  });

const abort = (index: number) =>
  onUpload('abort', index, async (model, one) => {
    await client.send(new AbortMultipartUploadCommand(at(one)));
    end(model, one);
    await refused('NoSuchUpload', client.send(new AbortMultipartUploadCommand(at(one))));
  });

const complete = (index: number, numbers: readonly number[], wrongTag: boolean) =>
  onUpload(`complete ${numbers.join()} ${wrongTag ? 'with a wrong tag' : ''}`, index, async (model, one) => {
    const Parts = numbers.map((PartNumber) => ({
      PartNumber,
      ETag: tagOf(wrongTag ? 'other' : (one.parts.get(PartNumber) ?? '')),
    }));
    const call = client.send(new CompleteMultipartUploadCommand({ ...at(one), MultipartUpload: { Parts } }));
    const ascending = numbers.every((number, i) => i === 0 || number > (numbers[i - 1] ?? 0));
    const there = numbers.every((number) => one.parts.has(number));
    if (numbers.length === 0) return refused('InvalidRequest', call);
    if (!ascending) return refused('InvalidPartOrder', call);
    if (wrongTag || !there) return refused('InvalidPart', call);
    if (numbers.length > 1) return refused('EntityTooSmall', call);
    await call;
    model.objects.set(one.key, numbers.map((number) => one.parts.get(number)).join(''));
    end(model, one);
    await refused('NoSuchUpload', client.send(new ListPartsCommand(at(one))));
  });

describe('S3 multipart uploads against a model', function () {
  this.timeout(20_000);

  it('show the same whatever is begun, uploaded, completed and aborted in whatever order', async () => {
    const index = fc.nat({ max: 3 });
    const part = fc.integer({ min: 1, max: 3 });
    const commands = fc.commands(
      [
        fc.constantFrom(...KEYS).map(create),
        fc.tuple(index, part, fc.constantFrom('x', 'yy', '')).map((given) => upload(...given)),
        index.map(abort),
        fc.tuple(index, fc.array(part, { maxLength: 2 }), fc.boolean()).map((given) => complete(...given)),
      ],
      { maxCommands: 16 },
    );
    const aws = fakeAws({ seed: 1 });
    const empty = aws.mark();
    try {
      await fc.assert(
        fc.asyncProperty(commands, async (given) => {
          aws.restore(empty);
          aws.s3.createBucket(Bucket);
          const setup = () => ({ model: { uploads: [], objects: new Map<string, string>() }, real: aws });
          await fc.asyncModelRun(setup, given);
        }),
        { seed: 4, numRuns: 80 },
      );
    } finally {
      aws.unplug();
    }
  });
});
