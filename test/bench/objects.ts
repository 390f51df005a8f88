import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { compare } from './measure';
import { withWorld, type BenchWorld } from './worlds';

const MIB = 1024 ** 2;

/** Large bodies, long listings: what they cost beside what they cannot do without. */
export async function benchObjects(figures: Map<string, number>): Promise<void> {
  await withWorld(1, (world) => benchBodies(figures, world), ['s3']);
  global.gc?.();
  await benchPages(figures);
  global.gc?.();
  await withWorld(1, (world) => benchMultipart(figures, world), ['s3']);
  global.gc?.();
}

/** `s3.put5MB.vsHashing`, `s3.get5MB.vsCopy`: a body of 5 MB over hashing it (MD5, CRC32) and copying it once. */
async function benchBodies(figures: Map<string, number>, { s3 }: BenchWorld): Promise<void> {
  const body = Buffer.alloc(5 * MIB, 'some text that is hashed');
  const object = { Bucket: 'bench', Key: 'large' };
  const put = () => s3.send(new PutObjectCommand({ ...object, Body: body }));
  const least = async () => {
    const copy = new Uint8Array(body);
    crc32(copy);
    return createHash('md5').update(copy).digest('hex');
  };
  const get = async () => (await s3.send(new GetObjectCommand(object))).Body?.transformToByteArray();
  const copy = async () => Buffer.concat([body]);
  const [putUs = 0, leastUs = 0, getUs = 0, copyUs = 0] = await compare([put, least, get, copy], {
    calls: 10,
    rounds: 5,
  });
  figures.set('s3.put5MB.vsHashing', putUs / leastUs);
  figures.set('s3.get5MB.vsCopy', getUs / copyUs);
  console.log(`\nBodies of 5 MB              us     least us   ratio`);
  for (const [name, us, floor] of [
    ['PutObject (hash, copy)', putUs, leastUs],
    ['GetObject (copy)', getUs, copyUs],
  ] as const) {
    console.log(
      `${name.padEnd(24)}${us.toFixed(0).padStart(6)}${floor.toFixed(0).padStart(13)}${(us / floor).toFixed(2).padStart(8)}`,
    );
  }
}

/** `s3.page1000.10kTo1M`, `s3.delimited.us`: pages of 1,000 keys, and two common prefixes with a million keys below one. */
async function benchPages(figures: Map<string, number>): Promise<void> {
  const costs: number[][] = [];
  for (const size of [10_000, 1_000_000]) {
    await withWorld(
      size,
      async ({ aws, s3 }) => {
        aws.s3.bucket('bench').put('z/last', 'x');
        const page = () => s3.send(new ListObjectsV2Command({ Bucket: 'bench', StartAfter: 'folder-3' }));
        const delimited = () =>
          s3.send(new ListObjectsV2Command({ Bucket: 'bench', Prefix: '', Delimiter: '-' }));
        costs.push(await compare([page, delimited], { calls: 50, rounds: 5 }));
      },
      ['s3'],
    );
    global.gc?.();
  }
  const [[small = 0, fewBelow = 0] = [], [large = 0, manyBelow = 0] = []] = costs;
  figures.set('s3.page1000.10kTo1M', large / small);
  figures.set('s3.delimited.10kTo1M', manyBelow / fewBelow);
  console.log(`\nListings (us)                   10,000   1,000,000   ratio`);
  for (const [name, first, last] of [
    ['page of 1,000 keys', small, large],
    ['everything below one prefix', fewBelow, manyBelow],
  ] as const) {
    console.log(
      `${name.padEnd(28)}${first.toFixed(1).padStart(10)}${last.toFixed(1).padStart(12)}${(last / first).toFixed(2).padStart(8)}`,
    );
  }
}

/** `s3.multipart1GB.memory`: what an upload of 1 GB in parts of 16 MB holds at its most, over its size. */
async function benchMultipart(figures: Map<string, number>, { s3 }: BenchWorld): Promise<void> {
  const parts = 64;
  const size = parts * 16 * MIB;
  const at = { Bucket: 'bench', Key: 'huge' };
  global.gc?.();
  const before = memory();
  let most = 0;
  const begun = process.hrtime.bigint();
  const { UploadId } = await s3.send(new CreateMultipartUploadCommand(at));
  const Parts: { PartNumber: number; ETag: string | undefined }[] = [];
  const body = Buffer.alloc(16 * MIB, 'part');
  for (let PartNumber = 1; PartNumber <= parts; PartNumber++) {
    body.writeUInt32BE(PartNumber);
    const { ETag } = await s3.send(new UploadPartCommand({ ...at, UploadId, PartNumber, Body: body }));
    Parts.push({ PartNumber, ETag });
    most = Math.max(most, memory() - before);
  }
  await s3.send(new CompleteMultipartUploadCommand({ ...at, UploadId, MultipartUpload: { Parts } }));
  most = Math.max(most, memory() - before);
  const seconds = Number(process.hrtime.bigint() - begun) / 1e9;
  figures.set('s3.multipart1GB.memory', most / size);
  figures.set('s3.multipart1GB.seconds', seconds);
  console.log(
    `\n1 GB in ${parts} parts: ${seconds.toFixed(1)} s, and at most ${(most / size).toFixed(2)} times its size in memory`,
  );
}

function memory(): number {
  const { arrayBuffers, heapUsed } = process.memoryUsage();
  return arrayBuffers + heapUsed;
}
