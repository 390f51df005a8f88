import { expect } from 'chai';
import { addressOf } from '../../../fakes/s3/presigned/address';

describe('addressOf', () => {
  for (const [url, bucket, key, region] of [
    ['https://photos.s3.us-east-1.amazonaws.com/a/b', 'photos', 'a/b', 'us-east-1'],
    ['https://photos.s3.amazonaws.com/a%20b%2B', 'photos', 'a b+', undefined],
    ['https://photos.s3-eu-west-1.amazonaws.com/a', 'photos', 'a', 'eu-west-1'],
    ['https://my.photos.s3.us-gov-west-1.amazonaws.com/a', 'my.photos', 'a', 'us-gov-west-1'],
    ['https://photos.s3.dualstack.us-east-1.amazonaws.com/a', 'photos', 'a', 'us-east-1'],
    ['https://photos.s3-accelerate.amazonaws.com/a', 'photos', 'a', undefined],
    ['https://photos.s3.cn-north-1.amazonaws.com.cn/a', 'photos', 'a', 'cn-north-1'],
    ['https://photos.s3.amazonaws.com/', 'photos', undefined, undefined],
    ['https://s3.us-east-1.amazonaws.com/photos/a/b', 'photos', 'a/b', 'us-east-1'],
    ['https://s3.amazonaws.com/photos', 'photos', undefined, undefined],
    ['https://s3.amazonaws.com/photos/', 'photos', undefined, undefined],
    ['https://s3.amazonaws.com/', undefined, undefined, undefined],
    ['http://localhost:4566/photos/a', 'photos', 'a', undefined],
    ['http://photos.localhost:4566/a', 'photos', 'a', undefined],
    ['http://films.localhost:4566/photos/a', 'photos', 'a', undefined],
    ['http://photos/photos/a', 'photos', 'a', undefined],
  ] as const) {
    it(url, () => {
      expect(addressOf(new URL(url), (name) => name === 'photos')).to.deep.equal({ bucket, key, region });
    });
  }
});
