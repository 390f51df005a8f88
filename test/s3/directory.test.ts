import { GetObjectCommand, GetObjectTaggingCommand, S3Client } from '@aws-sdk/client-s3';
import { expect } from 'chai';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fakeAws, FakeMisuse, type FakeAws } from '../../fakes';

describe('S3 buckets on disk', () => {
  let aws: FakeAws;
  let directory = '';
  const bucket = (name = 'photos') => aws.s3.bucket(name);
  beforeEach(() => {
    aws = fakeAws({ seed: 1 });
    directory = mkdtempSync(join(tmpdir(), 'bucket-'));
  });
  afterEach(() => {
    rmSync(directory, { recursive: true, force: true });
    aws.unplug();
  });

  it('are files by key, and one more for what is not bytes', () => {
    bucket().put('snapshots/1/data.bin', Uint8Array.from([0, 255, 10]));
    bucket().put('pointer', '{"latest":1}', {
      ContentType: 'application/json',
      Metadata: { v: '1' },
      Tagging: 'a=1',
    });
    bucket().put('../secret', 'inside');
    const target = join(directory, 'out');
    expect(bucket().toDirectory(target)).to.deep.equal(['%2E%2E/secret', 'pointer', 'snapshots/1/data.bin']);
    expect([...readFileSync(join(target, 'snapshots/1/data.bin'))]).to.deep.equal([0, 255, 10]);
    expect(readdirSync(directory)).to.deep.equal(['out']);
    expect(JSON.parse(readFileSync(join(target, '.objects.json'), 'utf8'))).to.deep.equal({
      pointer: { ContentType: 'application/json', Metadata: { v: '1' }, Tagging: 'a=1' },
    });
  });

  it('come back as they were', async () => {
    const options = {
      ContentType: 'text/plain',
      CacheControl: 'no-store',
      Metadata: { colour: 'red' },
      Tagging: 'a=1&b=%2B+c',
      StorageClass: 'STANDARD_IA',
    } as const;
    bucket().put('a', 'file', options);
    bucket().put('a/b', 'below it');
    bucket().put('.objects.json', 'mine');
    bucket().toDirectory(directory);
    expect(bucket('copy').fromDirectory(directory)).to.have.members(['a', 'a/b', '.objects.json']);
    expect(bucket('copy').keys()).to.deep.equal(bucket().keys());
    const client = new S3Client({});
    const at = { Bucket: 'copy', Key: 'a' };
    const object = await client.send(new GetObjectCommand(at));
    const { Tagging: _, ...shown } = options;
    expect(object).to.deep.include(shown);
    expect(await object.Body?.transformToString()).to.equal('file');
    expect((await client.send(new GetObjectTaggingCommand(at))).TagSet).to.deep.equal([
      { Key: 'a', Value: '1' },
      { Key: 'b', Value: '+ c' },
    ]);
    expect(bucket('copy').get('.objects.json')?.text).to.equal('mine');
  });

  it('are read from files that anybody wrote, below a prefix if there is one', () => {
    mkdirSync(join(directory, 'deep/er'), { recursive: true });
    writeFileSync(join(directory, 'deep/er/a.txt'), 'a');
    writeFileSync(join(directory, 'b.txt'), 'b');
    expect(bucket().fromDirectory(directory, { prefix: 'in/' })).to.deep.equal([
      'in/b.txt',
      'in/deep/er/a.txt',
    ]);
    expect(bucket().get('in/deep/er/a.txt')?.text).to.equal('a');
    expect(bucket().get('in/b.txt')?.contentType).to.equal('application/octet-stream');
  });

  it('are written anew, without what has gone', () => {
    bucket().put('old', 'x');
    bucket().toDirectory(directory);
    aws.s3.createBucket('other').put('new', 'y');
    bucket('other').toDirectory(directory);
    expect(readdirSync(directory).toSorted()).to.deep.equal(['.objects.json', 'new']);
  });

  it('never replace what somebody else wrote', () => {
    writeFileSync(join(directory, 'precious'), 'x');
    bucket().put('a', 'x');
    expect(() => bucket().toDirectory(directory)).to.throw(
      FakeMisuse,
      'there is something in it that was not written by toDirectory. Give an empty directory.',
    );
    expect(readdirSync(directory)).to.deep.equal(['precious']);
  });

  it('do not follow links, and need a directory', () => {
    writeFileSync(join(directory, 'outside'), 'secret');
    mkdirSync(join(directory, 'in'));
    symlinkSync(join(directory, 'outside'), join(directory, 'in/link'));
    expect(() => bucket().fromDirectory(join(directory, 'in'))).to.throw(
      FakeMisuse,
      'fromDirectory(): link is neither a file nor a folder.',
    );
    expect(aws.s3.buckets()).to.deep.equal([]);
    expect(() => bucket().fromDirectory(join(directory, 'none'))).to.throw(
      FakeMisuse,
      'there is no such directory.',
    );
  });
});
