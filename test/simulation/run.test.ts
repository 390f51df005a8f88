import {
  CreateTableCommand,
  DynamoDBClient,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, PutObjectCommand, S3Client, waitUntilObjectExists } from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { expect } from 'chai';
import crypto from 'node:crypto';
import fs from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import zlib from 'node:zlib';
import { explore, SimulationFailure, type ExploreOptions, type FakeAws } from '../../fakes';
import { arrangePointer, compareAndSwap, everyNameOnce, naive, namesBehindPointer } from './pointer-writers';

const s3 = new S3Client({});
const ddb = new DynamoDBClient({});
const realTimeout = globalThis.setTimeout;
const Bucket = 'snapshots';

const get = () => s3.send(new GetObjectCommand({ Bucket, Key: 'pointer' }));
const put = (Key: string) => s3.send(new PutObjectCommand({ Bucket, Key, Body: 'x' }));

/** Two tasks of three calls with something between the calls: 20 orders when nothing is missed or added. */
const between = (work: () => Promise<unknown>): ExploreOptions => {
  const task = (name: string) => async (): Promise<void> => {
    await get();
    await work();
    await put(`data/${name}`);
    await work();
    await put('pointer');
  };
  return {
    arrange: arrangePointer,
    tasks: { A: task('A'), B: task('B') },
    assert: () => undefined,
    reduce: false,
  };
};

describe('simulation/run', function () {
  this.timeout(20_000);

  const works: [string, () => Promise<unknown>][] = [
    [
      '5,000 awaits',
      async () => {
        for (let i = 0; i < 5_000; i++) await Promise.resolve();
      },
    ],
    ['files', () => fs.readFile(__filename)],
    ['crypto.scrypt', () => promisify(crypto.scrypt)('password', 'salt', 16)],
    ['subtle.digest', () => crypto.webcrypto.subtle.digest('SHA-256', new Uint8Array(10_000))],
    ['zlib.gzip', () => promisify(zlib.gzip)(Buffer.alloc(10_000))],
  ];
  for (const [name, work] of works) {
    it(`explores exactly around ${name}`, async () => {
      expect(await explore(between(work))).to.include({ runs: 20, complete: true });
    });
  }

  it('seeds what handlers draw', async () => {
    const draw = async (): Promise<void> => void (await put(`random/${crypto.randomUUID()}`));
    const report = await explore({ ...between(draw), tasks: { A: draw, B: draw } });
    expect(report).to.include({ runs: 2, complete: true });
  });

  it('names unseeded randomness', async () => {
    let uncontrolled = 0;
    const draw = async (): Promise<void> => void (await put(`random/${uncontrolled++}`));
    const error = await explore({ ...between(draw), tasks: { A: draw } }).catch((reason: unknown) => reason);
    expect(String(error)).to.contain(
      '[A PutObject snapshots random/0], the same run again had [A PutObject snapshots random/1]',
    );
  });

  it('names a timer that was captured before', async () => {
    let timer: NodeJS.Timeout | undefined;
    const captured = (): Promise<void> => new Promise((resolve) => (timer = realTimeout(resolve, 5_000)));
    const error = await explore(between(captured)).catch((reason: unknown) => reason);
    clearTimeout(timer);
    expect(String(error)).to.match(
      /a real timer of 5000 ms \(set at .*run\.test\.ts:\d+:\d+\)?\) was set: code under test took its timer functions before/,
    );
    expect(String(error)).to.contain('mocha --require aws-fakes/register');
  });

  it('names what a stuck task waits for', async () => {
    let port: { readonly port1: { close(): void } } | undefined;
    const wait = (): Promise<unknown> => {
      port = new MessageChannel();
      return new Promise(() => undefined);
    };
    const error = await explore(between(wait)).catch((reason: unknown) => reason);
    port?.port1.close();
    expect(String(error)).to.contain(
      'deadlock: A, B wait for something the simulation does not control: MESSAGEPORT.',
    );
  });

  it('offers another order where the code yields', async () => {
    let shared = 0;
    const options = (yields: boolean): ExploreOptions => {
      const increment = async (
        aws: FakeAws,
        simulation: { yield(label: string): Promise<void> },
      ): Promise<void> => {
        await simulation.yield('at first');
        const read = shared;
        if (yields) await simulation.yield('between read and write');
        shared = read + 1;
        expect(aws.seed).to.equal(1);
      };
      return {
        tasks: { A: increment, B: increment },
        reset: () => (shared = 0),
        assert: () => void expect(shared).to.equal(2),
      };
    };
    expect((await explore(options(false))).failures).to.equal(0);
    const error = await explore(options(true)).catch((reason: unknown) => reason);
    expect(error).to.be.instanceOf(SimulationFailure);
    expect(String(error)).to.contain('(yields)');
  });

  it('orders the parts of an upload: 3! orders', async () => {
    const body = Buffer.alloc(15 * 1024 * 1024, 'x');
    const report = await explore({
      arrange: arrangePointer,
      tasks: { A: () => new Upload({ client: s3, params: { Bucket, Key: 'big', Body: body } }).done() },
      assert: ({ aws }) => void expect(aws.s3.bucket(Bucket).get('big')?.size).to.equal(body.length),
      reduce: false,
    });
    expect(report).to.include({ runs: 6, complete: true });
  });

  it("waits in the SDK's waiters without wall time", async () => {
    const ends: number[] = [];
    const report = await explore({
      arrange: arrangePointer,
      tasks: {
        A: () => waitUntilObjectExists({ client: s3, maxWaitTime: 600 }, { Bucket, Key: 'late' }),
        B: async () => {
          await sleep(60_000);
          await put('late');
        },
      },
      assert: ({ aws, outcomes }) => {
        expect(outcomes['A']).to.have.property('kind', 'returned');
        ends.push(aws.clock.now() - Date.UTC(2026, 0, 1));
      },
    });
    expect(report.failures).to.equal(0);
    expect(ends[0]).to.be.within(60_000, 200_000);
  });

  describe('a lock of ten seconds in DynamoDB, without fencing', () => {
    const key = { TableName: 'locks', Key: { id: { S: 'pointer' } } };

    async function lock(owner: string): Promise<void> {
      for (;;) {
        const now = Date.now();
        try {
          await ddb.send(
            new PutItemCommand({
              TableName: 'locks',
              Item: { id: { S: 'pointer' }, owner: { S: owner }, until: { N: String(now + 10_000) } },
              ConditionExpression: 'attribute_not_exists(id) OR #u < :now',
              ExpressionAttributeNames: { '#u': 'until' },
              ExpressionAttributeValues: { ':now': { N: String(now) } },
            }),
          );
          return;
        } catch (error) {
          if (!(error instanceof Error) || error.name !== 'ConditionalCheckFailedException') throw error;
          await sleep(12_000);
        }
      }
    }

    const locked = (name: string) => async (): Promise<void> => {
      await lock(name);
      await naive(name)();
      await ddb
        .send(
          new UpdateItemCommand({
            ...key,
            UpdateExpression: 'SET #u = :zero',
            ConditionExpression: '#o = :me',
            ExpressionAttributeNames: { '#u': 'until', '#o': 'owner' },
            ExpressionAttributeValues: { ':zero': { N: '0' }, ':me': { S: name } },
          }),
        )
        .catch(() => undefined);
    };

    const options: ExploreOptions = {
      arrange: async () => {
        await arrangePointer();
        await ddb.send(
          new CreateTableCommand({
            TableName: 'locks',
            KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
            AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
            BillingMode: 'PAY_PER_REQUEST',
          }),
        );
      },
      tasks: { A: locked('A'), B: locked('B') },
      assert: everyNameOnce('A', 'B'),
    };

    it('holds in every order of calls that answer at once', async () => {
      const report = await explore({ ...options, reduce: false });
      expect(report).to.include({ failures: 0, complete: true });
    });

    it('loses an update when a call may be slow: time moves on while it is under way', async () => {
      const bounds = { preemptions: 3, timeJumps: 3 };
      const error = await explore({ ...options, bounds }).catch((reason: unknown) => reason);
      expect(error).to.be.instanceOf(SimulationFailure);
      expect(String(error)).to.contain('(time moves on)');
    });
  });

  it('begins fault rules anew in every run, and fails for one that never struck', async () => {
    const base: ExploreOptions = {
      tasks: { A: compareAndSwap('A'), B: compareAndSwap('B') },
      assert: ({ aws }) => {
        expect(aws.calls.retries).to.equal(1);
        expect(namesBehindPointer(aws)).to.have.lengthOf(2);
      },
    };
    const rule =
      (after: number) =>
      async (aws: FakeAws): Promise<void> => {
        await arrangePointer();
        aws.faults.on(GetObjectCommand).throttled().after(after);
      };
    expect(await explore({ ...base, arrange: rule(0) })).to.include({ failures: 0, complete: true });
    const error = await explore({ ...base, arrange: rule(9), assert: () => undefined }).catch(
      (reason: unknown) => reason,
    );
    expect(String(error)).to.contain('fault rule S3.GetObject: throttled, 1 time');
  });
});
