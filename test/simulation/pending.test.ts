import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../fakes';
import { DEFAULT_FAULT_MODES, type FaultModeName } from '../../fakes/simulation/fault-modes';
import { PendingCalls } from '../../fakes/simulation/pending';

const s3 = new S3Client({});
const sqs = new SQSClient({});
const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('simulation/pending', () => {
  let aws: FakeAws;
  let pending: PendingCalls;
  const gate = (faults: readonly FaultModeName[] = []): void => {
    pending = new PendingCalls(faults);
    aws.world.gate = (call) => pending.park(call);
  };
  const get = (Key: string) =>
    s3.send(new GetObjectCommand({ Bucket: 'bucket', Key })).then(
      () => 'ok',
      (error: Error) => error.name,
    );
  beforeEach(async () => {
    aws = fakeAws({ seed: 1 });
    aws.s3.createBucket('bucket').put('k', 'x');
    await get('k');
    gate();
  });
  afterEach(() => aws.unplug());

  it('holds calls until they are let through, in the order in which they came', async () => {
    const [first, second] = [get('k'), get('none')];
    await turn();
    expect(pending.alive().map(({ label }) => label)).to.deep.equal([
      'GetObject bucket k',
      'GetObject bucket none',
    ]);
    pending.alive()[1]?.release(undefined);
    expect(await second).to.equal('NoSuchKey');
    pending.alive()[0]?.release(undefined);
    expect(await first).to.equal('ok');
    expect(pending.alive()).to.deep.equal([]);
  });

  it('forgets the calls of dead tasks, and knows every task', async () => {
    void aws.run('A', () => get('k'));
    await turn();
    const [one] = pending.alive();
    expect([...pending.tasks].map(({ name }) => name)).to.deep.equal(['A']);
    one?.task?.crash();
    expect(pending.alive()).to.deep.equal([]);
  });

  it('crashes only what belongs to a task', async () => {
    gate(['crashBefore', 'throttled']);
    void get('k');
    void aws.run('A', () => get('k'));
    await turn();
    const modes = pending.alive().map((one) => one.modes.map(({ name }) => name));
    expect(modes).to.deep.equal([['throttled'], ['crashBefore', 'throttled']]);
  });

  it('a fault on the whole operation strikes every attempt, and no other fault is offered on the way', async () => {
    gate(['throttled', 'answerLost']);
    const answer = get('k');
    for (let attempts = 1; ; attempts++) {
      await turn();
      const [one] = pending.alive();
      if (one === undefined) {
        expect(attempts).to.be.above(3);
        break;
      }
      expect(one.modes).to.have.lengthOf(attempts === 1 ? 2 : 0);
      one.release(one.modes[0]);
      for (let i = 0; i < 3; i++) await turn();
    }
    expect(await answer).to.equal('SlowDown');
  });

  it("AWS's own calls are not struck, but what they deliver may be odd", async () => {
    aws.world.gate = undefined;
    await sqs.send(new CreateQueueCommand({ QueueName: 'q' }));
    aws.lambda.function('f', async () => undefined);
    aws.lambda.eventSource({ queue: 'q', function: 'f' });
    aws.sqs.queue('q').send('hello');
    gate(DEFAULT_FAULT_MODES);
    void aws.lambda.step();
    await turn();
    const [poll] = pending.alive();
    expect(poll?.modes.map(({ name }) => name)).to.deep.equal([
      'deliveredTwice',
      'nothingReceived',
      'reordered',
    ]);
  });
});
