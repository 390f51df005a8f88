import {
  CloudWatchClient,
  DeleteMetricStreamCommand,
  GetMetricStreamCommand,
  ListMetricStreamsCommand,
  ListTagsForResourceCommand,
  PutMetricStreamCommand,
  StartMetricStreamsCommand,
  StopMetricStreamsCommand,
  type ListMetricStreamsInput,
  type PutMetricStreamInput,
} from '@aws-sdk/client-cloudwatch';
import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../fakes';
import { failure } from './failure';

const START = Date.UTC(2026, 0, 1);

describe('CloudWatch metric streams', () => {
  let aws: FakeAws;
  const client = new CloudWatchClient({ region: 'us-east-1' });
  beforeEach(() => {
    aws = fakeAws({ seed: 1, time: 'virtual', start: START });
  });
  afterEach(() => aws.unplug());

  const given: Omit<PutMetricStreamInput, 'Name'> = {
    FirehoseArn: 'arn:aws:firehose:us-east-1:000000000000:deliverystream/d',
    RoleArn: 'arn:aws:iam::000000000000:role/r',
    OutputFormat: 'json',
  };
  const put = (Name: string, more: Partial<PutMetricStreamInput> = {}) =>
    client.send(new PutMetricStreamCommand({ ...given, Name, ...more }));
  const get = (Name: string) => client.send(new GetMetricStreamCommand({ Name }));
  const list = async (input: ListMetricStreamsInput = {}) =>
    (await client.send(new ListMetricStreamsCommand(input))).Entries?.map(
      ({ Name, State }) => `${Name} ${State}`,
    );

  it('are shown as AWS shows them, and keep their creation when they are changed', async () => {
    const { Arn } = await put('s');
    expect(Arn).to.equal('arn:aws:cloudwatch:us-east-1:000000000000:metric-stream/s');
    await aws.clock.advance('1m');
    await put('s', { IncludeFilters: [{ Namespace: 'App' }] });
    const { $metadata, ...stream } = await get('s');
    expect($metadata.httpStatusCode).to.equal(200);
    expect(stream).to.deep.equal({
      ...given,
      Arn,
      Name: 's',
      State: 'running',
      IncludeFilters: [{ Namespace: 'App' }],
      CreationDate: new Date(START),
      LastUpdateDate: new Date(START + 60_000),
      IncludeLinkedAccountsMetrics: false,
    });
  });

  it('start, stop and are deleted; what is not there is passed over', async () => {
    for (const name of ['a', 'b']) await put(name);
    await client.send(new StopMetricStreamsCommand({ Names: ['a', 'none'] }));
    expect(await list()).to.deep.equal(['a stopped', 'b running']);
    await put('a');
    expect(await list()).to.deep.equal(['a stopped', 'b running']);
    await client.send(new StartMetricStreamsCommand({ Names: ['a'] }));
    await client.send(new DeleteMetricStreamCommand({ Name: 'b' }));
    await client.send(new DeleteMetricStreamCommand({ Name: 'b' }));
    expect(await list()).to.deep.equal(['a running']);
    expect((await failure(get('b'))).name).to.equal('ResourceNotFoundException');
    const none = client.send(new StartMetricStreamsCommand({ Names: [] }));
    expect((await failure(none)).name).to.equal('MissingRequiredParameterException');
  });

  it('come in pages', async () => {
    for (const name of ['a', 'b', 'c']) await put(name);
    const { NextToken } = await client.send(new ListMetricStreamsCommand({ MaxResults: 2 }));
    expect(await list({ NextToken })).to.deep.equal(['c running']);
    expect((await failure(list({ NextToken: 'x' }))).name).to.equal('InvalidNextToken');
    expect((await failure(list({ MaxResults: 0 }))).name).to.equal('InvalidParameterValueException');
  });

  it('have the tags that they were made with', async () => {
    const { Arn: ResourceARN } = await put('s', { Tags: [{ Key: 'a', Value: '1' }] });
    await put('s', { Tags: [{ Key: 'b', Value: '2' }] });
    const { Tags } = await client.send(new ListTagsForResourceCommand({ ResourceARN }));
    expect(Tags).to.deep.equal([{ Key: 'a', Value: '1' }]);
    const other = client.send(new ListTagsForResourceCommand({ ResourceARN: `${ResourceARN}2` }));
    expect((await failure(other)).name).to.equal('ResourceNotFoundException');
  });

  const refused: readonly [
    title: string,
    name: string,
    input: Partial<PutMetricStreamInput>,
    message: string,
  ][] = [
    ['an empty name', '', {}, 'The parameter Name is required.'],
    ['a name with a space', 'a b', {}, 'The value a b for parameter Name is invalid.'],
    [
      'another format',
      's',
      { OutputFormat: 'xml' as never },
      'The parameter OutputFormat must be a value in the set [ json, opentelemetry0.7, opentelemetry1.0 ].',
    ],
    ['no ARN', 's', { RoleArn: 'role' }, 'The value role for parameter RoleArn is invalid.'],
    [
      'filters of both kinds',
      's',
      { IncludeFilters: [], ExcludeFilters: [] },
      'The parameters IncludeFilters and ExcludeFilters are mutually exclusive and you have specified both.',
    ],
  ];
  for (const [title, name, input, message] of refused) {
    it(`are refused for ${title}`, async () => {
      expect((await failure(put(name, input))).message).to.equal(message);
      expect(await list()).to.deep.equal([]);
    });
  }
});
