import { expect } from 'chai';
import { bucketArnOf, functionArnOf, queueArnOf, topicArnOf } from '../../fakes/lambda/arns';
import { lambdaWorld } from './world';

describe('lambda/arns', () => {
  const w = lambdaWorld();
  const { world } = w.aws;
  w.aws.unplug();

  const rows: readonly (readonly [what: string, found: string, arn: string])[] = [
    ['a queue by its name', queueArnOf({ world }, 'q'), 'arn:aws:sqs:us-east-1:000000000000:q'],
    [
      'a queue by its URL',
      queueArnOf({ world }, 'https://sqs.us-east-1.amazonaws.com/000000000000/q'),
      'arn:aws:sqs:us-east-1:000000000000:q',
    ],
    ['a queue by its ARN', queueArnOf({ world }, 'arn:aws:sqs:x:1:q'), 'arn:aws:sqs:x:1:q'],
    ['a topic by its name', topicArnOf({ world }, 't'), 'arn:aws:sns:us-east-1:000000000000:t'],
    ['a topic by its ARN', topicArnOf({ world }, 'arn:aws:sns:x:1:t'), 'arn:aws:sns:x:1:t'],
    [
      'a function by its name',
      functionArnOf({ world }, 'f'),
      'arn:aws:lambda:us-east-1:000000000000:function:f',
    ],
    ['a function by its ARN', functionArnOf({ world }, 'arn:aws:lambda:x'), 'arn:aws:lambda:x'],
    ['a bucket by its name', bucketArnOf('b'), 'arn:aws:s3:::b'],
    ['a bucket by its ARN', bucketArnOf('arn:aws:s3:::b'), 'arn:aws:s3:::b'],
  ];
  for (const [what, found, arn] of rows) it(`names ${what}`, () => expect(found).to.equal(arn));

  it('refuses a URL of another account', () => {
    const url = 'https://sqs.us-east-1.amazonaws.com/111111111111/q';
    expect(() => queueArnOf({ world }, url)).to.throw(`aws.lambda: ${url} is no queue of this account.`);
  });
});
