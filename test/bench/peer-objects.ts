import { CreateBucketCommand, GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fakeAws } from '../../fakes';
import { compare } from './measure';

/** What PutObject and GetObject of 1 KB cost here, on a server in the same process (s3rver), and on mock-aws-s3-v3. */

const BODY = 'x'.repeat(1_024);
const object = { Bucket: 'bench', Key: 'k' };

interface Peer {
  readonly name: string;
  readonly calls: number;
  readonly put: () => Promise<unknown>;
  readonly get: () => Promise<unknown>;
  stop(): Promise<void> | void;
}

function calls(client: S3Client): Pick<Peer, 'put' | 'get'> {
  return {
    put: () => client.send(new PutObjectCommand({ ...object, Body: BODY })),
    get: async () => (await client.send(new GetObjectCommand(object))).Body?.transformToString(),
  };
}

async function fake(): Promise<Peer> {
  const client = new S3Client({ region: 'us-east-1' });
  const aws = fakeAws({ clients: [client] });
  aws.s3.createBucket('bench');
  return { name: 'aws-fakes', calls: 2_000, ...calls(client), stop: () => aws.unplug() };
}

interface Server {
  run(): Promise<{ readonly port: number }>;
  close(): Promise<void>;
}

async function s3rver(load: NodeJS.Require): Promise<Peer> {
  const directory = mkdtempSync(join(tmpdir(), 'peer-'));
  const Class = load('s3rver') as new (options: object) => Server;
  const server = new Class({ port: 0, address: '127.0.0.1', silent: true, directory });
  const { port } = await server.run();
  const client = new S3Client({
    region: 'us-east-1',
    endpoint: `http://127.0.0.1:${port}`,
    forcePathStyle: true,
    // It does not know the checksums that newer clients add.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    credentials: { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' },
  });
  await client.send(new CreateBucketCommand({ Bucket: 'bench' }));
  const stop = async () => {
    client.destroy();
    await server.close();
    rmSync(directory, { recursive: true });
  };
  return { name: 's3rver', calls: 100, ...calls(client), stop };
}

async function mockAwsS3(load: NodeJS.Require): Promise<Peer> {
  const directory = mkdtempSync(join(tmpdir(), 'peer-'));
  const mock = load('mock-aws-s3-v3') as { createS3Client(options: object): S3Client; resetMocks(): void };
  // Its own copies of the SDK's commands: it goes by their classes.
  const sdk = load('@aws-sdk/client-s3') as typeof import('@aws-sdk/client-s3');
  const client = mock.createS3Client({
    localDirectory: directory,
    s3Client: new sdk.S3Client({}),
    bucket: 'bench',
  });
  const stop = () => {
    mock.resetMocks();
    rmSync(directory, { recursive: true });
  };
  return {
    name: 'mock-aws-s3-v3',
    calls: 200,
    put: () => client.send(new sdk.PutObjectCommand({ ...object, Body: BODY })),
    get: async () => (await client.send(new sdk.GetObjectCommand(object))).Body?.transformToString(),
    stop,
  };
}

async function main(): Promise<void> {
  const load = createRequire(join(__dirname, 'peers/package.json'));
  const costs = new Map<string, readonly number[]>();
  for (const begin of [fake, s3rver, mockAwsS3]) {
    const peer = await begin(load);
    const us: number[] = [];
    for (const call of [peer.put, peer.get]) {
      const [cost = Number.NaN] = await compare([call], { calls: peer.calls, rounds: 5 });
      us.push(cost);
    }
    costs.set(peer.name, us);
    await peer.stop();
  }
  const [put = Number.NaN, get = Number.NaN] = costs.get('aws-fakes') ?? [];
  console.log('\n1 KB objects         PutObject us  GetObject us   ratio   ratio');
  for (const [name, [putUs = Number.NaN, getUs = Number.NaN]] of costs) {
    const ratios = [putUs / put, getUs / get].map((ratio) => ratio.toFixed(1).padStart(8)).join('');
    console.log(
      `${name.padEnd(20)}${putUs.toFixed(1).padStart(13)}${getUs.toFixed(1).padStart(14)}${ratios}`,
    );
  }
}

void main();
