import { expect } from 'chai';
import type { Invocation } from '../../fakes/lambda/invocation';
import { createRecentEvents } from '../../fakes/lambda/recent-events';

const invocation = (batchSize: number): Invocation => ({
  requestId: 'r',
  functionName: 'f',
  mapping: undefined,
  eventSourceArn: undefined,
  event: { Records: [] },
  batchSize,
  retry: false,
  coldStart: false,
  outcome: { kind: 'throttled' },
  startedAt: 0,
  endedAt: 0,
  logs: [],
});
const kept = (all: readonly Invocation[]): number => all.filter(({ event }) => event !== undefined).length;

describe('Lambda: events of past invocations', () => {
  it('are kept for the last 10,000 records', () => {
    const events = createRecentEvents();
    const all = Array.from({ length: 12 }, () => invocation(1_000));
    for (const one of all.slice(0, 10)) events.add(one);
    expect(kept(all)).to.equal(12);
    events.add(all[10] ?? invocation(0));
    expect(all.map(({ event }) => event !== undefined).indexOf(true)).to.equal(1);
    events.add(all[11] ?? invocation(0));
    expect(kept(all)).to.equal(10);
  });

  it('are kept of the last invocation, however many records it has', () => {
    const events = createRecentEvents();
    const all = [invocation(1), invocation(20_000)];
    for (const one of all) events.add(one);
    expect(all.map(({ event }) => event === undefined)).to.deep.equal([true, false]);
  });

  it('count once when they have no records', () => {
    const events = createRecentEvents();
    const all = Array.from({ length: 25_000 }, () => invocation(0));
    for (const one of all) events.add(one);
    expect(kept(all)).to.equal(10_000);
    expect(all.at(-1)?.event).to.not.equal(undefined);
  });

  it('begin anew with the world', () => {
    const events = createRecentEvents();
    const all = [invocation(6_000), invocation(6_000)];
    events.add(all[0] ?? invocation(0));
    events.reset();
    events.add(all[1] ?? invocation(0));
    expect(kept(all)).to.equal(2);
  });
});
