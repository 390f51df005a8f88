import { expect } from 'chai';
import { explore, SimulationFailure } from '../../fakes';

describe('simulation/explore-options', () => {
  it("a failure carries the report and the assertion's own error with its stack", async () => {
    const error = await explore({
      tasks: { A: async () => undefined },
      assert: () => {
        throw new TypeError('not so');
      },
    }).catch((reason: unknown) => reason);
    if (!(error instanceof SimulationFailure)) throw new Error('no failure');
    expect(error.name).to.equal('SimulationFailure');
    expect(error.report.failures).to.equal(1);
    expect(error.cause).to.be.instanceOf(TypeError);
    expect((error.cause as Error).stack).to.contain('explore-options.test.ts');
  });
});
