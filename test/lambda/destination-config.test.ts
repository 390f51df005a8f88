import { expect } from 'chai';
import { lambdaWorld, type LambdaWorld } from './world';
import type { DestinationOptions } from '../../fakes/lambda/destination-config';

describe('lambda/destination-config', () => {
  let w: LambdaWorld;
  beforeEach(() => {
    w = lambdaWorld();
  });
  afterEach(() => w.aws.unplug());

  const entry = (asyncInvocation: { onSuccess?: DestinationOptions; onFailure?: DestinationOptions }) =>
    w.lambda.function('f', async () => undefined, { asyncInvocation });

  it('takes a queue, topic, function or bucket by its name or ARN', () => {
    const onFailure = (options: DestinationOptions) => entry({ onFailure: options }).onFailure;
    expect(onFailure({ queue: 'q' })).to.equal('arn:aws:sqs:us-east-1:000000000000:q');
    expect(onFailure({ topic: 't' })).to.equal('arn:aws:sns:us-east-1:000000000000:t');
    expect(onFailure({ function: 'g' })).to.equal('arn:aws:lambda:us-east-1:000000000000:function:g');
    expect(onFailure({ bucket: 'b' })).to.equal('arn:aws:s3:::b');
    expect(onFailure({ bucket: 'arn:aws:s3:::c' })).to.equal('arn:aws:s3:::c');
  });

  const rows: readonly (readonly [DestinationOptions, 'onSuccess' | 'onFailure', string])[] = [
    [{}, 'onFailure', 'queue, topic, function, bucket'],
    [{ queue: 'q', topic: 't' }, 'onFailure', 'queue, topic, function, bucket'],
    [{ bucket: 'b' }, 'onSuccess', 'queue, topic, function'],
  ];
  for (const [options, member, allowed] of rows) {
    it(`refuses ${JSON.stringify(options)} as ${member}`, () => {
      expect(() => entry({ [member]: options })).to.throw(
        `aws.lambda.function("f"): ${member}: give exactly one of ${allowed}.`,
      );
    });
  }

  it('has no function as the destination of a stream, as AWS has none', async () => {
    await w.table();
    entry({});
    expect(() =>
      w.lambda.eventSource({ table: 'orders', function: 'f', onFailure: { function: 'f' } }),
    ).to.throw('aws.lambda.eventSource({ onFailure }): give exactly one of queue, topic, bucket.');
  });
});
