import { expect } from 'chai';
import { brokenRun } from '../arrange/rejection';
import { exploreTwoWriters } from '../arrange/two-writers';

const env = { LOCK_ENABLED: 'false' };

describe('R13: two versions are made in the same moment (I3)', function () {
  this.timeout(60_000);

  it('the naive id is the time alone: in some order files of two versions are mixed, or the loser removes the winner', async () => {
    await brokenRun(exploreTwoWriters({ env, random: () => 0.5 }));
  });

  it('ours has a random part, and the token of its lock', async () => {
    expect(await exploreTwoWriters({ env })).to.include({ complete: true, failures: 0 });
  });
});
