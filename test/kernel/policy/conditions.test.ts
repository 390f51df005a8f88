import { expect } from 'chai';
import { conditionsHold } from '../../../fakes/kernel/policy/conditions';
import { parsePolicy } from '../../../fakes/kernel/policy/parse';
import { requestKeys } from '../../../fakes/kernel/policy/request-keys';

describe('policy conditions', () => {
  const keys = requestKeys({
    'aws:username': 'jo',
    's3:prefix': 'jo/in',
    'aws:TagKeys': ['env', 'team'],
    none: [],
  });
  const holds = (Condition: object, withVariables = true): boolean => {
    const statement = { Effect: 'Allow', Action: '*', Resource: '*', Condition };
    const { statements } = parsePolicy({ Statement: statement }, 'identity');
    return conditionsHold(statements[0]?.conditions ?? [], keys, withVariables);
  };

  it('hold all, and of each any one value is enough', () => {
    expect(holds({})).to.equal(true);
    expect(holds({ StringEquals: { 'aws:username': ['al', 'jo'] } })).to.equal(true);
    expect(holds({ StringEquals: { 'aws:username': 'jo', 's3:prefix': 'al' } })).to.equal(false);
    expect(holds({ StringEquals: { 'aws:username': 'jo' }, StringLike: { 's3:prefix': 'al*' } })).to.equal(
      false,
    );
  });

  it('a negated operator refuses every one of its values', () => {
    expect(holds({ StringNotEquals: { 'aws:username': ['al', 'bo'] } })).to.equal(true);
    expect(holds({ StringNotEquals: { 'aws:username': ['al', 'jo'] } })).to.equal(false);
  });

  it('a key that is not there fits nothing, except what is negated or says IfExists', () => {
    expect(holds({ StringEquals: { 'aws:userid': 'x' } })).to.equal(false);
    expect(holds({ StringEquals: { none: 'x' } })).to.equal(false);
    expect(holds({ StringNotEquals: { 'aws:userid': 'x' } })).to.equal(true);
    expect(holds({ StringEqualsIfExists: { 'aws:userid': 'x' } })).to.equal(true);
    expect(holds({ StringEqualsIfExists: { 'aws:username': 'x' } })).to.equal(false);
  });

  it('Null asks whether a key is not there', () => {
    expect(holds({ Null: { 'aws:userid': 'true' } })).to.equal(true);
    expect(holds({ Null: { 'aws:userid': 'false' } })).to.equal(false);
    expect(holds({ Null: { 'aws:username': true } })).to.equal(false);
    expect(holds({ Null: { 'aws:username': false } })).to.equal(true);
  });

  it('ForAllValues wants all values of the request to fit, and is content with none', () => {
    expect(holds({ 'ForAllValues:StringEquals': { 'aws:TagKeys': ['env', 'team', 'x'] } })).to.equal(true);
    expect(holds({ 'ForAllValues:StringEquals': { 'aws:TagKeys': ['env'] } })).to.equal(false);
    expect(holds({ 'ForAllValues:StringEquals': { 'aws:userid': ['x'] } })).to.equal(true);
    expect(holds({ 'ForAllValues:StringNotEquals': { 'aws:TagKeys': ['x'] } })).to.equal(true);
    expect(holds({ 'ForAllValues:StringNotEquals': { 'aws:TagKeys': ['env'] } })).to.equal(false);
  });

  it('ForAnyValue wants one of them to fit', () => {
    expect(holds({ 'ForAnyValue:StringEquals': { 'aws:TagKeys': ['x', 'team'] } })).to.equal(true);
    expect(holds({ 'ForAnyValue:StringEquals': { 'aws:TagKeys': ['x'] } })).to.equal(false);
    expect(holds({ 'ForAnyValue:StringEquals': { 'aws:userid': ['x'] } })).to.equal(false);
    expect(holds({ 'ForAnyValue:StringEqualsIfExists': { 'aws:userid': ['x'] } })).to.equal(true);
    expect(holds({ 'ForAnyValue:StringNotEquals': { 'aws:TagKeys': ['env'] } })).to.equal(true);
  });

  it('variables are filled in where the policy has them', () => {
    expect(holds({ StringLike: { 's3:prefix': '${aws:username}/*' } })).to.equal(true);
    expect(holds({ StringLike: { 's3:prefix': '${aws:username}/*' } }, false)).to.equal(false);
    expect(holds({ StringLike: { 's3:prefix': ['${aws:userid}/*', 'jo*'] } })).to.equal(true);
  });
});
