import { expect } from 'chai';
import { canonicalRequest, hexBytes, signatureOf, stringToSign } from '../../../fakes/s3/presigned/signature';

describe('signature version 4', () => {
  // Documented: API/sigv4-query-string-auth, "An Example".
  const scope = { date: '20130524', region: 'us-east-1', service: 's3' };
  const canonical = canonicalRequest({
    method: 'GET',
    path: '/test.txt',
    query: [
      ['X-Amz-SignedHeaders', 'host'],
      ['X-Amz-Algorithm', 'AWS4-HMAC-SHA256'],
      ['X-Amz-Credential', 'AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request'],
      ['X-Amz-Date', '20130524T000000Z'],
      ['X-Amz-Expires', '86400'],
    ],
    headers: { host: ' examplebucket.s3.amazonaws.com ' },
    signedHeaders: ['host'],
    payloadHash: 'UNSIGNED-PAYLOAD',
  });

  it('is that of the example in AWS’s documentation', () => {
    expect(canonical.split('\n')).to.deep.equal([
      'GET',
      '/test.txt',
      'X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host',
      'host:examplebucket.s3.amazonaws.com',
      '',
      'host',
      'UNSIGNED-PAYLOAD',
    ]);
    const text = stringToSign('20130524T000000Z', scope, canonical);
    expect(text.split('\n').at(-1)).to.equal(
      '3bfa292879f6447bbcda7001decf97f4a54dc650c8942174ae0a9121cf58ad04',
    );
    expect(signatureOf('wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY', scope, text)).to.equal(
      'aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404',
    );
  });

  it('encodes what is to be encoded, and sorts by name, then value', () => {
    const request = canonicalRequest({
      method: 'GET',
      path: "/a%20b/(c)/d'",
      query: [
        ['b', '!*'],
        ['a', '2'],
        ['a', '1'],
      ],
      headers: { 'x-amz-meta-a': 'a   b' },
      signedHeaders: ['absent', 'x-amz-meta-a'],
      payloadHash: '-',
    });
    expect(request.split('\n').slice(1, 5)).to.deep.equal([
      '/a%20b/%28c%29/d%27',
      'a=1&a=2&b=%21%2A',
      'absent:',
      'x-amz-meta-a:a b',
    ]);
  });

  it('prints bytes in hex', () => {
    expect([hexBytes('AWS4'), hexBytes('')]).to.deep.equal(['41 57 53 34', '']);
  });
});
