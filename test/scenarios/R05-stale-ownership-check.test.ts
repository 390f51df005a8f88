import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { expect } from 'chai';
import { sweepFaults, type ExploreReport } from '../../fakes';
import { acquireLock } from '../../src/compaction/lock/acquire';
import type { OwnedLease } from '../../src/compaction/lock/lease';
import type { Clients } from '../../src/shared/clients';
import { withAround } from '../arrange/around';
import { lambdaWorldOn, TABLE } from '../arrange/lambda-world';
import { brokenRun } from '../arrange/rejection';

const inconsistent = (clients: Clients): Clients =>
  withAround(clients, 'dynamodb', (command, next) => {
    if (command instanceof GetItemCommand) command.input.ConsistentRead = false;
    return next();
  });

describe('R05: the ownership check reads an old row (I4)', () => {
  /** A, whose clock stands still, asks whether it owns the lock that B has just taken. */
  function ask(adapt: (clients: Clients) => Clients): Promise<ExploreReport> {
    let a: OwnedLease | undefined;
    return sweepFaults({
      faults: ['staleRead'],
      async arrange(aws) {
        const dynamodb = adapt((await lambdaWorldOn(aws)).clients).dynamodb;
        const acquire = async (owner: string, now: () => number): Promise<OwnedLease | undefined> => {
          const table = { dynamodb, name: TABLE, collection: 'words' } as const;
          const acquired = await acquireLock({ table, owner, durationMs: 60_000, now });
          return acquired.kind === 'acquired' ? acquired.lease : undefined;
        };
        a = await acquire('A', () => 0);
        expect(await acquire('B', () => 120_000)).to.not.equal(undefined);
      },
      act: async () => a?.validate(),
      assert({ outcomes }) {
        expect(outcomes['handler']).to.have.property('value', false);
      },
    });
  }

  it('the naive way reads eventually: under a stale read A takes itself for the owner', async () => {
    expect(await brokenRun(ask(inconsistent))).to.include('handler!staleRead');
  });

  it('ours reads consistently: no read is stale', async () => {
    expect(await ask((clients) => clients)).to.include({ complete: true, failures: 0 });
  });
});
