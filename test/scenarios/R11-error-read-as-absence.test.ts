import { expect } from 'chai';
import type { Clients } from '../../src/shared/clients';
import { errorIsAbsence, unconditionalPointer } from '../arrange/naive';
import { brokenRun } from '../arrange/rejection';
import { sweepCompaction } from '../arrange/swept-compaction';

describe('R11: the pointer cannot be read (I2)', function () {
  this.timeout(60_000);

  it('the naive way takes the error for "no snapshot yet": the first delta replaces the whole collection', async () => {
    const adapt = (clients: Clients) => unconditionalPointer(errorIsAbsence(clients));
    const text = await brokenRun(sweepCompaction({ adapt, faults: ['serverError'], keepGoing: false }));
    expect(text).to.include('vectors').and.to.include('serverError');
  });

  it('ours never takes an error for an answer', async () => {
    const report = await sweepCompaction({ faults: ['serverError'] });
    expect(report).to.include({ complete: true, failures: 0 });
  });
});
