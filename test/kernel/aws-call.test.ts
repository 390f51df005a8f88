import { expect } from 'chai';
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import { callFromAws } from '../../fakes/kernel/aws-call';
import { FakeDefect, FakeMisuse } from '../../fakes/kernel/errors';
import { createFaultApi, type FaultApi } from '../../fakes/kernel/fault-builder';
import type { World } from '../../fakes/kernel/world';
import { toy } from './toy-service';
import { createToyWorld, rejection, stopDate } from './toy-world';

describe('kernel/aws-call', () => {
  let date: ReturnType<typeof stopDate>;
  let world: World;
  let faults: FaultApi;
  beforeEach(() => {
    date = stopDate();
    world = createToyWorld();
    faults = createFaultApi(world);
  });
  afterEach(() => date.restore());
  const send = (MessageBody = 'x') =>
    callFromAws(world, 'aws:lambda', SendMessageCommand, { QueueUrl: 'q', MessageBody }, 'eu-west-1');
  const stored = (): number => world.state(toy).messages.size;

  it('takes the path of any call: it is done, answered and in the journal', async () => {
    const answer = await send();
    if (answer.kind !== 'answer') return expect.fail(answer.kind);
    expect(answer.output.MessageId).to.equal('m-1');
    expect(answer.output.$metadata.httpStatusCode).to.equal(200);
    expect(stored()).to.equal(1);
    expect(world.journal.entries[0]).to.deep.include({
      call: 1,
      attempt: 1,
      caller: 'aws:lambda',
      region: 'eu-west-1',
      operation: 'SendMessage',
    });
  });

  it('an error of AWS is part of the answer', async () => {
    const answer = await send('refused');
    expect(answer.kind === 'failed' && answer.error.name).to.equal('Refused');
    expect(world.takeProblems()).to.deep.equal([]);
  });

  it('errors of the library are thrown, and remembered', async () => {
    const defect = await rejection(send('broken'));
    expect(defect).to.be.instanceOf(FakeDefect);
    const misuse = await rejection(
      callFromAws(world, 'aws:lambda', CreateQueueCommand, { QueueName: 'q' }, 'r'),
    );
    expect(misuse).to.be.instanceOf(FakeMisuse);
    expect(misuse.message).to.equal('aws:lambda needs CreateQueueCommand, but its service is not mounted.');
    expect(world.takeProblems()).to.deep.equal([defect, misuse]);
  });

  it('is struck only by rules made for it, and is not retried', async () => {
    faults.on(SendMessageCommand).accessDenied().optional();
    faults.on(SendMessageCommand).serverError().for('aws:lambda');
    const answer = await send();
    expect(answer.kind === 'failed' && answer.error.name).to.equal('InternalError');
    expect([(await send()).kind, world.journal.entries.length]).to.deep.equal(['answer', 2]);
  });

  it('waits for an answer that is delayed', async () => {
    faults.on(SendMessageCommand).delayed('30s').for('aws:lambda');
    const before = world.clock.now();
    expect((await send()).kind).to.equal('answer');
    expect(world.clock.now() - before).to.equal(30_000);
  });

  it('runs an operation that waits again when its time has come', async () => {
    const before = world.clock.now();
    const input = { QueueUrl: 'q', WaitTimeSeconds: 20 };
    const answer = await callFromAws(world, 'aws:lambda', ReceiveMessageCommand, input, 'us-east-1');
    expect(answer.kind === 'answer' && answer.output.Messages).to.equal(undefined);
    expect(world.clock.now() - before).to.equal(20_000);
  });

  it('what never answers fails: the poller gives up', async () => {
    faults.on(SendMessageCommand).neverAnswers().afterCommit().for('aws:lambda');
    const answer = await send();
    expect(answer.kind === 'failed' && answer.error.message).to.equal(
      'SendMessageCommand of aws:lambda was never answered',
    );
    expect(stored()).to.equal(1);
  });

  it('cannot crash', async () => {
    faults.on(SendMessageCommand).crashes('before').for('aws:lambda');
    const error = await rejection(send());
    expect(error).to.be.instanceOf(FakeMisuse);
    expect(error.message).to.match(/^A crash struck SendMessageCommand of aws:lambda/);
    expect(world.takeProblems()).to.deep.equal([error]);
  });

  it("passes a simulation's gate", async () => {
    const seen: (string | undefined)[] = [];
    world.gate = async ({ caller, operation }) => {
      await Promise.resolve();
      seen.push(`${caller} ${operation.row.name} ${stored()}`);
    };
    await send();
    await callFromAws(world, 'aws:lambda', DeleteMessageCommand, { QueueUrl: 'q', ReceiptHandle: '1' }, 'r');
    expect(seen).to.deep.equal(['aws:lambda SendMessage 0', 'aws:lambda DeleteMessage 1']);
  });
});
