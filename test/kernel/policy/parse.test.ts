import { expect } from 'chai';
import { parsePolicy, PolicyError, type PolicyKind } from '../../../fakes/kernel/policy/parse';

describe('parsePolicy', () => {
  const statement = { Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::b/*' };
  const message = (policy: string | object, kind: PolicyKind = 'resource'): string => {
    try {
      parsePolicy(policy, kind);
    } catch (error) {
      expect(error).to.be.instanceOf(PolicyError);
      return (error as Error).message;
    }
    return 'accepted';
  };
  const of = (change: object): string => message({ Statement: { ...statement, ...change } });

  it('makes lists of what may be one or many', () => {
    const { Principal: _, ...identity } = statement;
    expect(parsePolicy({ Version: '2012-10-17', Id: 'x', Statement: [identity] }, 'identity')).to.deep.equal({
      version: '2012-10-17',
      statements: [
        {
          sid: undefined,
          effect: 'Allow',
          principal: undefined,
          action: { not: false, values: ['s3:GetObject'] },
          resource: { not: false, values: ['arn:aws:s3:::b/*'] },
          conditions: [],
        },
      ],
    });
    const given = {
      Sid: 's',
      Effect: 'Deny',
      NotPrincipal: { AWS: '111122223333' },
      NotAction: ['a', 'b'],
      NotResource: 'r',
      Condition: { 'ForAnyValue:stringlikeIfExists': { 'aws:PrincipalTag/X': ['a', 1, true] } },
    };
    expect(parsePolicy(JSON.stringify({ Statement: given }), 'resource')).to.deep.equal({
      version: '2008-10-17',
      statements: [
        {
          sid: 's',
          effect: 'Deny',
          principal: { not: true, values: { AWS: ['111122223333'] } },
          action: { not: true, values: ['a', 'b'] },
          resource: { not: true, values: ['r'] },
          conditions: [
            {
              operator: 'StringLike',
              ifExists: true,
              quantifier: 'ForAnyValue',
              key: 'aws:principaltag/x',
              values: ['a', '1', 'true'],
            },
          ],
        },
      ],
    });
  });

  const NO_JSON = "Policies must be valid JSON and the first byte must be '{'";
  const SYNTAX = 'Invalid policy syntax.';
  for (const [what, found, expected] of [
    ['no JSON', () => message('x'), NO_JSON],
    ['half of a document', () => message('{'), NO_JSON],
    ['a blank in front', () => message(' {}'), NO_JSON],
    ['an unknown field', () => message({ Statements: [] }), 'Unknown field Statements'],
    ['no statement', () => message({}), 'Missing required field Statement'],
    ['an empty list of statements', () => message({ Statement: [] }), 'Statement is empty!'],
    [
      'another version',
      () => message({ Version: '2020-01-01', Statement: statement }),
      'The policy must contain a valid version string',
    ],
    ['a statement that is none', () => message({ Statement: 'x' }), SYNTAX],
    ['an unknown field of a statement', () => of({ Actions: 'x' }), 'Unknown field Actions'],
    ['no effect', () => of({ Effect: undefined }), 'Missing required field Effect'],
    ['another effect', () => of({ Effect: 'allow' }), 'Invalid effect: allow'],
    ['no principal', () => of({ Principal: undefined }), 'Missing required field Principal'],
    ['a principal that is none', () => of({ Principal: 'x' }), 'Invalid principal in policy'],
    ['no kind of principal', () => of({ Principal: {} }), 'Invalid principal in policy'],
    ['another kind of principal', () => of({ Principal: { X: '*' } }), 'Invalid principal in policy'],
    ['no action', () => of({ Action: undefined }), 'Missing required field Action'],
    ['both kinds of action', () => of({ NotAction: 'x' }), SYNTAX],
    ['no resource', () => of({ Resource: undefined }), 'Missing required field Resource'],
    ['an empty list', () => of({ Resource: [] }), SYNTAX],
    ['a number in a list', () => of({ Action: ['a', 1] }), SYNTAX],
    [
      'an unknown operator',
      () => of({ Condition: { Equals: { a: 'b' } } }),
      'Invalid Condition type : Equals',
    ],
    [
      'NullIfExists',
      () => of({ Condition: { NullIfExists: { a: 'b' } } }),
      'Invalid Condition type : NullIfExists',
    ],
    ['a condition without keys', () => of({ Condition: { Bool: 'x' } }), SYNTAX],
    ['a condition that is none', () => of({ Condition: 'x' }), SYNTAX],
    ['a value that is none', () => of({ Condition: { Bool: { a: {} } } }), SYNTAX],
    [
      'a principal in a policy of a caller',
      () => message({ Statement: statement }, 'identity'),
      'Policy document should not specify a principal.',
    ],
    ['nothing wrong', () => of({}), 'accepted'],
  ] as const) {
    it(`${what}: ${expected}`, () => expect(found()).to.equal(expected));
  }
});
