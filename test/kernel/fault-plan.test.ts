import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { expect } from 'chai';
import { FakeMisuse } from '../../fakes/kernel/errors';
import type { FaultPlan } from '../../fakes/kernel/fault-plan';
import { plugToyWorld, stopDate, type ToyWorld } from './toy-world';

describe('kernel/fault-plan', () => {
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

  /** Everything a rule or a condition can say. */
  function arrange(): void {
    toys.faults
      .on(SendMessageCommand, { QueueUrl: 'q' })
      .throttled()
      .times(2)
      .after(1)
      .for('A')
      .wholeOperation();
    toys.faults
      .on(SendMessageCommand)
      .error('Broken')
      .afterCommit()
      .with(0.5)
      .until(Date.UTC(2030, 0, 1))
      .optional();
    toys.faults.on(PutObjectCommand, { Body: new Uint8Array([1, 2, 255]) }).neverAnswers();
    toys.faults.outage('SQS', {
      as: 'serverError',
      for: '5m',
      input: { QueueUrl: 'q' },
      caller: 'A',
      rate: 0.25,
    });
    toys.faults.latency('*', { median: '5ms', p99: '50ms' }, { operations: ['SendMessage'] });
    toys.faults.throughput('SQS', { perSecond: 1, per: 'QueueUrl' });
    toys.faults.clockSkew({ behind: '10m' }, { optional: true });
  }
  const throughJson = (): FaultPlan => JSON.parse(JSON.stringify(toys.faults)) as FaultPlan;

  it('is the same after JSON and back', () => {
    arrange();
    const plan = toys.faults.toJSON();
    const json = throughJson();
    expect(json).to.deep.equal(plan);
    expect(plan.rules.length + plan.standing.length).to.equal(7);
    toys.world.reset();
    toys.faults.load(json);
    expect(toys.faults.toJSON()).to.deep.equal(plan);
  });

  it('strikes as it did, bytes and times in inputs included', async () => {
    const s3 = new S3Client({ maxAttempts: 1 });
    toys.faults.on(PutObjectCommand, { Body: new Uint8Array([1, 2, 255]) }).throttled();
    toys.faults.load(throughJson());
    const put = (Body: Uint8Array) =>
      s3.send(new PutObjectCommand({ Bucket: 'b', Key: 'k', Body })).then(
        () => 'ok',
        (error: Error) => error.name,
      );
    expect(await put(new Uint8Array([1, 2, 3]))).to.equal('ok');
    const outcomes = [1, 2, 3].map(() => put(new Uint8Array([1, 2, 255])));
    expect(await Promise.all(outcomes)).to.deep.equal(['ThrottlingException', 'ThrottlingException', 'ok']);
  });

  it('is added behind what there is', async () => {
    toys.faults.on(SendMessageCommand).throttled();
    const plan = toys.faults.toJSON();
    toys.world.reset();
    toys.faults.on(SendMessageCommand).serverError();
    toys.faults.load(plan);
    const names = [1, 2, 3].map(() =>
      new SQSClient({ maxAttempts: 1 })
        .send(new SendMessageCommand({ QueueUrl: 'q', MessageBody: 'x' }))
        .then(
          () => 'ok',
          (error: Error) => error.name,
        ),
    );
    expect(await Promise.all(names)).to.deep.equal(['InternalError', 'ThrottlingException', 'ok']);
  });

  it('is refused when it is none, or asks for what cannot be', () => {
    for (const plan of [undefined, {}, { rules: [] }, { standing: [] }, { rules: {}, standing: [] }])
      expect(() => toys.faults.load(plan as never)).to.throw(
        FakeMisuse,
        /^aws\.faults\.load\(\): a plan has \{ rules, standing \}/,
      );
    toys.faults.on(GetObjectCommand).throttled().optional();
    const plan = toys.faults.toJSON();
    const foreign = plan.rules.map((rule) => ({ ...rule, operation: 'CreateQueue' }));
    expect(() => toys.faults.load({ ...plan, rules: foreign })).to.throw(
      FakeMisuse,
      /does not model S3\.CreateQueue/,
    );
  });
});
