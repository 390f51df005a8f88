import { expect } from 'chai';
import type { Clients } from '../../src/shared/clients';
import { errorIsAbsence, unconditionalPointer } from '../arrange/naive';
import { brokenRun } from '../arrange/rejection';
import { sweepCompaction } from '../arrange/swept-compaction';

describe('R27: S3 answers 403 for the pointer, as it does for missing keys without s3:ListBucket (I2)', function () {
  this.timeout(60_000);

  it('the naive way takes "denied" for "absent": the first delta replaces the whole collection', async () => {
    const adapt = (clients: Clients) => unconditionalPointer(errorIsAbsence(clients));
    const sweep = sweepCompaction({ adapt, faults: ['accessDenied'], keepGoing: false });
    expect(await brokenRun(sweep))
      .to.include('vectors')
      .and.to.include('AccessDenied');
  });

  it('ours takes neither for the other, and says what may be missing', async () => {
    const report = await sweepCompaction({ faults: ['accessDenied'] });
    expect(report).to.include({ complete: true, failures: 0 });
  });
});
