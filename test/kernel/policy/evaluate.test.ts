import { expect } from 'chai';
import { ANONYMOUS, type Caller } from '../../../fakes/kernel/policy/caller';
import { denialOf, type Denial } from '../../../fakes/kernel/policy/evaluate';
import { rootCaller, userCaller } from '../../../fakes/kernel/policy/identities';
import { parsePolicy } from '../../../fakes/kernel/policy/parse';
import { requestKeys } from '../../../fakes/kernel/policy/request-keys';

const OWNER = '111122223333';
const OTHER = '444455556666';

describe('denialOf', () => {
  const resource = 'arn:aws:s3:::b/jo/x';
  const mine = userCaller('jo', OWNER, {});
  const theirs = userCaller('al', OTHER, {});
  const statement = (Effect: string, change: object = {}) => ({
    Effect,
    Action: 's3:*',
    Resource: '*',
    ...change,
  });
  const decide = (
    caller: Caller,
    identity: readonly object[],
    ofResource: readonly object[] = [],
    more: { grantedOtherwise?: boolean; version?: string } = {},
  ): Denial | undefined => {
    const { version = '2012-10-17', ...other } = more;
    const document = (Statement: readonly object[], kind: 'identity' | 'resource') =>
      Statement.length === 0 ? [] : [parsePolicy({ Version: version, Statement }, kind)];
    return denialOf(
      { caller, action: 's3:GetObject', resource, owner: OWNER, keys: requestKeys({ 'aws:username': 'jo' }) },
      { identity: document(identity, 'identity'), resource: document(ofResource, 'resource'), ...other },
    );
  };
  const allow = statement('Allow');
  const deny = statement('Deny');
  const everybody = (Effect: string) => statement(Effect, { Principal: '*' });
  const account = (id: string) => statement('Allow', { Principal: { AWS: id } });
  const IDENTITY = { explicit: false, by: 'identity' } as const;
  const RESOURCE = { explicit: false, by: 'resource' } as const;

  it('within an account one Allow is enough, and a Deny is too', () => {
    expect(decide(mine, [])).to.deep.equal(IDENTITY);
    expect(decide(mine, [allow])).to.equal(undefined);
    expect(decide(mine, [], [everybody('Allow')])).to.equal(undefined);
    expect(decide(mine, [], [statement('Allow', { Principal: { AWS: mine.arn } })])).to.equal(undefined);
    expect(decide(mine, [allow, deny], [everybody('Allow')])).to.deep.equal({
      explicit: true,
      by: 'identity',
    });
    expect(decide(mine, [allow], [everybody('Deny')])).to.deep.equal({ explicit: true, by: 'resource' });
    expect(decide(mine, [], [], { grantedOtherwise: true })).to.equal(undefined);
  });

  it('a policy that allows the account leaves the decision to its own policies', () => {
    expect(decide(mine, [], [account(OWNER)])).to.deep.equal(IDENTITY);
    expect(decide(mine, [allow], [account(OWNER)])).to.equal(undefined);
    expect(decide(mine, [allow], [statement('Deny', { Principal: { AWS: OWNER } })])).to.deep.include({
      by: 'resource',
    });
  });

  it('the root user needs nobody to allow it, and can be denied', () => {
    expect(decide(rootCaller(OWNER), [])).to.equal(undefined);
    expect(decide(rootCaller(OWNER), [], [everybody('Deny')])).to.deep.include({ by: 'resource' });
    expect(decide(rootCaller(OTHER), [])).to.deep.equal(RESOURCE);
  });

  it('across accounts both must allow', () => {
    expect(decide(theirs, [], [everybody('Allow')])).to.deep.equal(IDENTITY);
    expect(decide(theirs, [allow])).to.deep.equal(RESOURCE);
    expect(decide(theirs, [allow], [account(OWNER)])).to.deep.equal(RESOURCE);
    expect(decide(theirs, [allow], [account(OTHER)])).to.equal(undefined);
    expect(decide(theirs, [allow], [], { grantedOtherwise: true })).to.equal(undefined);
    expect(decide(theirs, [], [], { grantedOtherwise: true })).to.deep.equal(IDENTITY);
  });

  it('nobody may do what everybody may', () => {
    expect(decide(ANONYMOUS, [])).to.deep.equal(RESOURCE);
    expect(decide(ANONYMOUS, [], [everybody('Allow')])).to.equal(undefined);
    expect(decide(ANONYMOUS, [], [account(OTHER)])).to.deep.equal(RESOURCE);
    expect(decide(ANONYMOUS, [], [], { grantedOtherwise: true })).to.equal(undefined);
  });

  for (const [change, allowed] of [
    [{ Action: 's3:getobject' }, true],
    [{ Action: ['s3:Put*', 's3:Get*'] }, true],
    [{ Action: 's3:Put*' }, false],
    [{ Action: undefined, NotAction: 's3:Put*' }, true],
    [{ Action: undefined, NotAction: 's3:Get*' }, false],
    [{ Resource: 'arn:aws:s3:::b/*' }, true],
    [{ Resource: 'arn:aws:s3:::b' }, false],
    [{ Resource: 'arn:aws:s3:::b/${aws:username}/*' }, true],
    [{ Resource: 'arn:aws:s3:::b/${aws:userid}/*' }, false],
    [{ Resource: 'arn:aws:s3:::B/*' }, false],
    [{ Resource: undefined, NotResource: 'arn:aws:s3:::c/*' }, true],
    [{ Resource: undefined, NotResource: 'arn:aws:s3:::b/*' }, false],
    [{ Condition: { StringEquals: { 'aws:username': 'jo' } } }, true],
    [{ Condition: { StringEquals: { 'aws:username': 'al' } } }, false],
  ] as const) {
    it(`${JSON.stringify(change)} ${allowed ? 'applies' : 'does not apply'}`, () => {
      expect(decide(mine, [statement('Allow', change)]) === undefined).to.equal(allowed);
    });
  }

  it('knows no variables in policies of the first version', () => {
    const named = statement('Allow', { Resource: 'arn:aws:s3:::b/${aws:username}/*' });
    expect(decide(mine, [named], [], { version: '2008-10-17' })).to.deep.equal(IDENTITY);
  });
});
