import { expect } from 'chai';
import { describeEffect, describeRule } from '../../fakes/kernel/fault-text';
import { FOR_EVER, type Effect, type FaultRule } from '../../fakes/kernel/faults';

describe('faults in words', () => {
  const rows: [Effect, string][] = [
    [{ kind: 'body', how: 'truncated' }, 'body truncated'],
    [
      { kind: 'error', name: 'InternalError', applied: false, after200: true },
      'InternalError after status 200',
    ],
    [
      { kind: 'error', name: 'InternalError', applied: true, after200: true },
      'InternalError after status 200 (work done, answer lost)',
    ],
    [{ kind: 'error', name: 'SlowDown', applied: false }, 'SlowDown'],
    [{ kind: 'advice', advice: { vanish: { keys: ['a'] } } }, '{"vanish":{"keys":["a"]}}'],
  ];
  for (const [effect, text] of rows) it(text, () => expect(describeEffect(effect)).to.equal(text));

  it('say where they strike', () => {
    const rule: FaultRule = {
      service: 'S3',
      operation: 'PutObject',
      keyPrefix: 'hot/',
      level: 'attempt',
      after: 0,
      times: FOR_EVER,
      probability: 1,
      until: FOR_EVER,
      optional: false,
      effect: { kind: 'service', fault: 'throttled', applied: false },
    };
    expect(describeRule(rule)).to.equal('S3.PutObject under hot/: throttled, always');
    expect(describeRule({ ...rule, input: { Bucket: 'b' }, times: 1, level: 'operation' })).to.equal(
      'S3.PutObject {"Bucket":"b"} under hot/: throttled, 1 time, whole operation',
    );
  });
});
