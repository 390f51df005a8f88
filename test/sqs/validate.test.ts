import { ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { expect } from 'chai';
import { requireId, requireRange } from '../../fakes/sqs/validate';
import { refusal, sqsWorld } from './sqs-world';

describe('SQS validation', () => {
  const sqs = sqsWorld();

  it('asks for the queue first', async () => {
    const call = (QueueUrl: string | undefined) =>
      refusal(sqs.client.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 11 })));
    const missing = 'MissingParameter: The request must contain the parameter QueueUrl.';
    expect(await call(undefined)).to.equal(missing);
    expect(await call('')).to.equal(missing);
    expect(await call('https://garbage')).to.equal('QueueDoesNotExist: The specified queue does not exist.');
  });

  it('answers a member of the wrong type', async () => {
    const call = sqs.client.send(new ReceiveMessageCommand({ QueueUrl: 5 as unknown as string }));
    expect(await refusal(call)).to.equal('SerializationException: QueueUrl must be a string.');
  });

  it('takes what is not given for fine', () => {
    requireId('MessageGroupId', undefined);
    requireRange('DelaySeconds', undefined, [0, 1], '');
  });
});
