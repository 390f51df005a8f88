import { expect } from 'chai';
import { historyOf, rememberWrite } from '../../../fakes/dynamodb/backups/state';
import { positionOf } from '../../../fakes/dynamodb/position';
import { createState } from '../../../fakes/dynamodb/state';
import { Store } from '../../../fakes/kernel/store';
import { table } from '../entries';

describe('DynamoDB history of a table', () => {
  const position = positionOf([{ S: 'a' }], []);

  it('is kept only with point-in-time recovery', () => {
    const state = createState(new Store(() => 0), '2026');
    rememberWrite({ state, now: 5 }, table, { position, before: undefined });
    expect(historyOf(state, table).size).to.equal(0);
  });

  it('never goes back in time', () => {
    const state = createState(new Store(() => 0), '2026');
    const recovered = { ...table, pointInTime: { enabledAt: 0, days: 35 } };
    for (const now of [5, 3, 9]) rememberWrite({ state, now }, recovered, { position, before: undefined });
    const times = [...historyOf(state, recovered).entries()].map(([sequence, { at }]) => [sequence, at]);
    expect(times).to.deep.equal([
      [1, 5],
      [2, 5],
      [3, 9],
    ]);
  });
});
