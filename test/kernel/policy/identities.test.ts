import { expect } from 'chai';
import {
  accessKeyOf,
  defaultCaller,
  Identities,
  identityKey,
  roleCaller,
  rootCaller,
  userCaller,
} from '../../../fakes/kernel/policy/identities';
import { parsePolicy } from '../../../fakes/kernel/policy/parse';
import { Store } from '../../../fakes/kernel/store';

const ACCOUNT = '111122223333';

describe('Identities', () => {
  let identities: Identities;
  const user = userCaller('jo', ACCOUNT, {});
  const policy = (Effect: string) =>
    parsePolicy({ Statement: { Effect, Action: 's3:*', Resource: '*' } }, 'identity');

  beforeEach(() => {
    identities = new Identities(new Store(() => 0), ACCOUNT);
  });

  it('say nothing until somebody is known or something is stated', () => {
    expect(identities.stated).to.equal(false);
    identities.add({ caller: user, accessKey: accessKeyOf(user), task: undefined });
    expect(identities.stated).to.equal(true);
    const others = new Identities(new Store(() => 0), ACCOUNT);
    others.attach('default', { document: policy('Deny'), from: 0, until: 1 });
    expect(others.stated).to.equal(true);
  });

  it('know a caller by its access key, else by its task, else as the default caller', () => {
    const role = roleCaller('worker', 'orders', ACCOUNT, {});
    identities.add({ caller: user, accessKey: accessKeyOf(user), task: undefined });
    identities.add({ caller: role, accessKey: accessKeyOf(role), task: 'orders' });
    const { accessKeyId } = accessKeyOf(user);
    expect(identities.callerOf(accessKeyId, 'orders')).to.equal(user);
    expect(identities.callerOf(undefined, 'orders')).to.equal(role);
    expect(identities.callerOf('AKIAOTHER', 'orders').arn).to.equal(defaultCaller(ACCOUNT).arn);
    expect(identities.callerOf(undefined, undefined).arn).to.equal(`arn:aws:iam::${ACCOUNT}:user/test`);
    expect(identities.ofAccessKey(accessKeyId)?.caller).to.equal(user);
    expect(identities.ofAccessKey('AKIAOTHER')).to.equal(undefined);
  });

  it('attach policies that count for a while', () => {
    identities.add({ caller: user, accessKey: accessKeyOf(user), task: undefined });
    const document = policy('Allow');
    const first = identities.attach(user.arn, { document, from: 10, until: 20 });
    const second = identities.attach(user.arn, { document, from: 30, until: 40 });
    expect([first, second]).to.deep.equal([1, 2]);
    const count = (now: number): number => identities.policiesOf(user, now).length;
    expect([9, 10, 19, 20, 30, 40].map(count)).to.deep.equal([0, 1, 1, 0, 1, 0]);
    identities.amend(user.arn, 2, (attached) => ({ ...attached, until: 50 }));
    identities.amend(user.arn, 3, (attached) => ({ ...attached, until: 50 }));
    expect([40, 50].map(count)).to.deep.equal([1, 0]);
  });

  it('let the default caller do everything until it is allowed something', () => {
    const caller = identities.callerOf(undefined, undefined);
    const actions = (now: number) =>
      identities
        .policiesOf(caller, now)
        .flatMap(({ statements }) => statements.map(({ action }) => action.values[0]));
    expect(actions(0)).to.deep.equal(['*']);
    identities.attach('default', { document: policy('Deny'), from: 0, until: Infinity });
    expect(actions(0)).to.deep.equal(['s3:*', '*']);
    identities.attach('default', { document: policy('Allow'), from: 10, until: Infinity });
    expect(actions(0)).to.deep.equal(['s3:*']);
    expect(actions(10)).to.deep.equal(['s3:*', 's3:*']);
  });

  it('name callers as AWS does', () => {
    const role = roleCaller('worker', 'session', ACCOUNT, {});
    expect(role).to.deep.include({
      kind: 'role',
      arn: `arn:aws:sts::${ACCOUNT}:assumed-role/worker/session`,
      roleArn: `arn:aws:iam::${ACCOUNT}:role/worker`,
    });
    expect(identityKey(role)).to.equal(role.roleArn);
    expect(role.userId).to.match(/^AROA[A-Z2-7]{17}:session$/);
    expect(user.userId).to.match(/^AIDA[A-Z2-7]{17}$/);
    expect(rootCaller(ACCOUNT)).to.deep.include({ arn: `arn:aws:iam::${ACCOUNT}:root`, userId: ACCOUNT });
  });

  it('make access keys of callers, the same every time', () => {
    expect(accessKeyOf(user)).to.deep.equal(accessKeyOf(userCaller('jo', ACCOUNT, {})));
    expect(accessKeyOf(user).accessKeyId).to.match(/^AKIA[A-Z2-7]{16}$/);
    expect(accessKeyOf(user).secretAccessKey).to.have.length(40);
    expect(accessKeyOf(user)).not.to.have.property('sessionToken');
    const session = accessKeyOf(roleCaller('worker', 'session', ACCOUNT, {}));
    expect(session.accessKeyId).to.match(/^ASIA/);
    expect(session.sessionToken).to.be.a('string');
  });
});
