import {
  SelectObjectContentCommand,
  UploadPartCommand,
  GetObjectCommand,
  S3,
  S3Client,
  type S3ServiceException,
} from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../fakes';
import { operationShape } from '../../fakes/kernel/shape';
import { s3 } from '../../fakes/s3/service';
import { caught } from './caught';

describe('S3 service', () => {
  let aws: FakeAws;
  beforeEach(() => {
    aws = fakeAws({ seed: 1 });
    aws.s3.bucket('photos').put('k', 'x');
  });
  afterEach(() => aws.unplug());

  it('serves the aggregated client and older client objects as well', async () => {
    expect(
      await (await new S3({}).getObject({ Bucket: 'photos', Key: 'k' })).Body?.transformToString(),
    ).to.equal('x');
  });

  it('lists every operation once, under its own name, with members of its own', () => {
    const names = s3.operations.map((row) => row.name);
    expect(new Set(names).size).to.equal(names.length);
    for (const row of s3.operations) {
      expect(row.command.name).to.equal(`${row.name}Command`);
      expect(new Set(row.members).size, row.name).to.equal(row.members.length);
    }
  });

  it('drops only what the SDK would drop, too', () => {
    for (const row of s3.operations) {
      const command = new row.command({} as never) as unknown as {
        schema: Parameters<typeof operationShape>[0];
      };
      const { members } = operationShape(command.schema).input;
      expect(members, row.name).to.include.members([...row.members]);
      expect(
        members.filter((member) => row.drops?.includes(member)),
        row.name,
      ).to.deep.equal([]);
    }
  });

  it('refuses an operation that is not modelled', async () => {
    const input = {
      Bucket: 'photos',
      Key: 'k',
      Expression: 'x',
      ExpressionType: 'SQL',
      InputSerialization: {},
      OutputSerialization: {},
    } as const;
    const error = await caught(new S3Client({}).send(new SelectObjectContentCommand(input)));
    expect(error.name).to.equal('NotSupportedByFake');
    expect(error.message).to.contain('SelectObjectContent');
    expect(() => aws.unplug()).to.throw('SelectObjectContent');
  });

  it('is told by the SDK when a label is missing, and tells when another member is', async () => {
    const missing = { Bucket: 'photos', Key: 'k', Body: 'x' } as never;
    const error = await caught(new S3Client({}).send(new UploadPartCommand(missing)));
    expect(error.message).to.match(/^UploadPart without PartNumber: the SDK does not check it/);
    expect(() => aws.unplug()).to.throw('PartNumber');
  });

  it('gives every answer ids of its own, the same for the same seed', async () => {
    const read = async () => {
      const answer = await new S3Client({}).send(new GetObjectCommand({ Bucket: 'photos', Key: 'k' }));
      return answer.$metadata.requestId;
    };
    const ids = [await read(), await read()];
    expect(new Set(ids).size).to.equal(2);
    aws.unplug();
    aws = fakeAws({ seed: 1 });
    aws.s3.bucket('photos').put('k', 'x');
    expect([await read(), await read()]).to.deep.equal(ids);
  });

  it('has no other answer to a wrong type than the misuse it is', async () => {
    const error: S3ServiceException | Error = await caught(
      new S3Client({}).send(new GetObjectCommand({ Bucket: 'photos', Key: 1 as never })),
    );
    expect(error.message).to.contain('GetObject: Key must be a string');
    expect(() => aws.unplug()).to.throw('Key');
  });
});
