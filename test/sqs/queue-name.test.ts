import { CreateQueueCommand } from '@aws-sdk/client-sqs';
import { expect } from 'chai';
import { arnOfUrl, nameOfArn, queueArn, queueUrl } from '../../fakes/sqs/queue-name';
import { refusal, sqsWorld } from './sqs-world';

const place = { region: 'us-east-1', accountId: '000000000000' };

describe('SQS queue URLs', () => {
  const arn = 'arn:aws:sqs:us-east-1:000000000000:q';
  for (const url of [
    'https://sqs.us-east-1.amazonaws.com/000000000000/q',
    'https://queue.amazonaws.com/000000000000/q',
    'http://localhost:4566/000000000000/q',
    'http://localhost:4566/queue/us-east-1/000000000000/q',
    '/000000000000/q',
    'q',
  ]) {
    it(`find the queue for ${url}`, () => expect(arnOfUrl(place, url)).to.equal(arn));
  }
  for (const url of [
    'https://sqs.eu-west-1.amazonaws.com/000000000000/q',
    'https://x/111111111111/q',
    '/',
    'a/',
  ]) {
    it(`find nothing for ${url}`, () => expect(arnOfUrl(place, url)).to.equal(undefined));
  }

  it('are made of region, account and name', () => {
    expect(queueUrl(place, 'q')).to.equal('https://sqs.us-east-1.amazonaws.com/000000000000/q');
    expect(nameOfArn(queueArn(place, 'q'))).to.equal('q');
  });
});

describe('SQS queue names', () => {
  const sqs = sqsWorld();
  const create = (QueueName: string, Attributes?: Record<string, string>) =>
    sqs.client.send(new CreateQueueCommand({ QueueName, Attributes }));
  const STANDARD =
    'InvalidParameterValue: Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length';
  const FIFO =
    'InvalidParameterValue: The name of a FIFO queue can only include alphanumeric characters, hyphens, or underscores, must end with .fifo suffix and be 1 to 80 in length';

  for (const name of ['', 'a b', 'a.b', 'ä', 'q'.repeat(81), 'q.fifo']) {
    it(`may not be '${name}' for a standard queue`, async () =>
      expect(await refusal(create(name))).to.equal(STANDARD));
  }
  for (const name of ['q', '.fifo', 'a.b.fifo', `${'q'.repeat(76)}.fifo`]) {
    it(`may not be '${name}' for a FIFO queue`, async () => {
      expect(await refusal(create(name, { FifoQueue: 'true' }))).to.equal(FIFO);
    });
  }

  it('may have 80 characters, the suffix included', async () => {
    await create('aZ0_-'.repeat(16));
    await create(`${'q'.repeat(75)}.fifo`, { FifoQueue: 'True' });
    expect(sqs.aws.sqs.queueNames()).to.have.length(2);
  });

  it('tell upper from lower case', async () => {
    expect(await sqs.queue('Q')).to.not.equal(await sqs.queue('q'));
  });
});
