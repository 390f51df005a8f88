import { expect } from 'chai';
import type { FunctionOptions } from '../../fakes/lambda/functions';
import { findFunction } from '../../fakes/lambda/functions';
import { createState } from '../../fakes/lambda/state';
import { lambdaWorld, type LambdaWorld } from './world';

describe('aws.lambda.function', () => {
  let w: LambdaWorld;
  beforeEach(() => {
    w = lambdaWorld();
  });
  afterEach(() => w.aws.unplug());

  const make = (name: string, options?: FunctionOptions): unknown =>
    w.lambda.function(name, async () => undefined, options);

  it("has AWS's defaults", () => {
    expect(make('f')).to.deep.equal({
      name: 'f',
      arn: 'arn:aws:lambda:us-east-1:000000000000:function:f',
      region: 'us-east-1',
      thaw: 'never',
      timeoutMs: 3_000,
      memoryMB: 128,
      reservedConcurrency: undefined,
      environment: {},
      asyncRetryAttempts: 2,
      asyncEventAgeMs: 21_600_000,
      onSuccess: undefined,
      onFailure: undefined,
      deadLetterArn: undefined,
    });
  });

  const refused: [what: string, name: string, options: FunctionOptions, message: string][] = [
    ['a name with a space', 'a b', {}, 'a function name has 1 to 64'],
    ['a name of 65', 'x'.repeat(65), {}, 'a function name has 1 to 64'],
    ['no timeout', 'f', { timeout: 0 }, 'timeout in seconds is 0, and must be a whole number from 1 to 900'],
    ['part of a second', 'f', { timeout: '1500ms' }, 'timeout in seconds is 1.5'],
    ['over 15 minutes', 'f', { timeout: '901s' }, 'timeout in seconds is 901'],
    ['little memory', 'f', { memory: 127 }, 'memory is 127'],
    ['much memory', 'f', { memory: 10_241 }, 'memory is 10241'],
    ['negative concurrency', 'f', { reservedConcurrency: -1 }, 'reservedConcurrency is -1'],
    ['three retries', 'f', { asyncInvocation: { maximumRetryAttempts: 3 } }, 'maximumRetryAttempts is 3'],
    ['a short age', 'f', { asyncInvocation: { maximumEventAge: '59s' } }, 'maximumEventAge in seconds is 59'],
    ['a foreign queue', 'f', { deadLetterQueue: 'https://example.com/1/q' }, 'is no queue of this account'],
  ];
  for (const [what, name, options, message] of refused) {
    it(`refuses ${what}`, () => {
      expect(() => make(name, options))
        .to.throw(message)
        .with.property('name', 'FakeMisuse');
    });
  }

  it('accepts the limits', () => {
    make('x'.repeat(64), { timeout: '900s', memory: 10_240, reservedConcurrency: 0 });
    make('f', {
      timeout: '1s',
      memory: 128,
      asyncInvocation: { maximumRetryAttempts: 0, maximumEventAge: '60s' },
    });
  });

  it('takes queues by name, URL and ARN', async () => {
    const url = await w.queue('q');
    const arns = [url, 'q', w.arn('q')].map((deadLetterQueue) => make('f', { deadLetterQueue }));
    for (const entry of arns) expect(entry).to.include({ deadLetterArn: w.arn('q') });
  });

  it('is found by name, partial ARN and ARN', () => {
    const entry = make('f');
    const state = createState(w.aws.world.store);
    for (const name of [
      'f',
      'function:f',
      '000000000000:function:f',
      'arn:aws:lambda:us-east-1:000000000000:function:f:$LATEST',
    ]) {
      expect(findFunction(state, name)).to.equal(entry);
    }
    expect(findFunction(state, 'g')).to.equal(undefined);
  });

  it('says which functions there are when one is missing', async () => {
    const message = async (): Promise<string> =>
      w.lambda.invoke('g').then(
        () => '',
        (error: Error) => error.message,
      );
    expect(await message()).to.equal(
      'aws.lambda has no function "g": make it with aws.lambda.function(name, handler). There are none.',
    );
    make('f');
    expect(await message()).to.match(/There are f\.$/);
  });
});
