import {
  CreateQueueCommand,
  ListQueueTagsCommand,
  TagQueueCommand,
  UntagQueueCommand,
} from '@aws-sdk/client-sqs';
import { expect } from 'chai';
import { refusal, sqsWorld } from './sqs-world';

describe('SQS tags', () => {
  const sqs = sqsWorld();
  const tag = (Tags: Record<string, string>) => sqs.client.send(new TagQueueCommand({ QueueUrl: 'q', Tags }));
  const untag = (...TagKeys: string[]) => sqs.client.send(new UntagQueueCommand({ QueueUrl: 'q', TagKeys }));
  const list = () => sqs.client.send(new ListQueueTagsCommand({ QueueUrl: 'q' }));

  it('are absent when there are none', async () => {
    await sqs.queue();
    expect(await list()).to.not.have.property('Tags');
    await tag({ a: '1' });
    await untag('a');
    expect(await list()).to.not.have.property('Tags');
  });

  it('are added, given new values, and told apart by case', async () => {
    await sqs.queue();
    await tag({ a: '1', b: '' });
    await tag({ a: '2', A: '3', __proto__x: '4' });
    expect((await list()).Tags).to.deep.equal({ a: '2', b: '', A: '3', __proto__x: '4' });
  });

  it('are removed, and unknown keys ignored', async () => {
    await sqs.queue();
    await tag({ a: '1', b: '2' });
    await untag('a', 'none');
    expect((await list()).Tags).to.deep.equal({ b: '2' });
  });

  it('are at most 50', async () => {
    const tags = Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`k${i}`, 'v']));
    await sqs.queue();
    await tag(tags);
    expect(await refusal(tag({ more: 'x' }))).to.match(/^InvalidParameterValue: Too many tags added/);
    await tag({ k0: 'again' });
    const command = new CreateQueueCommand({ QueueName: 'other', tags: { ...tags, more: 'x' } });
    expect(await refusal(sqs.client.send(command))).to.match(/^InvalidParameterValue: Too many tags added/);
  });

  it('must be given', async () => {
    await sqs.queue();
    expect(await refusal(tag({}))).to.equal('MissingParameter: The request must contain the parameter Tags.');
    expect(await refusal(untag())).to.equal(
      'MissingParameter: The request must contain the parameter TagKeys.',
    );
  });
});
