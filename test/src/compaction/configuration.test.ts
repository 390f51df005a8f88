import { tmpdir } from 'node:os';
import { expect } from 'chai';
import { readCompactionConfiguration } from '../../../src/compaction/configuration';
import { ConfigurationError } from '../../../src/shared/configuration';

const env = { DYNAMODB_TABLE_NAME: 'receipts', CHROMADB_BUCKET: 'vectors' };

describe('readCompactionConfiguration', () => {
  it('needs a table and a bucket', () => {
    expect(() => readCompactionConfiguration({})).to.throw(
      ConfigurationError,
      'Configuration: DYNAMODB_TABLE_NAME is not set; CHROMADB_BUCKET is not set.',
    );
  });

  it('has the defaults of the deployment', () => {
    expect(readCompactionConfiguration(env)).to.deep.include({
      lockDurationMs: 180_000,
      heartbeatIntervalMs: 30_000,
      MAX_HEARTBEAT_FAILURES: 3,
      LOCK_ENABLED: true,
      KEEP_VERSIONS: 4,
      RETENTION_GRACE_SECONDS: 900,
      workDirectory: tmpdir(),
      ignoredEntityTypes: new Set(),
    });
  });

  it('reads directory and ignored entity types', () => {
    const { workDirectory, ignoredEntityTypes } = readCompactionConfiguration({
      ...env,
      WORK_DIRECTORY: '/mnt/work',
      IGNORED_ENTITY_TYPES: 'RECEIPT_SECTION, RECEIPT_SUMMARY,',
    });
    expect(workDirectory).to.equal('/mnt/work');
    expect([...ignoredEntityTypes]).to.deep.equal(['RECEIPT_SECTION', 'RECEIPT_SUMMARY']);
  });

  const leases: [minutes: string, seconds: string, failures: string, valid: boolean][] = [
    ['1', '120', '2', false],
    ['2', '30', '3', false],
    ['2.01', '30', '3', true],
    ['3', '30', '3', true],
  ];
  for (const [minutes, seconds, failures, valid] of leases) {
    it(`${valid ? 'takes' : 'refuses'} a lease of ${minutes} min with ${failures} failed beats every ${seconds} s (R06)`, () => {
      const read = () =>
        readCompactionConfiguration({
          ...env,
          LOCK_DURATION_MINUTES: minutes,
          HEARTBEAT_INTERVAL_SECONDS: seconds,
          MAX_HEARTBEAT_FAILURES: failures,
        });
      if (valid) expect(read).not.to.throw();
      else expect(read).to.throw(ConfigurationError, 'must be less than LOCK_DURATION_MINUTES');
    });
  }
});
