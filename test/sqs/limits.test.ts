import { expect } from 'chai';
import * as limits from '../../fakes/sqs/limits';

describe('SQS limits', () => {
  it("are AWS's", () => {
    expect(limits.MAXIMUM_MESSAGE_BYTES).to.equal(1_024 * 1_024);
    expect(limits.MAXIMUM_VISIBILITY_SECONDS).to.equal(12 * 60 * 60);
    expect(limits.MAXIMUM_DELAY_SECONDS).to.equal(15 * 60);
    expect(limits.DEDUPLICATION_INTERVAL_MS).to.equal(5 * 60 * 1_000);
  });
});
