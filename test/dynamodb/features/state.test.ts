import { expect } from 'chai';
import {
  destinationsOf,
  forgetFeatures,
  insightsOf,
  policiesOf,
} from '../../../fakes/dynamodb/features/state';
import { createState } from '../../../fakes/dynamodb/state';
import { Store } from '../../../fakes/kernel/store';
import { table } from '../entries';

describe('DynamoDB features of a table', () => {
  it('go with their table, and leave those of others', () => {
    const state = createState(new Store(() => 0), '2026');
    const policy = { document: '{}', revision: '1' };
    for (const arn of [table.arn, `${table.arn}-x`, `${table.arn}/stream/x`, `${table.arn}x`])
      policiesOf(state).put(arn, policy);
    for (const name of ['t00', 't00x']) {
      insightsOf(state).put(['us-east-1', name, ''], { enabled: true, mode: 'THROTTLED_KEYS', changedAt: 0 });
      insightsOf(state).put(['us-east-1', name, 'i'], {
        enabled: true,
        mode: 'THROTTLED_KEYS',
        changedAt: 0,
      });
      destinationsOf(state).put(['us-east-1', name, 'arn'], { active: true });
    }
    forgetFeatures(state, table);
    const left = [policiesOf(state), insightsOf(state), destinationsOf(state)].map((collection) =>
      [...collection.entries()].map(([key]) => key),
    );
    expect(left).to.deep.equal([
      [`${table.arn}-x`, `${table.arn}x`],
      [
        ['us-east-1', 't00x', ''],
        ['us-east-1', 't00x', 'i'],
      ],
      [['us-east-1', 't00x', 'arn']],
    ]);
  });
});
