import * as sdk from '@aws-sdk/client-s3';
import {
  CreateSessionCommand,
  GetObjectCommand,
  GetObjectTorrentCommand,
  S3Client,
  WriteGetObjectResponseCommand,
} from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../fakes';
import { REFUSED } from '../../fakes/s3/refused';
import { s3 } from '../../fakes/s3/service';
import { caught } from './caught';

/** Who may do what, and who pays: refused without a reason of their own as long as they are not modelled. */
const ACCESS = [
  'DeleteBucketOwnershipControls',
  'GetBucketAcl',
  'GetBucketPolicyStatus',
  'GetBucketRequestPayment',
  'GetObjectAcl',
  'PutBucketAcl',
  'PutBucketRequestPayment',
  'PutObjectAcl',
  'UpdateObjectEncryption',
];

describe('S3: what is refused', () => {
  let aws: FakeAws;
  const client = new S3Client({});
  beforeEach(() => {
    aws = fakeAws({ seed: 1 });
  });
  // Refusals are what these tests ask for.
  afterEach(() => {
    aws.world.takeProblems();
    aws.unplug();
  });

  it('and what is modelled are together every command of the SDK, and nothing is both', () => {
    const commands = Object.keys(sdk).flatMap((name) => /^([A-Z]\w+)Command$/.exec(name)?.[1] ?? []);
    const modelled = s3.operations.map((row) => row.name);
    expect(commands.length).to.be.greaterThan(100);
    const known = [
      ...modelled,
      ...Object.keys(REFUSED),
      ...ACCESS.filter((name) => !modelled.includes(name)),
    ];
    expect(known.toSorted()).to.deep.equal(commands.toSorted());
  });

  it('is refused by name, with the reason and a way out', async () => {
    const error = await caught(client.send(new CreateSessionCommand({ Bucket: 'b--use1-az4--x-s3' })));
    expect(error.name).to.equal('NotSupportedByFake');
    expect(error.message).to.equal(
      'CreateSessionCommand is not modelled by aws-fakes: it works on directory buckets (S3 Express One Zone), and only general purpose buckets are modelled.\n' +
        "Answer it yourself: mock.on(CreateSessionCommand).resolves({ ... }), with the mock that aws.<service>.mock gives you. The README's support table lists what is modelled.",
    );
  });

  it('can be answered by the test itself', async () => {
    aws.s3.mock?.on(GetObjectTorrentCommand).resolves({});
    const { Body } = await client.send(new GetObjectTorrentCommand({ Bucket: 'b', Key: 'k' }));
    expect(Body).to.equal(undefined);
    const route = { RequestRoute: 'r', RequestToken: 't' };
    const error = await caught(client.send(new WriteGetObjectResponseCommand(route)));
    expect(error.message).to.contain('there are no Object Lambda access points here');
  });

  it('are directory buckets and access points, at every operation', async () => {
    for (const [Bucket, what] of [
      ['photos--use1-az4--x-s3', 'a directory bucket (photos--use1-az4--x-s3)'],
      ['photos-0123456789-s3alias', 'an access point (photos-0123456789-s3alias)'],
    ] as const) {
      const error = await caught(client.send(new GetObjectCommand({ Bucket, Key: 'k' })));
      expect(error.message).to.contain(`GetObject: ${what} is not modelled`);
    }
  });
});
