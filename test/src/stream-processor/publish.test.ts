import { SendMessageBatchCommand } from '@aws-sdk/client-sqs';
import { expect } from 'chai';
import type { Outgoing } from '../../../src/stream-processor/batch-entries';
import { publish } from '../../../src/stream-processor/publish';
import { lambdaWorld, START, type LambdaWorld } from '../../arrange/lambda-world';

const outgoing = (id: string, group?: string): Outgoing => ({
  entry: {
    Id: id,
    MessageBody: `body of ${id}`,
    ...(group === undefined ? {} : { MessageGroupId: group, MessageDeduplicationId: id }),
  },
  recordIndex: 0,
  bytes: 20,
});

describe('publish', () => {
  let world: LambdaWorld;
  afterEach(() => world.end());

  async function sending(
    entries: Outgoing[],
    given: { remainingMs?: number | (() => number); maxBatchBytes?: number } = {},
  ) {
    const { remainingMs = 300_000, maxBatchBytes = 1_000 } = given;
    const target = { collection: 'words', url: world.env['WORDS_QUEUE_URL'] ?? '', maxBatchBytes } as const;
    const { sent, failed } = await publish(world.invocation({}, remainingMs), target, entries);
    return { sent: sent.map(({ entry }) => entry.Id), failed: failed.map(({ entry }) => entry.Id) };
  }
  const calls = (): number => world.aws.calls.counts()['SQS.SendMessageBatch'] ?? 0;
  const queued = (): string[] =>
    world.aws.sqs
      .queue(world.env['WORDS_QUEUE_URL'] ?? '')
      .bodies()
      .map((body) => body.slice('body of '.length));
  const onSend = () => world.aws.faults.on(SendMessageBatchCommand);

  describe('to a standard queue', () => {
    beforeEach(async () => {
      world = await lambdaWorld();
    });

    it('sends everything in slices of ten', async () => {
      const entries = Array.from({ length: 23 }, (_, index) => outgoing(`r${index}`));
      const { sent, failed } = await sending(entries);
      expect([sent.length, failed, calls(), queued().length]).to.deep.equal([23, [], 3, 23]);
    });

    it('sends nothing when there is nothing', async () => {
      expect(await sending([])).to.deep.equal({ sent: [], failed: [] });
      expect(calls()).to.equal(0);
    });

    it('sends entries again that SQS did not take, and only those (R40)', async () => {
      onSend().failsEntries(['r1', 'r2'], { senderFault: false }).times(2);
      const result = await sending(['r0', 'r1', 'r2'].map((id) => outgoing(id)));
      expect(result).to.deep.equal({ sent: ['r0', 'r1', 'r2'], failed: [] });
      expect(queued()).to.deep.equal(['r0', 'r1', 'r2']);
      expect([calls(), Date.now() - START]).to.deep.equal([3, 150]);
    });

    it('gives up after three times', async () => {
      onSend().failsEntries(['r1'], { senderFault: false }).times(4);
      expect(await sending([outgoing('r0'), outgoing('r1')])).to.deep.equal({ sent: ['r0'], failed: ['r1'] });
      expect([calls(), Date.now() - START]).to.deep.equal([4, 350]);
    });

    it('sends a message that is just as large as a batch may be', async () => {
      expect(await sending([outgoing('r0')], { maxBatchBytes: 20 })).to.deep.equal({
        sent: ['r0'],
        failed: [],
      });
    });

    it('logs why a message was not sent', async () => {
      onSend().failsEntries(['r0'], { senderFault: true });
      await sending([outgoing('r0')]);
      const reasons = () =>
        world.logs.filter(({ message }) => message === 'message not sent').map(({ reason }) => reason);
      expect(reasons()).to.have.length(1);
      expect(reasons()[0]).to.match(/^[A-Za-z.]+: \S/);
      world.aws.sqs.mock?.on(SendMessageBatchCommand).resolves({});
      expect(await sending([outgoing('r1')])).to.deep.equal({ sent: [], failed: ['r1'] });
      expect(reasons()[1]).to.equal('not mentioned in the answer');
    });

    it('does not send again what is our own fault', async () => {
      onSend().failsEntries(['r1'], { senderFault: true });
      expect(await sending([outgoing('r0'), outgoing('r1')])).to.deep.equal({ sent: ['r0'], failed: ['r1'] });
      expect(calls()).to.equal(1);
    });

    it('takes a failed call for the failure of all its entries, which may pass', async () => {
      onSend().serviceUnavailable().wholeOperation();
      expect(await sending([outgoing('r0'), outgoing('r1')])).to.deep.equal({
        sent: ['r0', 'r1'],
        failed: [],
      });
    });

    it('does not repeat a call that is refused, but goes on with the next', async () => {
      onSend().accessDenied();
      const { sent, failed } = await sending(Array.from({ length: 11 }, (_, index) => outgoing(`r${index}`)));
      expect([sent, failed.length, calls()]).to.deep.equal([['r10'], 10, 2]);
    });

    it('takes silence for failure', async () => {
      world.aws.sqs.mock?.on(SendMessageBatchCommand).resolves({});
      expect(await sending([outgoing('r0')])).to.deep.equal({ sent: [], failed: ['r0'] });
    });

    it('does not try to send what SQS cannot take', async () => {
      const { sent, failed } = await sending([
        outgoing('r0'),
        { ...outgoing('r1'), bytes: 1_001 },
        outgoing('r2'),
      ]);
      expect([sent, failed, calls()]).to.deep.equal([['r0', 'r2'], ['r1'], 1]);
    });

    it('begins nothing in the last two seconds', async () => {
      expect(await sending([outgoing('r0')], { remainingMs: 1_999 })).to.deep.equal({
        sent: [],
        failed: ['r0'],
      });
      expect(calls()).to.equal(0);
    });

    it('does not wait into the last two seconds', async () => {
      onSend().failsEntries(['r0'], { senderFault: false });
      expect(await sending([outgoing('r0')], { remainingMs: 2_049 })).to.deep.equal({
        sent: [],
        failed: ['r0'],
      });
      expect(calls()).to.equal(1);
    });
  });

  describe('to a FIFO queue', () => {
    beforeEach(async () => {
      world = await lambdaWorld({ fifo: true });
    });

    const entries = [outgoing('a1', 'a'), outgoing('a2', 'a'), outgoing('b1', 'b'), outgoing('a3', 'a')];

    it('keeps the order of a group when its first entry has to be sent again (R43)', async () => {
      onSend().failsEntries(['a1'], { senderFault: false }).times(2);
      expect(await sending(entries))
        .to.have.property('failed')
        .that.deep.equals([]);
      expect(queued().filter((id) => id.startsWith('a'))).to.deep.equal(['a1', 'a2', 'a3']);
    });

    it('would lose it with the whole group in one call: the naive way (R43)', async () => {
      onSend().failsEntries(['a1'], { senderFault: false });
      const QueueUrl = world.env['WORDS_QUEUE_URL'] ?? '';
      const send = (some: Outgoing[]) =>
        world.clients.sqs.send(
          new SendMessageBatchCommand({ QueueUrl, Entries: some.map(({ entry }) => entry) }),
        );
      const { Failed = [] } = await send(entries);
      await send(entries.filter(({ entry }) => Failed.some(({ Id }) => Id === entry.Id)));
      expect(queued().filter((id) => id.startsWith('a'))).to.deep.equal(['a2', 'a3', 'a1']);
    });

    it('sends nothing of a group after an entry of it has failed', async () => {
      onSend().failsEntries(['a1'], { senderFault: true });
      expect(await sending(entries)).to.deep.equal({ sent: ['b1'], failed: ['a1', 'a2', 'a3'] });
    });
  });
});
