import { expect } from 'chai';
import {
  MAX_BATCH_BYTES,
  MAX_EVENT_AGE_MS,
  MAX_EVENT_LEAD_MS,
  RETENTION_DAYS,
} from '../../fakes/cloudwatch-logs/limits';

describe('CloudWatch Logs limits', () => {
  it('are those of the API reference', () => {
    expect(MAX_BATCH_BYTES).to.equal(1_048_576);
    expect(MAX_EVENT_AGE_MS).to.equal(1_209_600_000);
    expect(MAX_EVENT_LEAD_MS).to.equal(7_200_000);
    expect(RETENTION_DAYS).to.have.length(22);
    expect(RETENTION_DAYS.toSorted((a, b) => a - b)).to.deep.equal(RETENTION_DAYS);
  });
});
