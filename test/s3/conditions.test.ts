import {
  GetObjectCommand,
  HeadObjectCommand,
  S3Client,
  type GetObjectCommandInput,
} from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../fakes';
import { sameETag, unquoted } from '../../fakes/s3/conditions';
import { expectBodyless, expectRefusal } from './caught';

const Bucket = 'photos';
const Key = 'k';

describe('S3 conditional reads', () => {
  let aws: FakeAws;
  let eTag: string;
  const client = new S3Client({});
  const at = (offset: number): Date =>
    new Date((aws.s3.bucket(Bucket).get(Key)?.lastModified.getTime() ?? 0) + offset);

  beforeEach(() => {
    aws = fakeAws({ seed: 1, time: 'virtual', start: Date.UTC(2026, 0, 1) });
    ({ eTag } = aws.s3.bucket(Bucket).put(Key, 'hello'));
  });
  afterEach(() => aws.unplug());

  type Condition = Pick<
    GetObjectCommandInput,
    'IfMatch' | 'IfNoneMatch' | 'IfModifiedSince' | 'IfUnmodifiedSince'
  >;
  const rows: [string, () => Condition, 200 | 304 | string][] = [
    ['If-Match with the tag', () => ({ IfMatch: eTag }), 200],
    ['If-Match with the unquoted tag', () => ({ IfMatch: eTag.slice(1, -1) }), 200],
    ['If-Match: *', () => ({ IfMatch: '*' }), 200],
    ['If-Match with another tag', () => ({ IfMatch: '"x"' }), 'If-Match'],
    ['If-None-Match with the tag', () => ({ IfNoneMatch: eTag }), 304],
    ['If-None-Match with the unquoted tag', () => ({ IfNoneMatch: eTag.slice(1, -1) }), 304],
    ['If-None-Match: *', () => ({ IfNoneMatch: '*' }), 304],
    ['If-None-Match with another tag', () => ({ IfNoneMatch: '"x"' }), 200],
    ['If-Modified-Since a second before', () => ({ IfModifiedSince: at(-1000) }), 200],
    ['If-Modified-Since that second', () => ({ IfModifiedSince: at(999) }), 304],
    ['If-Modified-Since the future', () => ({ IfModifiedSince: at(86_400_000) }), 200],
    ['If-Unmodified-Since a second before', () => ({ IfUnmodifiedSince: at(-1) }), 'If-Unmodified-Since'],
    ['If-Unmodified-Since that second', () => ({ IfUnmodifiedSince: at(0) }), 200],
    [
      'a true If-Match and a false If-Unmodified-Since',
      () => ({ IfMatch: eTag, IfUnmodifiedSince: at(-1000) }),
      200,
    ],
    [
      'a true If-None-Match and a false If-Modified-Since',
      () => ({ IfNoneMatch: '"x"', IfModifiedSince: at(0) }),
      200,
    ],
    [
      'a false If-None-Match and a true If-Modified-Since',
      () => ({ IfNoneMatch: eTag, IfModifiedSince: at(-1000) }),
      304,
    ],
    ['If-Match wrong and If-None-Match right', () => ({ IfMatch: '"x"', IfNoneMatch: '"x"' }), 'If-Match'],
  ];
  for (const [what, condition, answer] of rows) {
    it(`${what}: ${answer}`, async () => {
      const input = { Bucket, Key, ...condition() };
      const get = client.send(new GetObjectCommand(input));
      const head = client.send(new HeadObjectCommand(input));
      if (answer === 200) {
        expect((await get).$metadata.httpStatusCode).to.equal(200);
        expect((await head).$metadata.httpStatusCode).to.equal(200);
      } else if (answer === 304) {
        await expectBodyless(get, 304);
        await expectBodyless(head, 304);
      } else {
        await expectRefusal(get, {
          name: 'PreconditionFailed',
          status: 412,
          message: 'At least one of the pre-conditions you specified did not hold',
          members: { Condition: answer },
        });
        await expectBodyless(head, 412);
      }
    });
  }

  it('compare entity tags without their quotes', () => {
    expect(unquoted('"a"')).to.equal('a');
    expect(sameETag('a', '"a"')).to.equal(true);
    expect(sameETag('"a"', '"b"')).to.equal(false);
  });
});
