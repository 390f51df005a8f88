import { expect } from 'chai';
import { FakeDefect } from '../../../fakes';
import { comparisonOf, CONDITION_OPERATORS } from '../../../fakes/kernel/policy/condition-operators';
import { patternOf } from '../../../fakes/kernel/policy/wildcard';

describe('policy condition operators', () => {
  const holds = (operator: string, expected: string, actual: string): boolean => {
    const { compare, negated } = comparisonOf(operator);
    return compare(patternOf(expected), actual) !== negated;
  };

  // What holds, by operator: the value of the policy, values of the request that fit, and such that do not.
  const rows: [operator: string, expected: string, fitting: string[], others: string[]][] = [
    ['StringEquals', 'a*', ['a*'], ['A*', 'ab']],
    ['StringNotEquals', 'a', ['A', 'b'], ['a']],
    ['StringEqualsIgnoreCase', 'Ab', ['aB'], ['a']],
    ['StringNotEqualsIgnoreCase', 'Ab', ['a'], ['aB']],
    ['StringLike', 'a*c?', ['abcd', 'acd'], ['abc', 'Acd']],
    ['StringNotLike', 'a*', ['b'], ['a', 'ab']],
    ['NumericEquals', '10', ['10', '10.0'], ['11', 'x', '']],
    ['NumericNotEquals', '10', ['11'], ['10']],
    ['NumericLessThan', '10', ['9.5'], ['10', 'x']],
    ['NumericLessThanEquals', '10', ['10'], ['10.5']],
    ['NumericGreaterThan', '10', ['11'], ['10']],
    ['NumericGreaterThanEquals', '10', ['10'], ['9']],
    [
      'DateEquals',
      '2026-01-01T00:00:00Z',
      ['2026-01-01T00:00:00.000Z', '1767225600'],
      ['2026-01-01T00:00:01Z'],
    ],
    ['DateNotEquals', '2026-01-01T00:00:00Z', ['2026-01-02T00:00:00Z'], ['2026-01-01T00:00:00Z']],
    ['DateLessThan', '2026-01-01T00:00:00Z', ['2025-12-31T23:59:59Z'], ['2026-01-01T00:00:00Z', 'never']],
    ['DateLessThanEquals', '1767225600', ['2026-01-01T00:00:00Z'], ['2026-01-01T00:00:01Z']],
    ['DateGreaterThan', '2026-01-01', ['2026-01-01T00:00:01Z'], ['2026-01-01T00:00:00Z']],
    ['DateGreaterThanEquals', '2026-01-01', ['2026-01-01T00:00:00Z'], ['2025-12-31T23:59:59Z']],
    ['Bool', 'true', ['true', 'True'], ['false']],
    ['BinaryEquals', 'AQI=', ['AQI='], ['aqi=']],
    ['IpAddress', '203.0.113.0/24', ['203.0.113.0', '203.0.113.255'], ['203.0.114.0', '2001:db8::1', 'x']],
    ['IpAddress', '203.0.113.7', ['203.0.113.7'], ['203.0.113.8']],
    ['IpAddress', '2001:db8::/32', ['2001:db8:1::1'], ['2001:db9::1', '203.0.113.0']],
    ['IpAddress', '203.0.113.0/33', [], ['203.0.113.0']],
    ['IpAddress', 'x/8', [], ['203.0.113.0']],
    ['NotIpAddress', '203.0.113.0/24', ['198.51.100.1'], ['203.0.113.9']],
    [
      'ArnEquals',
      'arn:aws:sns:*:1:t',
      ['arn:aws:sns:eu-west-1:1:t'],
      ['arn:aws:sns:a:b:1:t', 'arn:aws:sns:x:1:u'],
    ],
    ['ArnLike', 'arn:aws:iam::1:role/*', ['arn:aws:iam::1:role/a:b'], ['arn:aws:iam::2:role/a']],
    ['ArnLike', '*', ['arn:aws:iam::1:role/a'], []],
    ['ArnNotEquals', 'arn:aws:iam::1:role/a', ['arn:aws:iam::1:role/b'], ['arn:aws:iam::1:role/a']],
    ['ArnNotLike', 'arn:aws:iam::1:*', ['arn:aws:iam::2:role/b'], ['arn:aws:iam::1:role/a']],
  ];
  for (const [operator, expected, fitting, others] of rows) {
    it(`${operator} ${expected}`, () => {
      for (const actual of fitting) expect(holds(operator, expected, actual), actual).to.equal(true);
      for (const actual of others) expect(holds(operator, expected, actual), actual).to.equal(false);
    });
  }

  it('are all here, by their names in lower case', () => {
    const tested = new Set([...rows.map(([operator]) => operator), 'Null']);
    expect([...CONDITION_OPERATORS.values()].filter((name) => !tested.has(name))).to.deep.equal([]);
    expect(CONDITION_OPERATORS.get('stringequals')).to.equal('StringEquals');
    expect(() => comparisonOf('Null')).to.throw(FakeDefect, 'no condition operator Null');
  });
});
