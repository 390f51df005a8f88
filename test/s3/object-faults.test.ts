import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { fakeAws, FakeMisuse, type FakeAws } from '../../fakes';
import { adviceOf } from '../../fakes/s3/object-faults';
import { caught, expectRefusal } from './caught';

const Bucket = 'photos';
const Key = 'k';

/** Every fault with a handler that believes too much, and one that does not. */
describe('S3 faults', () => {
  let aws: FakeAws;
  const client = new S3Client({});
  const bucket = () => aws.s3.bucket(Bucket);
  const send = {
    put: (key: string, Body: string, more: object = {}) =>
      client.send(new PutObjectCommand({ Bucket, Key: key, Body, ...more })),
    get: (key: string) => client.send(new GetObjectCommand({ Bucket, Key: key })),
  };

  beforeEach(() => {
    aws = fakeAws({ seed: 1, time: 'virtual' });
    aws.s3.createBucket(Bucket);
  });
  afterEach(() => aws.unplug());

  describe('an error behind status 200', () => {
    const copy = (c = client) =>
      c.send(new CopyObjectCommand({ Bucket, Key: 'copy', CopySource: `${Bucket}/${Key}` }));
    beforeEach(() => void bucket().put(Key, 'x'));

    it('is retried, and when it stays it is InternalError with the status 503', async () => {
      aws.faults.on(CopyObjectCommand).errorAfter200().times(2);
      expect((await copy()).$metadata.attempts).to.equal(3);
      aws.faults.on(CopyObjectCommand).errorAfter200().wholeOperation();
      await expectRefusal(copy(), {
        name: 'InternalError',
        status: 503,
        message: 'We encountered an internal error. Please try again.',
      });
    });

    it('may be another error, at UploadPartCopy and CompleteMultipartUpload as well', async () => {
      const { UploadId } = await client.send(new CreateMultipartUploadCommand({ Bucket, Key: 'big' }));
      const upload = { Bucket, Key: 'big', UploadId };
      aws.faults.on(UploadPartCopyCommand).errorAfter200('SlowDown').wholeOperation();
      const part = { ...upload, PartNumber: 1, CopySource: `${Bucket}/${Key}` };
      await expectRefusal(client.send(new UploadPartCopyCommand(part)), {
        name: 'SlowDown',
        status: 503,
        message: 'Please reduce your request rate.',
      });
      const { ETag } = await client.send(new UploadPartCommand({ ...upload, PartNumber: 1, Body: 'x' }));
      const done = { ...upload, MultipartUpload: { Parts: [{ PartNumber: 1, ETag }] } };
      aws.faults.on(CompleteMultipartUploadCommand).errorAfter200().wholeOperation();
      const failed = await caught(client.send(new CompleteMultipartUploadCommand(done)));
      expect(failed['$metadata']).to.include({ httpStatusCode: 503, attempts: 3 });
      expect(bucket().keys()).to.deep.equal([Key]);
    });

    it('may have done the work: then a retry of the completion finds no upload', async () => {
      const complete = async () => {
        const { UploadId } = await client.send(new CreateMultipartUploadCommand({ Bucket, Key: 'big' }));
        const upload = { Bucket, Key: 'big', UploadId };
        const { ETag } = await client.send(new UploadPartCommand({ ...upload, PartNumber: 1, Body: 'x' }));
        const done = { ...upload, MultipartUpload: { Parts: [{ PartNumber: 1, ETag }] } };
        return { ETag, answer: await client.send(new CompleteMultipartUploadCommand(done)) };
      };
      /** Reports a failure. */
      const naive = () =>
        complete().then(
          () => 'stored',
          () => 'failed',
        );
      /** Looks before it reports. */
      const careful = () =>
        complete()
          .then(() => 'stored')
          .catch(async (error: Error) => {
            if (error.name !== 'NoSuchUpload') return 'failed';
            await client.send(new HeadObjectCommand({ Bucket, Key: 'big' }));
            return 'stored';
          });
      aws.faults.on(CompleteMultipartUploadCommand).errorAfter200().afterCommit().times(2);
      expect(await naive()).to.equal('failed');
      expect(bucket().keys()).to.deep.equal(['big', Key]);
      bucket().put('big', '');
      expect(await careful()).to.equal('stored');
    });

    it('is not there where the status comes last', () => {
      expect(() => aws.faults.on(PutObjectCommand).errorAfter200()).to.throw(
        FakeMisuse,
        'S3.PutObject sends no status before it is done.',
      );
      expect(() => aws.faults.on(CopyObjectCommand).errorAfter200('NoSuchThing')).to.throw(FakeMisuse);
    });
  });

  describe('a body that does not arrive well', () => {
    const text = 'hello world'.repeat(20_000);
    beforeEach(() => void bucket().put(Key, text));
    const read = async (stream: AsyncIterable<Uint8Array>) => {
      const chunks: Uint8Array[] = [];
      let error: (Error & { code?: string }) | undefined;
      try {
        for await (const chunk of stream) chunks.push(chunk);
      } catch (reason) {
        error = reason as Error;
      }
      return { bytes: Buffer.concat(chunks), error };
    };
    const body = async () => (await send.get(Key)).Body as AsyncIterable<Uint8Array>;

    it('breaks off halfway, or where it is told to', async () => {
      aws.faults.on(GetObjectCommand).truncatesBody();
      const half = await read(await body());
      expect(half.bytes.toString()).to.equal(text.slice(0, text.length / 2));
      expect(half.error).to.include({ message: 'aborted', code: 'ECONNRESET' });
      aws.faults.on(GetObjectCommand).truncatesBody({ after: 3 });
      expect((await read(await body())).bytes.toString()).to.equal('hel');
      aws.faults.on(GetObjectCommand).truncatesBody({ after: 0 });
      const { Body } = await send.get(Key);
      expect((await caught(Body?.transformToString() ?? Promise.resolve())).message).to.equal('aborted');
      aws.faults.on(GetObjectCommand).truncatesBody({ after: 1e9 });
      expect((await read(await body())).error?.message).to.equal('aborted');
      expect((await read(await body())).error).to.equal(undefined);
    });

    it('is given up by who believes the call, and read again by who reads it to the end', async () => {
      /** Thinks that an answer is an object. */
      const naive = async () => {
        const { Body } = await send.get(Key);
        return Body?.transformToString();
      };
      const careful = async (attempts = 3): Promise<string | undefined> => {
        try {
          return await naive();
        } catch (error) {
          if (attempts === 1) throw error;
          return careful(attempts - 1);
        }
      };
      aws.faults.on(GetObjectCommand).truncatesBody().times(3);
      expect((await caught(naive())).message).to.equal('aborted');
      expect(await careful()).to.equal(text);
    });

    it('is found damaged at its end, by its checksum', async () => {
      aws.faults.on(GetObjectCommand).corruptsBody().times(2);
      const { Body } = await send.get(Key);
      const error = await caught(Body?.transformToString() ?? Promise.resolve());
      expect(error.message).to.match(
        /^Checksum mismatch: expected "[^"]{8}" but received "[^"]{8}" in response header "x-amz-checksum-crc32"\.$/,
      );
      expect((await read(await body())).error?.message).to.equal(error.message);
    });

    it('is not found damaged where the SDK has no checksum of these bytes', async () => {
      aws.faults.on(GetObjectCommand).corruptsBody({ after: 0 });
      const ranged = await client.send(new GetObjectCommand({ Bucket, Key, Range: 'bytes=0-4' }));
      expect(await ranged.Body?.transformToString()).to.equal('iello');
      bucket().put(Key, '');
      aws.faults.on(GetObjectCommand).corruptsBody();
      expect(await (await send.get(Key)).Body?.transformToString()).to.equal('');
    });

    it('stops without an error, which only a limit of one’s own ends', async () => {
      const naive = aws.run('naive', async () => (await send.get(Key)).Body?.transformToString());
      const careful = async () => {
        const { Body } = await send.get(Key);
        const late = new Promise<'late'>((resolve) => setTimeout(() => resolve('late'), 10_000));
        return Promise.race([Body?.transformToString(), late]);
      };
      aws.faults.on(GetObjectCommand).stallsBody({ after: 5 }).times(2);
      let ended = false;
      void naive.then(() => (ended = true));
      expect(await careful()).to.equal('late');
      await aws.clock.advance('1h');
      expect(ended).to.equal(false);
    });

    it('is the body of an answer that has one', () => {
      expect(() => aws.faults.on(HeadObjectCommand).truncatesBody()).to.throw(
        FakeMisuse,
        'The answer of S3.HeadObject has no body that could be truncated.',
      );
    });
  });

  describe('a key that vanishes', () => {
    const keys = ['a', 'b', 'c', 'd'];
    beforeEach(() => keys.forEach((key) => void bucket().put(key, key)));

    it('between the listing and the read: not for all who read them all', async () => {
      const listed = async () =>
        (await client.send(new ListObjectsV2Command({ Bucket }))).Contents?.map(
          ({ Key: key }) => key ?? '',
        ) ?? [];
      const text = async (key: string) => (await send.get(key)).Body?.transformToString();
      const naive = async () => Promise.all((await listed()).map(text));
      const careful = async () => {
        const found = await Promise.allSettled((await listed()).map(text));
        for (const each of found)
          if (each.status === 'rejected' && (each.reason as Error).name !== 'NoSuchKey') throw each.reason;
        return found.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
      };
      aws.faults.on(GetObjectCommand, { Key: 'c' }).vanishes();
      expect((await caught(naive())).name).to.equal('NoSuchKey');
      bucket().put('c', 'c');
      aws.faults.on(GetObjectCommand, { Key: 'c' }).vanishes();
      expect(await careful()).to.deep.equal(['a', 'b', 'd']);
      expect(bucket().keys()).to.deep.equal(['a', 'b', 'd']);
    });

    it('between two pages', async () => {
      const page = (ContinuationToken?: string) =>
        client.send(
          new ListObjectsV2Command({
            Bucket,
            MaxKeys: 2,
            ...(ContinuationToken === undefined ? {} : { ContinuationToken }),
          }),
        );
      aws.faults.on(ListObjectsV2Command).vanishes('b', 'c').after(1);
      const first = await page();
      expect(first.Contents?.map(({ Key: key }) => key)).to.deep.equal(['a', 'b']);
      const second = await page(first.NextContinuationToken);
      expect(second.Contents?.map(({ Key: key }) => key)).to.deep.equal(['d']);
    });

    it('is the source of a copy', async () => {
      aws.faults.on(CopyObjectCommand).vanishes();
      const copy = client.send(new CopyObjectCommand({ Bucket, Key: 'e', CopySource: `/${Bucket}/a` }));
      await expectRefusal(copy, {
        name: 'NoSuchKey',
        status: 404,
        message: 'The specified key does not exist.',
        members: { Key: 'a' },
      });
      expect(bucket().keys()).to.deep.equal(['b', 'c', 'd']);
    });

    it('of a bucket that is not there changes nothing', async () => {
      aws.faults.on(GetObjectCommand).vanishes();
      const none = client.send(new GetObjectCommand({ Bucket: 'none', Key: 'a' }));
      expect((await caught(none)).name).to.equal('NoSuchBucket');
    });

    it('must be named to a listing, and is not looked for by everyone', async () => {
      aws.faults.on(ListObjectsV2Command).vanishes();
      expect((await caught(client.send(new ListObjectsV2Command({ Bucket })))).message).to.equal(
        'ListObjectsV2: vanishes() needs the keys that vanish: the call names none.',
      );
      aws.world.takeProblems();
      expect(() => aws.faults.on(PutObjectCommand).vanishes()).to.throw(
        FakeMisuse,
        'S3.PutObject cannot follow vanish: it looks for no object.',
      );
    });
  });

  describe('a store that is not S3', () => {
    it('answers reads and listings from the past, where S3 never does', async () => {
      bucket().put(Key, 'old');
      bucket().put(Key, 'new');
      bucket().put('other', 'x');
      aws.faults.on(GetObjectCommand).readsStaleUnlikeS3({ writes: 2 });
      expect(await (await send.get(Key)).Body?.transformToString()).to.equal('old');
      expect(await (await send.get(Key)).Body?.transformToString()).to.equal('new');
      aws.faults.on(ListObjectsV2Command).readsStaleUnlikeS3();
      const list = async () => (await client.send(new ListObjectsV2Command({ Bucket }))).KeyCount;
      expect([await list(), await list()]).to.deep.equal([1, 2]);
      aws.faults.on(HeadObjectCommand).readsStaleUnlikeS3();
      const head = client.send(new HeadObjectCommand({ Bucket, Key: 'other' }));
      expect((await caught(head)).name).to.equal('NotFound');
      expect(() => aws.faults.on(GetObjectCommand).readsStale()).to.throw(
        FakeMisuse,
        'S3.GetObject cannot follow stale: AWS never answers it from the past.',
      );
    });

    it('loses an update of who trusts what he read, not of who writes with the tag', async () => {
      bucket().put('count', '0');
      const increment = async (conditional: boolean) => {
        for (;;) {
          const { Body, ETag } = await send.get('count');
          const next = String(Number(await Body?.transformToString()) + 1);
          const done = await send
            .put('count', next, conditional ? { IfMatch: ETag } : {})
            .then(() => true)
            .catch((error: Error) => {
              if (error.name !== 'PreconditionFailed') throw error;
              return false;
            });
          if (done) return;
        }
      };
      for (const [conditional, count] of [
        [false, '1'],
        [true, '2'],
      ] as const) {
        bucket().put('count', '0');
        await increment(conditional);
        aws.faults.on(GetObjectCommand).readsStaleUnlikeS3();
        await increment(conditional);
        expect(bucket().get('count')?.text).to.equal(count);
      }
    });
  });

  describe('a prefix that is too busy', () => {
    it('slows down its own keys only', async () => {
      aws.faults.on(PutObjectCommand).slowDown().under('hot/').always();
      expect((await send.put('cold/a', 'x')).ETag).to.be.a('string');
      await expectRefusal(send.put('hot/a', 'x'), {
        name: 'SlowDown',
        status: 503,
        message: 'Please reduce your request rate.',
      });
      aws.faults.on(ListObjectsV2Command).slowDown().under('hot/').always();
      const list = (Prefix?: string) =>
        client.send(new ListObjectsV2Command({ Bucket, ...(Prefix === undefined ? {} : { Prefix }) }));
      expect((await list('cold/')).KeyCount).to.equal(1);
      expect((await list()).KeyCount).to.equal(1);
      expect((await caught(list('hot/a'))).name).to.equal('SlowDown');
    });

    it('takes all from who writes all at once, and some time from who tries again later', async () => {
      const all = Array.from({ length: 20 }, (_, i) => `hot/${i}`);
      const naive = () => Promise.all(all.map((key) => send.put(key, 'x')));
      const careful = async () => {
        for (const key of all) {
          for (;;) {
            const done = await send.put(key, 'x').then(
              () => true,
              (error: Error) => error.name !== 'SlowDown',
            );
            if (done) break;
            await new Promise((resolve) => setTimeout(resolve, 1_000));
          }
        }
      };
      const until = () => aws.clock.now() + 5_000;
      aws.faults.on(PutObjectCommand).slowDown().under('hot/').until(until());
      expect((await caught(naive())).name).to.equal('SlowDown');
      await aws.clock.advance('1m');
      aws.faults.on(PutObjectCommand).slowDown().under('hot/').until(until());
      await careful();
      expect(bucket().size).to.equal(20);
    });
  });

  describe('a conditional write that meets another', () => {
    const write = (more: object) => send.put(Key, 'new', more);

    it('is a conflict that names its condition and its key', async () => {
      bucket().put(Key, 'old');
      const message =
        'The conditional request cannot succeed due to a conflicting operation against this resource.';
      for (const [more, Condition] of [
        [{ IfNoneMatch: '*' }, 'If-None-Match'],
        [{ IfMatch: bucket().get(Key)?.eTag }, 'If-Match'],
      ] as const) {
        aws.faults.on(PutObjectCommand).error('ConditionalRequestConflict');
        const members = { Condition, Key };
        await expectRefusal(write(more), {
          name: 'ConditionalRequestConflict',
          status: 409,
          message,
          members,
        });
      }
    });

    it('is lost to who takes every refusal for a no, and tried again by who knows 409 from 412', async () => {
      /** Takes the lock if it is free: 412 means taken. */
      const naive = () =>
        write({ IfNoneMatch: '*' }).then(
          () => 'mine',
          () => 'taken',
        );
      const careful = async (): Promise<string> =>
        write({ IfNoneMatch: '*' }).then(
          () => 'mine',
          (error: Error) => (error.name === 'ConditionalRequestConflict' ? careful() : 'taken'),
        );
      aws.faults.on(PutObjectCommand).error('ConditionalRequestConflict').times(2);
      expect(await naive()).to.equal('taken');
      expect(bucket().size).to.equal(0);
      expect(await careful()).to.equal('mine');
      expect(await careful()).to.equal('taken');
    });
  });

  it('of single keys leave them behind for who does not look at Errors', async () => {
    const Objects = ['a', 'b', 'c'].map((key) => ({ Key: key }));
    const remove = (objects: { Key: string }[]) =>
      client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects: objects } }));
    const naive = () => remove(Objects);
    const careful = async () => {
      for (let left = Objects; left.length > 0;) {
        const { Errors = [] } = await remove(left);
        left = Errors.map(({ Key: key = '' }) => ({ Key: key }));
      }
    };
    for (const [handler, left] of [
      [naive, ['b']],
      [careful, []],
    ] as const) {
      Objects.forEach((object) => void bucket().put(object.Key, 'x'));
      aws.faults.on(DeleteObjectsCommand).failsEntries(['b'], { code: 'SlowDown' });
      await handler();
      expect(bucket().keys()).to.deep.equal(left);
    }
  });

  it('are each at home at certain operations', () => {
    expect(adviceOf('PutObject')).to.deep.equal([]);
    expect(adviceOf('HeadObject')).to.deep.equal(['vanish', 'staleUnlikeS3']);
  });
});
