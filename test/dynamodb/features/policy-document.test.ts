import { expect } from 'chai';
import { canonicalPolicy } from '../../../fakes/dynamodb/features/policy-document';

const statement = { Effect: 'Allow', Principal: '*', Action: 'dynamodb:*', Resource: '*' };

describe('DynamoDB policy documents', () => {
  it('are written without blanks, in AWS’s order, again and again', () => {
    const text = canonicalPolicy(
      JSON.stringify(
        {
          Statement: [
            { Resource: '*', Condition: {}, Action: 'a', Principal: 'p', Effect: 'Allow', Sid: 's' },
          ],
          Version: '2012-10-17',
        },
        undefined,
        4,
      ),
    );
    expect(text).to.equal(
      '{"Version":"2012-10-17","Statement":[{"Sid":"s","Effect":"Allow","Principal":"p","Action":"a","Resource":"*","Condition":{}}]}',
    );
    expect(canonicalPolicy(text)).to.equal(text);
  });

  it('may have one statement without a list, and what AWS may add one day', () => {
    expect(canonicalPolicy(JSON.stringify({ New: 1, Statement: statement }))).to.equal(
      JSON.stringify({ Statement: [statement], New: 1 }),
    );
  });

  const refusals: readonly (readonly [string, string])[] = [
    ['{', 'This policy contains invalid Json'],
    ['[]', 'This policy contains invalid Json'],
    ['null', 'This policy contains invalid Json'],
    ['{}', 'Could not parse the policy: Statement is empty!'],
    ['{"Statement":[]}', 'Could not parse the policy: Statement is empty!'],
    ['{"Statement":["x"]}', 'Syntax error at position (1,1)'],
    [
      JSON.stringify({ Statement: [{ ...statement, Resource: undefined }] }),
      'Missing required field Resource',
    ],
    [JSON.stringify({ Statement: [{ ...statement, Action: undefined }] }), 'Missing required field Action'],
    [
      JSON.stringify({
        Statement: [
          { Sid: 'a', ...statement },
          { Sid: 'a', ...statement },
        ],
      }),
      'The Statement Ids in the policy are not unique',
    ],
  ];
  for (const [text, problem] of refusals) {
    it(`refuse ${text.slice(0, 60)}`, () => {
      expect(() => canonicalPolicy(text)).to.throw(
        `One or more parameter values were invalid: Invalid policy document: ${problem}`,
      );
    });
  }

  it('have 20 KB, blanks included', () => {
    const text = JSON.stringify({ Statement: [{ NotAction: 'x', ...statement, Action: undefined }] });
    canonicalPolicy(text.padEnd(20_480));
    expect(() => canonicalPolicy(text.padEnd(20_481))).to.throw(
      'Maximum policy size of 20480 bytes exceeded',
    );
  });
});
