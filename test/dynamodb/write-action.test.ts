import { expect } from 'chai';
import { Store } from '../../fakes/kernel/store';
import { createState } from '../../fakes/dynamodb/state';
import { bindWrite, checkItemSize, checkWrite, planWrite } from '../../fakes/dynamodb/write-action';
import { item } from './arrange';
import { table } from './entries';

describe('write actions', () => {
  const at = { wording: 'classic', operation: 'PutItem' } as const;
  const state = createState(new Store(() => 0), 'classic');
  const key = item({ pk: 'p', sk: 's' });

  it('are bound without a table', () => {
    const action = bindWrite(
      'Put',
      't00',
      item({ pk: { N: '1.0' } }),
      { ReturnValuesOnConditionCheckFailure: 'ALL_OLD' },
      at,
    );
    expect(action).to.deep.include({
      kind: 'Put',
      tableName: 't00',
      subject: item({ pk: 1 }),
      oldItemOnFailure: true,
    });
    expect(() => bindWrite('Put', 't00', key, { ConditionExpression: 'a =' }, at)).to.throw(
      'Invalid ConditionExpression: Syntax error',
    );
    expect(() => bindWrite('Put', 't00', key, { ExpressionAttributeNames: { '#a': 'a' } }, at)).to.throw(
      'ExpressionAttributeNames can only be specified when using expressions',
    );
  });

  it('refuse paths into key attributes', () => {
    const action = bindWrite('Put', 't00', key, { ConditionExpression: 'attribute_exists(pk.x)' }, at);
    expect(() => checkWrite(table, action)).to.throw('Key attributes must be scalars');
    const names = { UpdateExpression: 'SET a = sk.x' };
    expect(() => checkWrite(table, bindWrite('Update', 't00', key, names, at))).to.throw(
      'Key attributes must be scalars',
    );
  });

  it('plan without changing anything', () => {
    const plan = planWrite(
      state,
      table,
      bindWrite('Update', 't00', key, { UpdateExpression: 'SET a = pk' }, at),
    );
    expect(plan.after?.item).to.deep.equal(item({ pk: 'p', sk: 's', a: 'p' }));
    expect(plan.before).to.equal(undefined);
    const deletion = planWrite(state, table, bindWrite('Delete', 't00', key, {}, at));
    expect([deletion.before, deletion.after]).to.deep.equal([undefined, undefined]);
    const check = planWrite(
      state,
      table,
      bindWrite('ConditionCheck', 't00', key, { ConditionExpression: 'attribute_not_exists(pk)' }, at),
    );
    expect(check.after).to.equal(undefined);
  });

  it('take items of 400 KB and no more', () => {
    checkItemSize({ x: { S: 'x'.repeat(409_599) } }, at);
    expect(() => checkItemSize({ x: { S: 'x'.repeat(409_600) } }, at)).to.throw(
      /^Item size has exceeded the maximum allowed size$/,
    );
  });
});
