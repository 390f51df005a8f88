import { expect } from 'chai';
import Mocha from 'mocha';
import { describeFaults, type MochaLike, type SweepOptions } from '../../fakes';
import { arrangePointer, compareAndSwap, everyNameOnce, idempotentCompareAndSwap } from './pointer-writers';

const sweep = (act: SweepOptions['act']): SweepOptions => ({
  arrange: arrangePointer,
  act,
  assert: everyNameOnce('A'),
});
const FAULTS = ['throttled', 'answerLost', 'NoSuchKey'];

// As a user writes it.
describeFaults('the idempotent writer', sweep(idempotentCompareAndSwap('A')));

/** Runs a suite in a Mocha of its own. Returns the titles of its tests and how they ended. */
async function run(options: SweepOptions): Promise<Record<string, string | undefined>> {
  const mocha = new Mocha({ reporter: function silent() {} as never });
  const globals = {} as MochaLike;
  mocha.suite.emit('pre-require', globals as never, '', mocha);
  describeFaults('writer', options, globals);
  const ends: Record<string, string | undefined> = {};
  await new Promise<void>((resolve) => {
    mocha
      .run(() => resolve())
      .on('pass', ({ title }) => (ends[title] = 'passed'))
      .on('fail', ({ title }, error: Error) => (ends[title] = error.message.split('\n')[0]));
  });
  return ends;
}

describe('describeFaults', function () {
  this.timeout(20_000);

  it('makes a test per call of the undisturbed run, and lists what AWS can show there', async () => {
    const ends = await run({ ...sweep(compareAndSwap('A')), faults: FAULTS });
    const duplicate = 'lost or doubled update: the pointer lists [A,A], expected [A]';
    expect(ends).to.deep.equal({
      'holds undisturbed': 'passed',
      'holds when call 1 fails: handler GetObject snapshots pointer (throttled, answerLost, NoSuchKey)':
        'passed',
      'holds when call 2 fails: handler PutObject snapshots data/A (throttled, answerLost)': 'passed',
      'holds when call 3 fails: handler PutObject snapshots pointer "d751713988987e9331980363e24189ce" (throttled, answerLost)':
        duplicate,
    });
  });

  it("needs Mocha's functions", () => {
    const { describe: suite } = globalThis;
    Reflect.deleteProperty(globalThis, 'describe');
    try {
      expect(() => describeFaults('x', sweep(compareAndSwap('A')))).to.throw("needs Mocha's globals");
    } finally {
      globalThis.describe = suite;
    }
  });
});
