import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { explore } from '../../../fakes';

const s3 = new S3Client({});
const counter = { Bucket: 'counters', Key: 'count' };

/** Reads, adds one, writes: on S3 the last one wins. */
async function increment(): Promise<void> {
  const { Body } = await s3.send(new GetObjectCommand(counter));
  const count = Number(await Body?.transformToString());
  await s3.send(new PutObjectCommand({ ...counter, Body: String(count + 1) }));
}

it('counts every increment of two concurrent handlers', async () => {
  await explore({
    arrange: (aws) => void aws.s3.bucket('counters').put('count', '0'),
    tasks: { A: increment, B: increment },
    assert: ({ aws }) => {
      const count = aws.s3.bucket('counters').get('count')?.text;
      if (count !== '2') throw new Error(`lost update: the count is ${count} after two increments`);
    },
  });
});
