import { expect } from 'chai';
import { unconditionalPointer } from '../arrange/naive';
import { brokenRun } from '../arrange/rejection';
import { exploreTwoWriters } from '../arrange/two-writers';

describe('R10: two compactions of one collection at once, call by call (I1, I2)', function () {
  this.timeout(60_000);

  it('the naive way compares, and then writes the pointer: in some order of the calls an update is lost', async () => {
    const env = { LOCK_ENABLED: 'false' };
    const text = await brokenRun(exploreTwoWriters({ env, adapt: unconditionalPointer }));
    expect(text).to.include('was acknowledged').and.to.include('replay:');
  });

  for (const LOCK_ENABLED of ['true', 'false']) {
    it(`ours loses none in any order, with LOCK_ENABLED=${LOCK_ENABLED}`, async () => {
      const report = await exploreTwoWriters({ env: { LOCK_ENABLED } });
      expect(report).to.include({ complete: true, failures: 0 });
    });
  }
});
