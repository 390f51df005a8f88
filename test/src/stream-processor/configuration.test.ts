import { expect } from 'chai';
import { ConfigurationError } from '../../../src/shared/configuration';
import { readStreamConfiguration } from '../../../src/stream-processor/configuration';

describe('readStreamConfiguration', () => {
  it('needs both queues (R41)', () => {
    expect(() => readStreamConfiguration({ LINES_QUEUE_URL: 'https://lines' })).to.throw(
      ConfigurationError,
      'Configuration: WORDS_QUEUE_URL is not set.',
    );
  });

  it('forwards inserts, reports failed records and sends up to 1 MiB at once, unless told otherwise', () => {
    const env = { LINES_QUEUE_URL: 'https://lines', WORDS_QUEUE_URL: 'https://words' };
    expect(readStreamConfiguration(env)).to.include({
      SYNC_INSERTS: true,
      REPORT_BATCH_ITEM_FAILURES: true,
      SQS_MAX_BATCH_BYTES: 1_048_576,
    });
    expect(readStreamConfiguration({ ...env, SYNC_INSERTS: 'false' }).SYNC_INSERTS).to.equal(false);
  });
});
