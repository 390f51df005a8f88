import { expect } from 'chai';
import { appendEvents } from '../../fakes/cloudwatch-logs/append';
import {
  keptFrom,
  mergeStreams,
  readStream,
  takePage,
  type Span,
  type StoredEvent,
} from '../../fakes/cloudwatch-logs/read-events';
import { createState } from '../../fakes/cloudwatch-logs/state';
import { createIds } from '../../fakes/kernel/ids';
import { Store } from '../../fakes/kernel/store';

describe('CloudWatch Logs: reading events', () => {
  const state = createState(new Store(() => 0));
  const writer = { state, region: 'r', accountId: '000000000000', now: 0, ids: createIds(1) };
  const write = (stream: string, message: string, timestamp: number): void =>
    void appendEvents(writer, 'g', stream, [{ message, timestamp, source: undefined }]);
  write('a', 'a1', 1);
  write('b', 'b1', 1);
  write('a', 'a3', 3);
  write('b', 'b2', 2);
  write('c', 'c4', 4);
  const all: Span = { from: 0, before: 10, reverse: false };
  const messages = (events: Iterable<StoredEvent>): readonly string[] =>
    [...events].map(([, { message }]) => message);
  const merged = (span: Span): readonly string[] =>
    messages(
      mergeStreams(
        ['a', 'b', 'c'].map((stream) => readStream(writer, 'g', stream, span)),
        span.reverse,
      ),
    );

  it('takes a stream by time, either way', () => {
    expect(messages(readStream(writer, 'g', 'a', all))).to.deep.equal(['a1', 'a3']);
    expect(messages(readStream(writer, 'g', 'a', { ...all, reverse: true }))).to.deep.equal(['a3', 'a1']);
    expect(messages(readStream(writer, 'g', 'a', { ...all, before: 3 }))).to.deep.equal(['a1']);
    expect(messages(readStream(writer, 'g', 'a', { ...all, from: 2 }))).to.deep.equal(['a3']);
  });

  it('merges streams by time, then by arrival', () => {
    expect(merged(all)).to.deep.equal(['a1', 'b1', 'b2', 'a3', 'c4']);
    expect(merged({ ...all, reverse: true })).to.deep.equal(['c4', 'a3', 'b2', 'b1', 'a1']);
  });

  it('goes on behind a place, in all streams', () => {
    expect(merged({ ...all, after: [1, 1] })).to.deep.equal(['b1', 'b2', 'a3', 'c4']);
    expect(merged({ ...all, from: 3, after: [1, 1] })).to.deep.equal(['a3', 'c4']);
    expect(merged({ ...all, reverse: true, after: [3, 3] })).to.deep.equal(['b2', 'b1', 'a1']);
    expect(merged({ ...all, before: 2, reverse: true, after: [3, 3] })).to.deep.equal(['b1', 'a1']);
  });

  it('reads one event of each stream and then what it yields', () => {
    let read = 0;
    const counted = function* (stream: string): Generator<StoredEvent> {
      for (const event of readStream(writer, 'g', stream, all)) {
        read++;
        yield event;
      }
    };
    for (const _ of mergeStreams(['a', 'b', 'c'].map(counted), false)) break;
    expect(read).to.equal(3);
  });

  it('ends a page at its limit or at 1 MB, with one event at least', () => {
    const big = 'x'.repeat(1_048_576 - 26);
    const of = (...texts: readonly string[]): readonly StoredEvent[] =>
      texts.map((message, i) => [
        ['r', 'g', 's', i, i],
        { id: '', message, timestamp: i, ingestedAt: 0, source: undefined },
      ]);
    expect(takePage(of('a', 'b', 'c'), 2)).to.deep.include({ isLast: false });
    expect(takePage(of('a', 'b'), 2)).to.deep.include({ isLast: true });
    expect(takePage(of(big), 10).isLast).to.equal(true);
    expect(takePage(of(big, ''), 10))
      .to.have.property('page')
      .of.length(1);
    expect(takePage(of(`${big}x`, 'y'), 10))
      .to.have.property('page')
      .of.length(1);
    expect(takePage(of(big.slice(26), ''), 10).isLast).to.equal(true);
  });

  it('keeps events as long as the policy says', () => {
    const group = { name: 'g', arn: '', createdAt: 0, retentionDays: undefined, tags: {} };
    expect(keptFrom({ now: 5 }, group)).to.equal(Number.NEGATIVE_INFINITY);
    expect(keptFrom({ now: 86_400_005 }, { ...group, retentionDays: 1 })).to.equal(5);
  });
});
