import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import { expect } from 'chai';
import type { Clients } from '../../src/shared/clients';
import { withAround } from '../arrange/around';
import { unconditionalPointer } from '../arrange/naive';
import { brokenRun } from '../arrange/rejection';
import { exploreTwoWriters } from '../arrange/two-writers';

/** Cleaning up reads what everybody writes, which multiplies the orders; R21 and R22 are about it. */
const withoutRetention = (clients: Clients): Clients =>
  withAround(clients, 's3', async (command, next) =>
    command instanceof ListObjectsV2Command && command.input.Delimiter !== undefined ? {} : next(),
  );

describe('property: two compactions at once, in every order of their calls', function () {
  this.timeout(120_000);
  const bounds = { preemptions: Number.POSITIVE_INFINITY };

  for (const [LOCK_ENABLED, orders] of [
    ['true', 24],
    ['false', 144],
  ] as const) {
    it(`no acknowledged work is lost, history is one line, the pointer always names a whole version, LOCK_ENABLED=${LOCK_ENABLED} (I1, I2, I3)`, async () => {
      const env = { LOCK_ENABLED, ENABLE_METRICS: 'false' };
      const report = await exploreTwoWriters({ env, adapt: withoutRetention, bounds });
      expect(report).to.include({ complete: true, failures: 0 });
      expect(report.runs, report.summary).to.be.at.least(orders);
    });
  }

  it('and the search finds the naive way, whose history forks', async () => {
    const env = { LOCK_ENABLED: 'false', ENABLE_METRICS: 'false' };
    const adapt = (clients: Clients) => unconditionalPointer(withoutRetention(clients));
    expect(await brokenRun(exploreTwoWriters({ env, adapt, bounds }))).to.include('was acknowledged');
  });
});
