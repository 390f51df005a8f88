import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import { PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import type { SQSRecord } from 'aws-lambda';
import { expect } from 'chai';
import { fileEngine } from '../../../src/compaction/engine/file-engine';
import { createCompaction, handler, type CompactionDependencies } from '../../../src/compaction/handler';
import { ConfigurationError } from '../../../src/shared/configuration';
import { createRuntime } from '../../../src/shared/runtime';
import { body, lambdaContext, sqsRecord } from '../../arrange/events';
import { lambdaWorld, type LambdaWorld } from '../../arrange/lambda-world';
import {
  compactionRun,
  lineOf,
  RECEIPT,
  receipt,
  receiptLine,
  receiptMetadata,
  receiptWord,
  RUN_ID,
  wordOf,
} from '../../arrange/receipts';
import { lineVector, wordVector } from '../../arrange/snapshots';

const ok = (collection: 'lines' | 'words', messageId: string): SQSRecord =>
  sqsRecord(collection, body.run(collection), { messageId });

describe('compaction', () => {
  let world: LambdaWorld;
  beforeEach(async () => {
    world = await lambdaWorld();
    await world.put(receipt(RECEIPT), receiptMetadata(RECEIPT), compactionRun(RECEIPT));
    await world.put(receiptLine(lineOf(RECEIPT, 1)), receiptWord(wordOf(RECEIPT, 1, 1)));
    await world.delta('lines', `lines/delta/${RUN_ID}`, [lineVector(lineOf(RECEIPT, 1))]);
    await world.delta('words', `words/delta/${RUN_ID}`, [wordVector(wordOf(RECEIPT, 1, 1))]);
  });
  afterEach(() => world.end());

  const invoke = (Records: SQSRecord[], given: Partial<CompactionDependencies> = {}) =>
    world.compaction(given)({ Records }, lambdaContext());
  const failed = async (...given: Parameters<typeof invoke>) =>
    (await invoke(...given)).batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
  const metrics = (): string[] => world.aws.cloudwatch.metrics().map(({ name }) => name);

  it('brings both collections up to date', async () => {
    expect(await invoke([ok('words', 'w'), ok('lines', 'l')])).to.deep.equal({
      statusCode: 200,
      processed_messages: 2,
      batchItemFailures: [],
    });
    expect((await world.published('lines'))?.vectors.size).to.equal(1);
    expect((await world.published('words'))?.vectors.size).to.equal(1);
    expect(metrics()).to.include('CompactionLambdaSuccess').and.include('CompactionQueueLagMs');
  });

  it('reports poison by its message id and does the rest (R44, R45)', async () => {
    expect(await failed([sqsRecord('words', '{', { messageId: 'bad' }), ok('words', 'good')])).to.deep.equal([
      'bad',
    ]);
    expect((await world.published('words'))?.vectors.size).to.equal(1);
  });

  it('keeps a failure of one collection to itself, and forgets no other failure (R46, I7)', async () => {
    world.aws.faults.on(GetObjectCommand, { Key: 'words/snapshot/latest-pointer.txt' }).accessDenied();
    const records = [sqsRecord('words', '{', { messageId: 'bad' }), ok('lines', 'l'), ok('words', 'w')];
    expect(await failed(records)).to.deep.equal(['bad', 'w']);
    expect((await world.published('lines'))?.vectors.size).to.equal(1);
    expect(metrics()).to.include('CompactionPartialBatchFailure');
  });

  it('brings back the rest of a FIFO group', async () => {
    const records = [
      sqsRecord('words', body.run('words', '0b2f6a7e-5d1c-4f3b-9a68-3c7d2e1f4a50'), {
        messageId: 'a1',
        fifo: true,
      }),
      sqsRecord('words', body.metadata({ ...RECEIPT, receiptId: 9 }), { messageId: 'b1', fifo: true }),
      sqsRecord('words', body.metadata(), { messageId: 'a2', fifo: true }),
    ];
    expect(await failed(records)).to.deep.equal(['a1', 'a2']);
  });

  it('knows no queue lag when nothing can be read', async () => {
    expect(await failed([sqsRecord('words', '{', { messageId: 'bad' })])).to.deep.equal(['bad']);
    expect(metrics()).to.not.include('CompactionQueueLagMs');
  });

  it('says at once that the Chroma engine is not installed', async () => {
    const env = { ...world.env, SNAPSHOT_ENGINE: 'chroma' };
    const error: unknown = await invoke([ok('words', 'w')], { env }).catch((reason: unknown) => reason);
    expect(error).to.have.property('name', 'ChromaUnavailable');
  });

  it('acknowledges what is to be ignored', async () => {
    const env = { ...world.env, IGNORED_ENTITY_TYPES: 'RECEIPT_SECTION' };
    expect(await failed([sqsRecord('words', '{"entity_type":"RECEIPT_SECTION"}')], { env })).to.deep.equal(
      [],
    );
  });

  it('has no answer for an event without records', async () => {
    expect(await world.compaction()({})).to.deep.equal({
      statusCode: 400,
      processed_messages: 0,
      batchItemFailures: [],
    });
  });

  it('takes errors of an engine for failures, and closes what it opened', async () => {
    let closed = false;
    const engines = {
      ...fileEngine,
      open: async (...given: Parameters<typeof fileEngine.open>) => {
        const engine = await fileEngine.open(...given);
        if (given[1].readOnly === true) return engine;
        const close = () => ((closed = true), engine.close());
        return { ...engine, upsert: () => Promise.reject(new Error('disk full')), close };
      },
    };
    expect(await failed([ok('words', 'w')], { engines })).to.deep.equal(['w']);
    expect(closed).to.equal(true);
  });

  it('throws on a bug, so that Lambda retries the whole batch', async () => {
    const broken = JSON.parse('{"messageId":"m"}') as SQSRecord;
    const error = await invoke([broken]).catch((reason: unknown) => reason);
    expect(error).to.be.instanceOf(TypeError);
    expect(metrics()).to.include('CompactionLambdaError');
  });

  it('stops working against a service that is down, and tries again later', async () => {
    const compaction = world.compaction();
    const deliver = async () =>
      (await compaction({ Records: [ok('words', 'w')] }, lambdaContext())).batchItemFailures.length;
    world.aws.faults.on(UpdateItemCommand).serverError().wholeOperation().times(5);
    expect([await deliver(), await deliver()]).to.deep.equal([1, 1]);
    const before = world.aws.calls.counts()['DynamoDB.UpdateItem'];
    expect(await deliver()).to.equal(1);
    expect(world.aws.calls.counts()['DynamoDB.UpdateItem']).to.equal(before);
    expect(metrics()).to.include('CircuitBreakerBlocked');
    await world.aws.clock.advance('10s');
    expect(await deliver()).to.equal(0);
  });

  it('is not held up by metrics (R67)', async () => {
    world.aws.faults.on(PutMetricDataCommand).neverAnswers();
    const begun = Date.now();
    expect(await failed([ok('words', 'w')])).to.deep.equal([]);
    expect(Date.now() - begun).to.equal(1_000);
  });

  it('takes the file engine and the process by default', async () => {
    const { clients, env } = world.runtime();
    const compaction = createCompaction({
      clients,
      env,
      write: createRuntime({ write: () => undefined }).write,
    });
    expect((await compaction({ Records: [ok('words', 'w')] })).batchItemFailures).to.deep.equal([]);
  });

  it('is exported as a Lambda that reads the environment of the process', async () => {
    const error = await Promise.resolve()
      .then(() => handler({ Records: [] }, lambdaContext()))
      .catch((reason: unknown) => reason);
    expect(error).to.be.instanceOf(ConfigurationError);
  });
});
