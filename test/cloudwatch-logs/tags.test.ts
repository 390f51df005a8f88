import {
  CreateLogGroupCommand,
  ListTagsForResourceCommand,
  ListTagsLogGroupCommand,
  TagLogGroupCommand,
  TagResourceCommand,
  UntagLogGroupCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { expect } from 'chai';
import { failure, logsWorld } from './logs-world';

describe('CloudWatchLogs tags', () => {
  const logs = logsWorld();
  const resourceArn = 'arn:aws:logs:us-east-1:000000000000:log-group:t';
  const logGroupName = 't';
  const byArn = async (arn = resourceArn) =>
    (await logs.client.send(new ListTagsForResourceCommand({ resourceArn: arn }))).tags;
  const byName = async () => (await logs.client.send(new ListTagsLogGroupCommand({ logGroupName }))).tags;
  beforeEach(() => logs.client.send(new CreateLogGroupCommand({ logGroupName, tags: { env: 'a' } })));

  it('are the same by ARN and by name', async () => {
    await logs.client.send(new TagResourceCommand({ resourceArn, tags: { env: 'b', x: '1' } }));
    await logs.client.send(new TagLogGroupCommand({ logGroupName, tags: { y: '' } }));
    expect(await byArn()).to.deep.equal({ env: 'b', x: '1', y: '' });
    await logs.client.send(new UntagResourceCommand({ resourceArn, tagKeys: ['x', 'none'] }));
    await logs.client.send(new UntagLogGroupCommand({ logGroupName, tags: ['env'] }));
    expect(await byName()).to.deep.equal({ y: '' });
    expect(await byArn()).to.deep.equal({ y: '' });
  });

  it('are 50 at most, with keys of up to 128 and values of up to 256 characters', async () => {
    const many = Object.fromEntries(Array.from({ length: 49 }, (_, i) => [`k${i}`, 'v']));
    await logs.client.send(new TagResourceCommand({ resourceArn, tags: many }));
    const tag = (tags: Record<string, string>) =>
      failure(logs.client.send(new TagResourceCommand({ resourceArn, tags })));
    expect((await tag({ more: 'x' })).name).to.equal('TooManyTagsException');
    expect((await tag({ ['k'.repeat(129)]: 'x' })).message).to.contain('less than or equal to 128');
    expect((await tag({ k: 'x'.repeat(257) })).message).to.contain('less than or equal to 256');
    expect((await tag({ '': 'x' })).message).to.contain('greater than or equal to 1');
    expect(Object.keys((await byArn()) ?? {})).to.have.length(50);
  });

  it('go by the ARN without :*', async () => {
    expect((await failure(byArn(`${resourceArn}:*`))).name).to.equal('InvalidParameterException');
    expect((await failure(byArn('t'))).name).to.equal('InvalidParameterException');
    expect((await failure(byArn(`${resourceArn}x`))).name).to.equal('ResourceNotFoundException');
    expect((await failure(byArn(resourceArn.replace('us-east-1', 'eu-west-1')))).name).to.equal(
      'ResourceNotFoundException',
    );
  });
});
