import { expect } from 'chai';
import { keyEncoder, urlEncode } from '../../fakes/s3/url-encoding';

describe('S3 URL encoding', () => {
  for (const [text, encoded] of [
    ['test_file(3).png', 'test_file%283%29.png'],
    ['a b/c', 'a+b/c'],
    ['a+b', 'a%2Bb'],
    ['a@b', 'a%40b'],
    ["-_.*~!'", '-_.*%7E%21%27'],
    ['ü', '%C3%BC'],
    ['\u{1f600}', '%F0%9F%98%80'],
  ] as const) {
    it(`shows ${text} as ${encoded}`, () => expect(urlEncode(text)).to.equal(encoded));
  }

  it('leaves keys alone unless asked to', () => {
    expect(keyEncoder(undefined)('a b')).to.equal('a b');
    expect(keyEncoder('url')('a b')).to.equal('a+b');
    expect(() => keyEncoder('')).to.throw('Invalid Encoding Method specified in Request');
  });
});
