import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { expect } from 'chai';
import fc from 'fast-check';
import { fakeAws } from '../../fakes';
import { answeredBody, eTagOf, joinBodies, sliceBody, storedBody, subBody } from '../../fakes/s3/body';
import { caught } from './caught';

describe('S3 bodies', () => {
  it('of several chunks read like one, at any range', () => {
    fc.assert(
      fc.property(
        fc.array(fc.uint8Array({ maxLength: 6 }), { maxLength: 5 }),
        fc.nat(30),
        fc.nat(30),
        (chunks, a, b) => {
          const body = joinBodies(chunks.map((chunk) => storedBody('PutObject', chunk as Buffer)));
          const whole = Buffer.concat(chunks);
          const [start, end] = [Math.min(a, b, whole.length), Math.min(Math.max(a, b), whole.length)];
          const expected = whole.subarray(start, end).toString('hex');
          expect(Buffer.from(sliceBody(body, start, end)).toString('hex')).to.equal(expected);
          expect(Buffer.from(sliceBody(subBody(body, start, end))).toString('hex')).to.equal(expected);
          expect(body.size).to.equal(whole.length);
          expect(eTagOf(body)).to.equal(eTagOf({ chunks: [whole], size: whole.length }));
        },
      ),
      { seed: 1 },
    );
  });

  it('share their memory with what they were made of', () => {
    const bytes = Buffer.from('0123456789');
    const body = storedBody('PutObject', bytes);
    expect(sliceBody(body).buffer).to.equal(bytes.buffer);
    expect(joinBodies([body, body]).chunks[1]).to.equal(bytes);
    expect(subBody(body, 2, 4).chunks[0]?.buffer).to.equal(bytes.buffer);
  });

  it('may be missing, and are bytes for the plug', () => {
    expect(storedBody('PutObject', undefined)).to.deep.equal({ chunks: [], size: 0 });
    const bytes = new Uint8Array(1);
    expect(answeredBody(bytes)).to.equal(bytes);
  });

  it('are a misuse when they are nothing that could be sent', async () => {
    const aws = fakeAws({ seed: 1 });
    aws.s3.createBucket('photos');
    const error = await caught(
      new S3Client({}).send(new PutObjectCommand({ Bucket: 'photos', Key: 'k', Body: 5 as never })),
    );
    expect(error.name).to.equal('FakeMisuse');
    expect(error.message).to.contain('PutObject');
    expect(() => aws.unplug()).to.throw('PutObject');
    expect(() => storedBody('PutObject', {} as Buffer)).to.throw('is another object');
    expect(() => storedBody('PutObject', 5 as never)).to.throw('is number');
  });
});
