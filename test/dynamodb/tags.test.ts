import {
  ListTagsOfResourceCommand,
  TagResourceCommand,
  UntagResourceCommand,
  type Tag,
} from '@aws-sdk/client-dynamodb';
import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../fakes';
import { answer, caught, client, createTable, expectRefusal } from './arrange';

describe('DynamoDB tags', () => {
  let aws: FakeAws;
  let ResourceArn: string;
  beforeEach(async () => {
    aws = fakeAws({ seed: 1 });
    await createTable('t00', 'pk', {}, { Tags: [{ Key: 'team', Value: 'a' }] });
    ResourceArn = aws.dynamodb.table('t00').arn;
  });
  afterEach(() => aws.unplug());
  const tag = (Tags: Tag[], arn = ResourceArn) =>
    client.send(new TagResourceCommand({ ResourceArn: arn, Tags }));
  const tags = async () => (await client.send(new ListTagsOfResourceCommand({ ResourceArn }))).Tags;

  it('adds, replaces and removes', async () => {
    expect(
      answer(
        await tag([
          { Key: 'team', Value: 'b' },
          { Key: 'stage', Value: '' },
        ]),
      ),
    ).to.deep.equal({});
    expect(await tags()).to.deep.equal([
      { Key: 'team', Value: 'b' },
      { Key: 'stage', Value: '' },
    ]);
    const input = { ResourceArn, TagKeys: ['team', 'unknown'] };
    expect(answer(await client.send(new UntagResourceCommand(input)))).to.deep.equal({});
    expect(await tags()).to.deep.equal([{ Key: 'stage', Value: '' }]);
  });

  it('refuses a NextToken: there is no second page', async () => {
    const input = { ResourceArn, NextToken: 'more' };
    const error = await caught(client.send(new ListTagsOfResourceCommand(input)));
    expect(error.message).to.contain('a NextToken (all tags fit one page) is not modelled');
    expect(aws.world.takeProblems()).to.have.lengthOf(1);
  });

  const constraint = (path: string, most: number) =>
    `failed to satisfy constraint: Member must have length less than or equal to ${most}`.replace(
      /^/,
      `${path} `,
    );
  it('counts characters, and at most 50 tags', async () => {
    const long = 'é'.repeat(129);
    await expectRefusal(
      tag([{ Key: long, Value: '' }]),
      `1 validation error detected: Value '${long}' at ${constraint("'tags.1.member.key'", 128)}`,
    );
    await tag([{ Key: long.slice(1), Value: 'é'.repeat(256) }]);
    const many = Array.from({ length: 49 }, (_, i) => ({ Key: `k${i}`, Value: '' }));
    await expectRefusal(tag(many), 'Number of Tags exceed the current limit for the provided ResourceArn');
    await tag(many.slice(1));
    expect(await tags()).to.have.lengthOf(50);
  });

  it('refuses reserved keys, doubled keys, and resources that are not there', async () => {
    await expectRefusal(
      tag([{ Key: 'aws:x', Value: '' }]),
      'Tag Key cannot be prefixed with aws:, Key: aws:x',
    );
    await expectRefusal(
      tag([
        { Key: 'k', Value: '1' },
        { Key: 'k', Value: '2' },
      ]),
      'Duplicate Tag Keys provided as input: Duplicate Tag Key found k',
    );
    await expectRefusal(
      tag([{ Key: 'k', Value: '' }], 'nonsense'),
      'Invalid TableArn: Invalid ResourceArn provided as input nonsense',
    );
    await expectRefusal(tag([]), 'Atleast one Tag needs to be provided as Input.');
    await expectRefusal(
      client.send(new UntagResourceCommand({ ResourceArn, TagKeys: [] })),
      'Atleast one Tag Key needs to be provided as Input.',
    );
    const gone = ResourceArn.replace('t00', 'gone');
    await expectRefusal(
      tag([{ Key: 'k', Value: '' }], gone),
      `Requested resource not found: ResourceArn: ${gone} not found`,
      'ResourceNotFoundException',
    );
  });
});
