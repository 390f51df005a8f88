import { expect } from 'chai';
import { SimulationFailure, sweepFaults, type SweepOptions } from '../../fakes';
import { sweepOf } from '../../fakes/simulation/sweep';
import {
  arrangePointer,
  compareAndSwap,
  everyNameOnce,
  idempotentCompareAndSwap,
  naive,
  namesBehindPointer,
} from './pointer-writers';

const sweep = (members: Partial<SweepOptions> & Pick<SweepOptions, 'act'>): SweepOptions => ({
  arrange: arrangePointer,
  assert: everyNameOnce('A'),
  ...members,
});

async function failureOf(options: SweepOptions): Promise<SimulationFailure> {
  const error = await sweepFaults(options).catch((reason: unknown) => reason);
  if (error instanceof SimulationFailure) return error;
  throw new Error('the sweep found nothing');
}

describe('sweepFaults', function () {
  this.timeout(20_000);

  it('finds the duplicate of compare-and-swap when an answer is lost and the SDK retries', async () => {
    const { message, report } = await failureOf(sweep({ act: compareAndSwap('A'), faults: ['answerLost'] }));
    expect(report).to.include({ runs: 4, failures: 1, complete: true });
    expect(message).to.match(/^lost or doubled update: the pointer lists \[A,A\], expected \[A\]\n/);
    expect(message).to.contain('! answerLost');
    expect(message).to.contain('(attempt 2) -> PreconditionFailed');
    expect(message).to.contain("AWS_FAKES_REPLAY='v1/handler*2.handler!answerLost.T.handler*3'");
  });

  it('finds the duplicate of a redelivery after a crash', async () => {
    const { message, report } = await failureOf(
      sweep({ act: naive('A'), faults: ['crashBefore', 'crashAfter'] }),
    );
    expect(report.runs).to.equal(7);
    expect(report.violations.map(({ replay }) => replay)).to.deep.equal([
      'v1/handler*2.handler!crashAfter.handler*3',
    ]);
    expect(message).to.contain('handler returned at delivery 2');
  });

  it('lists the other failures below the smallest', async () => {
    const { message, report } = await failureOf(sweep({ act: compareAndSwap('A') }));
    expect(report.failures).to.be.above(1);
    expect(message).to.contain('also failing:\n    lost or doubled update');
    expect(message).to.match(/all single faults at 3 calls; COMPLETE/);
  });

  it('shows that the idempotent writer holds under every single fault', async () => {
    const { summary, failures } = await sweepFaults(sweep({ act: idempotentCompareAndSwap('A') }));
    expect(failures).to.equal(0);
    expect(summary).to.match(/^\d+ runs: all single faults at 3 calls; COMPLETE; 0 failures; seed 1$/);
  });

  it('shows that it holds under every pair of faults', async () => {
    const report = await sweepFaults(sweep({ act: idempotentCompareAndSwap('A'), bounds: { faults: 2 } }));
    expect(report).to.include({ failures: 0, complete: true });
    expect(report.runs).to.be.above(200);
    expect(report.summary).to.contain('all single faults and all pairs');
  });

  it('sweeps concurrent handlers, and tells the assertion what struck', async () => {
    const struck = new Set<string>();
    await sweepFaults({
      arrange: arrangePointer,
      act: { A: idempotentCompareAndSwap('A'), B: idempotentCompareAndSwap('B') },
      faults: ['throttled', 'crashAfter'],
      assert: ({ aws, injected, sometimes }) => {
        for (const token of injected) struck.add(token);
        sometimes('B first', namesBehindPointer(aws)[0] === 'B');
        everyNameOnce('A', 'B')({ aws });
      },
    });
    expect([...struck].toSorted()).to.deep.equal([
      'A!crashAfter',
      'A!throttled',
      'B!crashAfter',
      'B!throttled',
    ]);
  });

  it('leaves a crashed handler dead without redelivery', async () => {
    const ends = new Set<string | undefined>();
    await sweepFaults(
      sweep({
        act: idempotentCompareAndSwap('A'),
        redeliver: false,
        faults: ['crashBefore'],
        assert: ({ outcomes }) => void ends.add(outcomes['handler']?.kind),
      }),
    );
    expect(ends).to.deep.equal(new Set(['returned', 'crashed']));
  });

  it('is an exploration without preemptions, of one fault, that goes on', () => {
    const act = naive('A');
    expect(sweepOf(sweep({ act }))).to.deep.include({
      keepGoing: true,
      tasks: { handler: act },
      bounds: { preemptions: 0, faults: 1, timeJumps: 0 },
      deliveries: 3,
    });
    expect(sweepOf(sweep({ act, deliveries: 5 })).deliveries).to.equal(5);
  });
});
