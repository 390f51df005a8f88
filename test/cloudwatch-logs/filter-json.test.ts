import { expect } from 'chai';
import { FilterPatternError } from '../../fakes/cloudwatch-logs/filter-error';
import { isSelector, parseJson } from '../../fakes/cloudwatch-logs/filter-json';

describe('CloudWatch Logs: patterns for JSON', () => {
  // The two documents of the User Guide.
  const trail = {
    eventType: 'UpdateTrail',
    sourceIPAddress: '111.111.111.111',
    arrayKey: ['value', 'another value'],
    objectList: [
      { name: 'a', id: 1 },
      { name: 'b', id: 2 },
    ],
    SomeObject: null,
    ThisFlag: true,
  };
  const users = {
    user: { id: 1, email: 'John.Stiles@example.com' },
    users: [
      { id: 2, email: 'John.Doe@example.com' },
      { id: 3, email: 'Jane.Doe@example.com' },
    ],
    actions: ['GET', 'PUT', 'DELETE'],
    coordinates: [
      [0, 1, 2],
      [4, 5, 6],
    ],
  };
  const rows: readonly [pattern: string, event: unknown, matches: boolean][] = [
    ['{ $.eventType = "UpdateTrail" }', trail, true],
    ['{ $.sourceIPAddress != 123.123.* }', trail, true],
    ['{ $.arrayKey[0] = "value" }', trail, true],
    ['{ $.arrayKey[1] = "value" }', trail, false],
    ['{ $.objectList[1].id = 2 }', trail, true],
    ['{ $.objectList.id = 2 }', trail, false],
    ['{ $.eventType[0] = U }', trail, false],
    ['{ $.SomeObject IS NULL }', trail, true],
    ['{ $.SomeOtherObject NOT EXISTS }', trail, true],
    ['{ $.SomeObject NOT EXISTS }', trail, false],
    ['{ $.ThisFlag IS TRUE }', trail, true],
    ['{ $.constructor NOT EXISTS }', trail, true],
    ['{ ($.user.id = 1) && ($.users[0].email = "John.Doe@example.com") }', users, true],
    ['{ ($.user.id = 2 && $.users[0].email = "nonmatch") || $.actions[2] = "GET" }', users, false],
    [
      '{ $.user.email = "John.Stiles@example.com" || $.coordinates[0][1] = nonmatch && $.actions[2] = nomatch }',
      users,
      true,
    ],
    [
      '{ ($.user.email = "John.Stiles@example.com" || $.coordinates[0][1] = nonmatch) && $.actions[2] = nomatch }',
      users,
      false,
    ],
    ['{ $.coordinates[1][2] > 5 }', users, true],
    ['{ $.users = 1 }', { users: [1, 2, 3] }, false],
    ['{ $.users != 1 }', { users: [1, 2, 3] }, false],
    ['{ $.detail-type = "x_y" }', { 'detail-type': 'x_y' }, true],
    ['{$.latency>+1000}', { latency: 1001 }, true],
    [
      '{ $.errorCode = *UnauthorizedOperation || $.errorCode = AccessDenied* }',
      { errorCode: 'AccessDeniedX' },
      true,
    ],
  ];
  for (const [pattern, event, matches] of rows) {
    it(`${matches ? 'match' : 'do not match'}: ${pattern}`, () => {
      expect(parseJson(pattern).match(JSON.stringify(event)) !== undefined).to.equal(matches);
    });
  }

  it('match no event that is not an object in JSON', () => {
    const { match } = parseJson('{ $.a NOT EXISTS }');
    for (const message of ['plain', '{broken', '[{"a":1}]', '"{}"', 'INFO {}'])
      expect(match(message)).to.equal(undefined);
    expect(match(' {}')).to.not.equal(undefined);
  });

  for (const pattern of ['{', '{}', '{ $.a }', '{ a = 1 }', '{ $.a[*] = 1 }', '{ $ = 1 }', '{ $.a = 1 } x']) {
    it(`are none: ${pattern}`, () => {
      expect(() => parseJson(pattern)).to.throw(FilterPatternError);
    });
  }

  it('know selectors', () => {
    expect(['$.a', '$.a[0].b-c', '$a', '$.', '$.a b'].map(isSelector)).to.deep.equal([
      true,
      true,
      false,
      false,
      false,
    ]);
  });
});
