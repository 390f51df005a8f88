import { expect } from 'chai';
import { parsePolicy } from '../../../fakes/kernel/policy/parse';
import { isPublicPolicy } from '../../../fakes/s3/access/public-policy';

describe('isPublicPolicy', () => {
  const statement = { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::b/*' };
  for (const [change, expected] of [
    [{}, true],
    [{ Effect: 'Deny' }, false],
    [{ Principal: { AWS: '*' } }, true],
    [{ Principal: { AWS: ['111122223333', '*'] } }, true],
    [{ Principal: { AWS: '111122223333' } }, false],
    [{ Principal: undefined, NotPrincipal: { AWS: '111122223333' } }, true],
    [{ Condition: { StringEquals: { 'aws:SourceVpc': 'vpc-1' } } }, false],
    [{ Condition: { StringLike: { 'aws:SourceVpc': 'vpc-*' } } }, true],
    [{ Condition: { StringLike: { 'aws:SourceVpc': 'vpc-?' } } }, true],
    [{ Condition: { StringEquals: { 'aws:userid': '${aws:userid}' } } }, true],
    [{ Condition: { StringEqualsIfExists: { 'aws:SourceVpc': 'vpc-1' } } }, true],
    [{ Condition: { StringNotEquals: { 'aws:SourceVpc': 'vpc-1' } } }, true],
    [{ Condition: { StringEquals: { 's3:prefix': 'x' } } }, true],
    [{ Condition: { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } } }, false],
    [{ Condition: { IpAddress: { 'aws:SourceIp': '203.0.113.9' } } }, false],
    [{ Condition: { IpAddress: { 'aws:SourceIp': ['203.0.113.0/8'] } } }, false],
    [{ Condition: { IpAddress: { 'aws:SourceIp': ['203.0.113.0/24', '0.0.0.0/1'] } } }, true],
  ] as const) {
    it(`${JSON.stringify(change)}: ${expected}`, () => {
      const policy = parsePolicy(JSON.stringify({ Statement: { ...statement, ...change } }), 'resource');
      expect(isPublicPolicy(policy)).to.equal(expected);
    });
  }

  it('is one public statement among others', () => {
    const policy = parsePolicy({ Statement: [{ ...statement, Effect: 'Deny' }, statement] }, 'resource');
    expect(isPublicPolicy(policy)).to.equal(true);
  });
});
