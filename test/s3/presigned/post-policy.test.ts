import { expect } from 'chai';
import { requirePolicy } from '../../../fakes/s3/presigned/post-policy';

describe('requirePolicy', () => {
  const check = (conditions: unknown, fields: Record<string, string>, size = 1, now = 0): string => {
    const policy = Buffer.from(JSON.stringify({ expiration: '1970-01-01T00:00:01Z', conditions })).toString(
      'base64',
    );
    try {
      requirePolicy(policy, new Map(Object.entries(fields)), 'b', size, now);
    } catch (error) {
      return (error as Error).message;
    }
    return 'kept';
  };

  it('is kept by what it names, whatever the case of names and operators', () => {
    const conditions = [{ Key: 'a' }, ['STARTS-WITH', '$ACL', 'p'], ['eq', '$bucket', 'b']];
    expect(check(conditions, { key: 'a', acl: 'private' })).to.equal('kept');
    expect(check([], { file: 'x', policy: 'x', 'x-amz-signature': 'x', 'x-ignore-y': 'x' })).to.equal('kept');
  });

  it('has bounds that count', () => {
    const sizes = [1, 2, 3, 4].map((size) => check([['content-length-range', 2, 3]], {}, size));
    expect(sizes).to.deep.equal([
      'Your proposed upload is smaller than the minimum allowed size',
      'kept',
      'kept',
      'Your proposed upload exceeds the maximum allowed size',
    ]);
    expect([999, 1_000].map((now) => check([], {}, 1, now))).to.deep.equal([
      'kept',
      'Invalid according to Policy: Policy expired.',
    ]);
  });

  it('needs a list of conditions, and each of a form that there is', () => {
    expect(check({}, {})).to.equal('Invalid Policy: Policy missing expiration or conditions.');
    expect(check(['x'], {})).to.match(/^Invalid Policy: Invalid Simple-Condition/);
    expect(check([{}], {})).to.match(/^Invalid Policy: Invalid Simple-Condition/);
  });
});
