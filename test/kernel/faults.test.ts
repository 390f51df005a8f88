import { expect } from 'chai';
import { describeEffect, describeRule } from '../../fakes/kernel/fault-text';
import {
  contains,
  FOR_EVER,
  Faults,
  type Attempt,
  type Effect,
  type FaultRule,
} from '../../fakes/kernel/faults';
import { createRng } from '../../fakes/kernel/rng';

const throttled: Effect = { kind: 'service', fault: 'throttled', applied: false };
const reset: Effect = { kind: 'transport', fault: 'connectionReset', applied: false };

function rule(members: Partial<FaultRule> = {}): FaultRule {
  return {
    service: 'SQS',
    operation: 'SendMessage',
    level: 'attempt',
    after: 0,
    times: FOR_EVER,
    probability: 1,
    until: FOR_EVER,
    optional: false,
    effect: throttled,
    ...members,
  };
}

function attempt(call: number, members: Partial<Attempt> = {}): Attempt {
  return { service: 'SQS', operation: 'SendMessage', input: {}, caller: undefined, call, now: 0, ...members };
}

describe('kernel/faults', () => {
  let faults: Faults;
  beforeEach(() => {
    faults = new Faults(createRng(1).fork('faults'));
  });
  /** What strikes each of these attempts, as 1 and 0. */
  const strikes = (...attempts: Attempt[]): string =>
    attempts.map((one) => (faults.decide(one) === undefined ? '0' : '1')).join('');
  const calls = (count: number, members: Partial<Attempt> = {}): Attempt[] =>
    Array.from({ length: count }, (_, i) => attempt(i + 1, members));

  it('passes when there is no rule, or none for this operation of this service', () => {
    expect(faults.decide(attempt(1))).to.equal(undefined);
    faults.add(rule({ operation: 'DeleteMessage' }));
    faults.add(rule({ service: 'SNS' }));
    expect(faults.decide(attempt(1))).to.equal(undefined);
  });

  it('strikes with the effect of the rule', () => {
    faults.add(rule({ effect: reset }));
    expect(faults.decide(attempt(1))).to.equal(reset);
  });

  it('times bounds how often it strikes, after lets some pass first', () => {
    faults.add(rule({ times: 2, after: 1 }));
    expect(strikes(...calls(5))).to.equal('01100');
  });

  it('the first rule that strikes wins, and the others have not struck', () => {
    faults.add(rule({ effect: throttled, times: 1 }));
    faults.add(rule({ effect: reset, times: 1 }));
    expect([faults.decide(attempt(1)), faults.decide(attempt(2)), faults.decide(attempt(3))]).to.deep.equal([
      throttled,
      reset,
      undefined,
    ]);
  });

  it('strikes only the calls of its caller', () => {
    faults.add(rule({ caller: 'a', times: 1 }));
    expect(strikes(attempt(1), attempt(2, { caller: 'b' }), attempt(3, { caller: 'a' }))).to.equal('001');
  });

  it("strikes AWS's own calls only when it is made for them", () => {
    faults.add(rule({ times: 1 }));
    expect(strikes(attempt(1, { caller: 'aws:lambda' }), attempt(2, { caller: 'a' }))).to.equal('01');
    faults.add(rule({ caller: 'aws:lambda' }));
    expect(strikes(attempt(3), attempt(4, { caller: 'aws:lambda' }))).to.equal('01');
  });

  it('strikes only inputs that contain its pattern', () => {
    faults.add(rule({ input: { Tags: { a: '1' } }, times: 1 }));
    expect(strikes(attempt(1), attempt(2, { input: { Tags: { a: '1', b: '2' } } }))).to.equal('01');
  });

  it('strikes until its time has come', () => {
    faults.add(rule({ until: 100 }));
    expect(strikes(attempt(1, { now: 99 }), attempt(2, { now: 100 }), attempt(3, { now: 101 }))).to.equal(
      '100',
    );
  });

  it('strikes with its probability, the same for the same seed', () => {
    const run = (seed: number): string => {
      faults = new Faults(createRng(seed));
      faults.add(rule({ probability: 0.3 }));
      return strikes(...calls(1_000));
    };
    const first = run(1);
    expect(run(1)).to.equal(first);
    expect(run(2)).to.not.equal(first);
    expect(first.replaceAll('0', '').length).to.be.within(250, 350);
  });

  it('draws only for attempts that match', () => {
    const other = new Faults(createRng(1));
    faults = new Faults(createRng(1));
    for (const one of [faults, other]) one.add(rule({ probability: 0.5 }));
    const mine: unknown[] = [];
    const theirs: unknown[] = [];
    for (let i = 0; i < 50; i++) {
      mine.push(faults.decide(attempt(i)));
      other.decide(attempt(i, { operation: 'DeleteMessage' }));
      theirs.push(other.decide(attempt(i)));
    }
    expect(mine).to.deep.equal(theirs);
  });

  describe('on attempts', () => {
    it('counts each attempt', () => {
      faults.add(rule({ times: 2 }));
      expect(strikes(attempt(1), attempt(1), attempt(1))).to.equal('110');
    });
  });

  describe('on whole operations', () => {
    it('strikes every attempt of as many calls as it should', () => {
      faults.add(rule({ level: 'operation', times: 1, after: 1 }));
      const given = [1, 2, 2, 2, 3].map((call) => attempt(call));
      expect(strikes(...given)).to.equal('01110');
    });

    it('keeps its verdict for calls that run at the same time', () => {
      faults.add(rule({ level: 'operation', times: 2 }));
      const given = [1, 2, 3, 1, 3, 2, 1].map((call) => attempt(call));
      expect(strikes(...given)).to.equal('1101011');
    });

    it('a call that it let pass stays passed, also when another rule struck its first attempt', () => {
      faults.add(rule({ level: 'operation', times: 1, after: 1 }));
      faults.add(rule({ effect: reset, times: 1 }));
      expect(faults.decide(attempt(1))).to.equal(reset);
      expect(faults.decide(attempt(1))).to.equal(undefined);
      expect(faults.decide(attempt(2))).to.equal(throttled);
    });

    it('sticks to a call beyond the end of the rule', () => {
      faults.add(rule({ level: 'operation', until: 100 }));
      expect(strikes(attempt(1, { now: 99 }), attempt(1, { now: 100 }), attempt(2, { now: 100 }))).to.equal(
        '110',
      );
    });

    it('draws once per call', () => {
      faults.add(rule({ level: 'operation', probability: 0.5 }));
      for (const call of calls(100)) expect(strikes(call)).to.equal(strikes(call));
    });

    it('keeps verdicts of the latest 1,000 calls only', () => {
      faults.add(rule({ level: 'operation', times: 1 }));
      expect(strikes(...calls(1_000), attempt(1))).to.equal(`1${'0'.repeat(999)}1`);
      expect(strikes(attempt(1_001), attempt(1))).to.equal('00');
    });

    it('forgets its verdicts when calls are numbered anew', () => {
      faults.add(rule({ level: 'operation', times: 1 }));
      expect(strikes(attempt(1))).to.equal('1');
      faults.forgetCalls();
      expect(strikes(attempt(1))).to.equal('0');
    });
  });

  describe('amend', () => {
    it('replaces the rule until an attempt has matched it', () => {
      const armed = faults.add(rule());
      armed.amend(rule({ effect: reset }));
      faults.decide(attempt(1, { operation: 'DeleteMessage' }));
      armed.amend(rule({ times: 1, effect: reset }));
      expect([faults.decide(attempt(1)), faults.decide(attempt(2))]).to.deep.equal([reset, undefined]);
    });

    it('is refused afterwards, also when the attempt passed', () => {
      const armed = faults.add(rule({ after: 1 }));
      faults.decide(attempt(1));
      expect(() => armed.amend(rule())).to.throw(
        'a fault rule on SQS.SendMessage was changed after it had been looked at: finish it before the call',
      );
    });
  });

  it('tells once which rules never struck and were not optional', () => {
    const unused = rule({ after: 5 });
    faults.add(rule());
    faults.add(unused);
    faults.add(rule({ operation: 'DeleteMessage', optional: true }));
    faults.decide(attempt(1));
    expect(faults.takeUnused()).to.deep.equal([unused]);
    expect(faults.takeUnused()).to.deep.equal([]);
  });

  it('tells how often each rule struck', () => {
    faults.add(rule({ times: 2 }));
    faults.add(rule({ operation: 'DeleteMessage' }));
    strikes(...calls(5));
    expect(faults.struck().map(({ rule: { operation }, struck }) => [operation, struck])).to.deep.equal([
      ['SendMessage', 2],
      ['DeleteMessage', 0],
    ]);
  });

  it('reset forgets every rule and draws anew', () => {
    faults.add(rule());
    faults.reset(createRng(1));
    expect(faults.decide(attempt(1))).to.equal(undefined);
    expect(faults.struck()).to.deep.equal([]);
  });

  it('a rule means the same after a journey through JSON', () => {
    const given = rule({ input: { Body: 'x' }, caller: 'a' });
    expect(JSON.parse(JSON.stringify(given))).to.deep.equal(given);
    faults.add(JSON.parse(JSON.stringify(given)) as FaultRule);
    expect(strikes(attempt(1, { caller: 'a', input: { Body: 'x' }, now: Date.UTC(2100, 0) }))).to.equal('1');
  });

  describe('contains', () => {
    const date = new Date(5);
    const rows: [unknown, unknown, boolean][] = [
      [{ a: 1, b: 2 }, { a: 1 }, true],
      [{ a: 1 }, { a: 2 }, false],
      [{ a: 1 }, { b: undefined }, false],
      [{ a: { b: { c: 1, d: 2 } } }, { a: { b: { d: 2 } } }, true],
      [{ a: { b: 1 } }, { a: { b: { c: 1 } } }, false],
      [{ a: [1, 2] }, { a: [1] }, true],
      [{ a: [1, 2] }, { a: [2] }, false],
      [{ a: null }, { a: null }, true],
      [{ a: null }, { a: {} }, false],
      [{ a: Number.NaN }, { a: Number.NaN }, true],
      [{}, {}, true],
      ['x', 'x', true],
      ['x', {}, false],
      [{}, { toString: {} }, false],
      [{ a: Uint8Array.of(1, 2) }, { a: Buffer.from([1, 2]) }, true],
      [{ a: Uint8Array.of(1, 2) }, { a: Uint8Array.of(1) }, false],
      [{ a: 'x' }, { a: Uint8Array.of(1) }, false],
      [{ a: new Date(5) }, { a: date }, true],
      [{ a: new Date(6) }, { a: date }, false],
      [{ a: {} }, { a: date }, false],
      [{ a: new Date(5) }, { a: date.toISOString() }, true],
      [{ a: new Date(5) }, { a: {} }, false],
    ];
    for (const [value, pattern, expected] of rows) {
      it(`${JSON.stringify(value)} ${expected ? 'contains' : 'does not contain'} ${JSON.stringify(pattern)}`, () => {
        expect(contains(value, pattern)).to.equal(expected);
      });
    }
  });

  describe('in words', () => {
    const rows: [Partial<FaultRule>, string][] = [
      [{}, 'SQS.SendMessage: throttled, always'],
      [{ times: 1, input: { QueueUrl: 'q' } }, 'SQS.SendMessage {"QueueUrl":"q"}: throttled, 1 time'],
      [{ times: 2, level: 'operation' }, 'SQS.SendMessage: throttled, 2 times, whole operation'],
    ];
    for (const [members, text] of rows) it(text, () => expect(describeRule(rule(members))).to.equal(text));

    const effects: [Effect, string][] = [
      [{ kind: 'service', fault: 'serverError', applied: true }, 'serverError (work done, answer lost)'],
      [reset, 'connectionReset'],
      [{ kind: 'error', name: 'KmsDisabled', applied: false }, 'KmsDisabled'],
      [{ kind: 'damaged' }, 'answer damaged (work done)'],
      [{ kind: 'delay', ms: 5 }, 'delayed 5 ms'],
      [{ kind: 'never', applied: false }, 'never answers'],
      [{ kind: 'never', applied: true }, 'never answers (work done, answer lost)'],
      [{ kind: 'crash', applied: false }, 'crash before the call'],
      [{ kind: 'crash', applied: true }, 'crash after the call'],
      [{ kind: 'advice', advice: { stale: { writes: 1 } } }, '{"stale":{"writes":1}}'],
    ];
    for (const [effect, text] of effects) it(text, () => expect(describeEffect(effect)).to.equal(text));
  });

  describe('mark and restore', () => {
    it('sets rules back to how far they had got, and drops those made since', () => {
      faults.add(rule({ after: 1, times: 1 }));
      const mark = faults.mark();
      expect(strikes(...calls(3))).to.equal('010');
      faults.add(rule({ effect: reset }));
      expect(strikes(...calls(1))).to.equal('1');
      faults.restore(mark);
      expect(strikes(...calls(3))).to.equal('010');
      expect(faults.takeUnused()).to.deep.equal([]);
    });

    it('draws again what was drawn after the mark', () => {
      faults.add(rule({ probability: 0.5 }));
      const mark = faults.mark();
      const drawn = strikes(...calls(30));
      faults.restore(mark);
      expect(strikes(...calls(30))).to.equal(drawn);
    });

    it('reports a rule as unused again', () => {
      faults.add(rule());
      const mark = faults.mark();
      expect(faults.takeUnused()).to.have.lengthOf(1);
      expect(faults.takeUnused()).to.have.lengthOf(0);
      faults.restore(mark);
      expect(faults.takeUnused()).to.have.lengthOf(1);
    });
  });
});
