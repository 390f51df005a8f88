import { expect } from 'chai';
import { brokenRun } from '../arrange/rejection';
import { sweepCompaction } from '../arrange/swept-compaction';

describe('R47: any single call of the compaction goes wrong (I1, I3, I5)', function () {
  this.timeout(60_000);

  it('the naive way logs the error and acknowledges: under some fault work is lost', async () => {
    const sweep = sweepCompaction({
      wrap: (ours) => async (event, context) => ({ ...(await ours(event, context)), batchItemFailures: [] }),
      faults: ['serverError'],
      keepGoing: false,
    });
    expect(await brokenRun(sweep)).to.include('handler!serverError');
  });

  it('ours: whatever fails comes back, and in the end everything is done', async () => {
    const report = await sweepCompaction();
    expect(report).to.include({ complete: true, failures: 0 });
    expect(report.runs, report.summary).to.be.greaterThan(120);
  });
});
