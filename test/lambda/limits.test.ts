import { expect } from 'chai';
import { LIMITS } from '../../fakes/lambda/limits';

describe('Lambda limits', () => {
  it("are AWS's", () => {
    expect(LIMITS.timeoutSeconds).to.deep.equal({ least: 1, most: 15 * 60, default: 3 });
    expect(LIMITS.memoryMB.most).to.equal(10 * 1_024);
    expect(LIMITS.payloadBytes).to.equal(6 * 1_024 * 1_024);
    expect(LIMITS.recordAgeSeconds.most).to.equal(7 * 24 * 60 * 60);
    expect(LIMITS.asyncEventAgeSeconds.most).to.equal(6 * 60 * 60);
  });
});
