import {
  AddPermissionCommand,
  GetQueueAttributesCommand,
  RemovePermissionCommand,
  SetQueueAttributesCommand,
} from '@aws-sdk/client-sqs';
import { expect } from 'chai';
import { refusal, sqsWorld } from './sqs-world';

describe('SQS permissions', () => {
  const sqs = sqsWorld();
  const add = (Label: string, AWSAccountIds: string[], Actions: string[]) =>
    sqs.client.send(new AddPermissionCommand({ QueueUrl: 'q', Label, AWSAccountIds, Actions }));
  const remove = (Label: string) => sqs.client.send(new RemovePermissionCommand({ QueueUrl: 'q', Label }));
  const policy = async () => {
    const command = new GetQueueAttributesCommand({ QueueUrl: 'q', AttributeNames: ['Policy'] });
    const text = (await sqs.client.send(command)).Attributes?.Policy;
    return text === undefined ? undefined : (JSON.parse(text) as unknown);
  };
  const arn = 'arn:aws:sqs:us-east-1:000000000000:q';

  it("are statements of the queue's policy, one value alone and several in a list", async () => {
    await sqs.queue();
    await add('one', ['111111111111'], ['SendMessage']);
    await add('two', ['111111111111', '222222222222'], ['SendMessage', 'ReceiveMessage']);
    expect(await policy()).to.deep.equal({
      Version: '2008-10-17',
      Id: `${arn}/SQSDefaultPolicy`,
      Statement: [
        {
          Sid: 'one',
          Effect: 'Allow',
          Principal: { AWS: 'arn:aws:iam::111111111111:root' },
          Action: 'SQS:SendMessage',
          Resource: arn,
        },
        {
          Sid: 'two',
          Effect: 'Allow',
          Principal: { AWS: ['arn:aws:iam::111111111111:root', 'arn:aws:iam::222222222222:root'] },
          Action: ['SQS:SendMessage', 'SQS:ReceiveMessage'],
          Resource: arn,
        },
      ],
    });
  });

  it('go one by one, and the policy with the last', async () => {
    await sqs.queue();
    await add('a', ['111111111111'], ['*']);
    await add('b', ['111111111111'], ['*']);
    await remove('a');
    expect(await policy()).to.have.nested.property('Statement[0].Sid', 'b');
    await remove('b');
    expect(await policy()).to.equal(undefined);
  });

  it('keep what else stands in the policy', async () => {
    await sqs.queue();
    const Policy = JSON.stringify({ Version: '2012-10-17', Statement: { Sid: 'own', Effect: 'Deny' } });
    await sqs.client.send(new SetQueueAttributesCommand({ QueueUrl: 'q', Attributes: { Policy } }));
    await add('a', ['111111111111'], ['SendMessage']);
    expect(await policy()).to.have.nested.property('Statement[0].Effect', 'Deny');
    expect(await policy()).to.include({ Version: '2012-10-17' });
  });

  it('have labels that are unique and known', async () => {
    await sqs.queue();
    await add('a', ['111111111111'], ['SendMessage']);
    expect(await refusal(add('a', ['111111111111'], ['SendMessage']))).to.equal(
      'InvalidParameterValue: Value a for parameter Label is invalid. Reason: Already exists.',
    );
    expect(await refusal(remove('b'))).to.equal(
      "InvalidParameterValue: Value b for parameter Label is invalid. Reason: can't find label.",
    );
    expect(await refusal(remove('b c'))).to.match(/Reason: Can only include alphanumeric characters/);
    expect(await refusal(remove(''))).to.equal(
      'MissingParameter: The request must contain the parameter Label.',
    );
  });

  const actions = [
    'SendMessage',
    'ReceiveMessage',
    'DeleteMessage',
    'GetQueueUrl',
    'PurgeQueue',
    '*',
    'GetQueueAttributes',
  ];
  it('have at most seven actions', async () => {
    await sqs.queue();
    await add('seven', ['111111111111'], actions);
    expect(await refusal(add('eight', ['111111111111'], [...actions, 'ChangeMessageVisibility']))).to.equal(
      'OverLimit: 8 Actions were found, maximum allowed is 7.',
    );
  });

  it('are for accounts, and for actions that can be granted', async () => {
    await sqs.queue();
    expect(await refusal(add('a', ['bob'], ['SendMessage']))).to.equal(
      'InvalidParameterValue: Value bob for parameter PrincipalId is invalid. Reason: Unable to verify.',
    );
    expect(await refusal(add('a', ['111111111111'], ['CreateQueue']))).to.equal(
      'InvalidParameterValue: Value SQS:CreateQueue for parameter ActionName is invalid. Reason: Only the queue owner is allowed to invoke this action.',
    );
    expect(await refusal(add('a', [], ['SendMessage']))).to.match(/^MissingParameter: .*AWSAccountIds\.$/);
    expect(await refusal(add('a', ['111111111111'], []))).to.match(/^MissingParameter: .*Actions\.$/);
  });
});
