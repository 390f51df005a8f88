import { expect } from 'chai';
import { checkMembers, given, requireTableName, RULES, type MemberRule } from '../../fakes/dynamodb/members';

describe('DynamoDB member constraints', () => {
  const at = { wording: '2026', operation: 'CreateTable' } as const;
  const rules: readonly MemberRule[] = [
    { name: 'Count', least: 1, most: 3 },
    { name: 'List', length: [1, 2], each: [{ name: 'Kind', required: true, values: ['B', 'A'] }] },
    { name: 'Deep', members: [{ name: 'Name', pattern: '[a-z]+', length: [2, 3] }] },
    { name: 'Map', length: [1, 1] },
  ];
  const failed = 'failed to satisfy constraint: Member must';
  const rows: readonly (readonly [object, string | undefined])[] = [
    [{}, undefined],
    [{ Count: 1 }, undefined],
    [{ Count: 3, List: [{ Kind: 'A' }], Deep: { Name: 'ab' }, Map: { a: 1 } }, undefined],
    [{ Count: 0 }, `Value '0' at 'count' ${failed} have value greater than or equal to 1`],
    [{ Count: 4 }, `Value '4' at 'count' ${failed} have value less than or equal to 3`],
    [{ List: [] }, `Value '[]' at 'list' ${failed} have length greater than or equal to 1`],
    [{ List: [{}] }, `Value null at 'list.1.member.kind' ${failed} not be null`],
    [
      { List: [{ Kind: 'A' }, { Kind: 'X' }] },
      `Value 'X' at 'list.2.member.kind' ${failed} satisfy enum value set: [B, A]`,
    ],
    [{ Deep: { Name: 'a' } }, `Value 'a' at 'deep.name' ${failed} have length greater than or equal to 2`],
    [
      { Deep: { Name: 'AB' } },
      `Value 'AB' at 'deep.name' ${failed} satisfy regular expression pattern: [a-z]+`,
    ],
    [{ Deep: { Name: 'abcd' } }, `Value 'abcd' at 'deep.name' ${failed} have length less than or equal to 3`],
    [{ Map: { a: 1, b: 2 } }, `Value '{"a":1,"b":2}' at 'map' ${failed} have length less than or equal to 1`],
  ];
  for (const [input, message] of rows) {
    it(`${message === undefined ? 'accepts' : 'refuses'} ${JSON.stringify(input)}`, () => {
      const check = () => checkMembers(input, rules, at);
      if (message === undefined) check();
      else expect(check).to.throw(`1 validation error detected: ${message}`);
    });
  }

  it('reports several violations in its own order, ten at most', () => {
    const twice = `2 validation errors detected: Value '9' at 'count' ${failed} have value less than or equal to 3; Value '[]' at 'list' ${failed} have length greater than or equal to 1`;
    expect(() => checkMembers({ List: [], Count: 9 }, rules, at)).to.throw(twice);
    const many = { List: Array.from({ length: 20 }, () => ({ Kind: 'X' })) };
    expect(() => checkMembers(many, rules, at)).to.throw(/^10 validation errors detected: /);
  });

  it('knows names and ARNs of tables', () => {
    const check = (TableName: string) => () => checkMembers({ TableName }, [RULES.tableName], at);
    check('a')();
    check('arn:aws:dynamodb:us-east-1:000000000000:table/t')();
    expect(check('')).to.throw(
      "1 validation error detected: Value at 'TableName' failed to satisfy constraint: Member must have length greater than or equal to 1",
    );
    expect(check('a b')).to.throw(
      `Value 'a b' at 'tableName' ${failed} satisfy regular expression pattern: [a-zA-Z0-9_.-]+`,
    );
    expect(check('x'.repeat(256))).to.throw(`${failed} have length less than or equal to 255`);
    expect(check(`arn:${'x'.repeat(1024)}`)).to.throw(`${failed} have length less than or equal to 1024`);
    expect(() => requireTableName({})).to.throw(
      "The parameter 'TableName' is required but was not present in the request",
    );
    expect(requireTableName({ TableName: 't' })).to.equal('t');
  });

  it('treats a checked member that is missing as a defect', () => {
    expect(given('x')).to.equal('x');
    expect(() => given(undefined)).to.throw('a member that was checked is missing');
  });
});
