import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { expect } from 'chai';
import { Footprint } from '../../fakes/kernel/footprint';
import { serverTime } from '../../fakes/kernel/what-strikes';
import { plugToyWorld, stopDate, type ToyWorld } from './toy-world';

describe('kernel/what-strikes', () => {
  let date: ReturnType<typeof stopDate>;
  let toys: ToyWorld;
  beforeEach(() => {
    date = stopDate();
    toys = plugToyWorld();
  });
  afterEach(() => {
    toys.plugged.unplug();
    date.restore();
  });

  /** What one call touches, seen by an exploration. Toys write to a key of their own, so only faults can conflict. */
  async function footprint(QueueUrl = 'q'): Promise<Footprint> {
    const seen = new Footprint();
    toys.world.store.footprint = seen;
    await new SQSClient({ maxAttempts: 1 })
      .send(new SendMessageCommand({ QueueUrl, MessageBody: 'x' }))
      .catch(() => undefined);
    toys.world.store.footprint = undefined;
    return seen;
  }
  const conflict = async (one = 'q', other = 'q') =>
    (await footprint(one)).conflictsWith(await footprint(other));

  it('calls that count for the same rule cannot change places', async () => {
    expect(await conflict()).to.equal(false);
    toys.faults.on(SendMessageCommand, { QueueUrl: 'q' }).throttled().after(9);
    expect(await conflict()).to.equal(true);
    expect(await conflict('r', 's')).to.equal(false);
    expect(await conflict('q', 's')).to.equal(false);
  });

  it('nor can calls that draw from the same bucket', async () => {
    toys.faults.throughput('SQS', { perSecond: 100, per: 'QueueUrl' });
    expect(await conflict()).to.equal(true);
    expect(await conflict('q', 'r')).to.equal(false);
  });

  it('conditions that count nothing leave calls independent', async () => {
    toys.faults.latency('SQS', 1);
    toys.faults.outage('SQS', { as: 'serverError', rate: 0.5 });
    expect(await conflict()).to.equal(false);
  });

  it("AWS's time is behind a clock that is ahead", () => {
    expect(serverTime(1_000).getTime()).to.equal(Date.UTC(2026, 0, 1) - 1_000);
  });
});
