import type {
  DeleteMetricStreamInput,
  GetMetricStreamInput,
  GetMetricStreamOutput,
  ListMetricStreamsInput,
  ListMetricStreamsOutput,
  PutMetricStreamInput,
  PutMetricStreamOutput,
  StartMetricStreamsInput,
  StopMetricStreamsInput,
} from '@aws-sdk/client-cloudwatch';
import type { Context } from '../kernel/operation';
import { checkTags, toTags } from './alarm-checks';
import {
  invalidNextToken,
  invalidParameterCombination,
  invalidParameterValue,
  missingParameter,
  resourceNotFound,
} from './errors';
import { given } from '../kernel/given';
import { MAX_STREAM_NAME_LENGTH, STREAMS_PER_PAGE } from './limits';
import type { CloudwatchState, MetricStreamEntry } from './state';

/**
 * Creates or replaces a metric stream, which runs at once. The stream is kept; nothing is sent, as there is no Firehose in
 * the world.
 *
 * @throws MissingRequiredParameterException, InvalidParameterCombinationException, InvalidParameterValueException
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricStream.html
 */
export function putMetricStream(
  context: Context<CloudwatchState>,
  input: PutMetricStreamInput,
): PutMetricStreamOutput {
  const { Name: name = '', Tags, ...configuration } = input;
  checkStream(name, input);
  checkTags(Tags ?? []);
  const { state, region, accountId, now } = context;
  const existing = state.metricStreams.get([region, name]);
  const arn = `arn:aws:cloudwatch:${region}:${accountId}:metric-stream/${name}`;
  state.metricStreams.put([region, name], {
    arn,
    name,
    configuration,
    isRunning: existing?.isRunning ?? true,
    createdAt: existing?.createdAt ?? now,
    updatedAt: now,
  });
  // Documented: Tags are ignored when a stream is updated.
  if (existing === undefined && Tags !== undefined) state.tags.put(arn, toTags(Tags));
  return { Arn: arn };
}

/** Documented: API_PutMetricStream. Assumed: the wordings. */
function checkStream(name: string, input: PutMetricStreamInput): void {
  for (const member of ['Name', 'FirehoseArn', 'RoleArn', 'OutputFormat'] as const) {
    if (input[member] === '') throw missingParameter(`The parameter ${member} is required.`);
  }
  if (input.IncludeFilters !== undefined && input.ExcludeFilters !== undefined)
    throw invalidParameterCombination(
      'The parameters IncludeFilters and ExcludeFilters are mutually exclusive and you have specified both.',
    );
  if (!/^[\w-]+$/.test(name) || name.length > MAX_STREAM_NAME_LENGTH)
    throw invalidParameterValue(`The value ${name} for parameter Name is invalid.`);
  if (!FORMATS.includes(given(input.OutputFormat)))
    throw invalidParameterValue(
      `The parameter OutputFormat must be a value in the set [ ${FORMATS.join(', ')} ].`,
    );
  for (const member of ['FirehoseArn', 'RoleArn'] as const) {
    if (!given(input[member]).startsWith('arn:'))
      throw invalidParameterValue(`The value ${input[member]} for parameter ${member} is invalid.`);
  }
}

const FORMATS: readonly string[] = ['json', 'opentelemetry0.7', 'opentelemetry1.0'];

/**
 * @throws MissingRequiredParameterException, ResourceNotFoundException
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricStream.html
 */
export function getMetricStream(
  context: Context<CloudwatchState>,
  input: GetMetricStreamInput,
): GetMetricStreamOutput {
  const { state, region } = context;
  const name = given(input.Name);
  const stream = state.metricStreams.get([region, name]);
  if (stream === undefined) throw resourceNotFound('metric-stream', name);
  const { IncludeLinkedAccountsMetrics = false, ...configuration } = stream.configuration;
  // Captured: the members.
  return { ...toEntry(stream), ...configuration, IncludeLinkedAccountsMetrics };
}

/** Streams by name. @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_ListMetricStreams.html */
export function listMetricStreams(
  { state, region }: Context<CloudwatchState>,
  input: ListMetricStreamsInput,
): ListMetricStreamsOutput {
  const { MaxResults = STREAMS_PER_PAGE, NextToken } = input;
  // Documented: API_ListMetricStreams, 1 to 500. Assumed: the wording.
  if (!(MaxResults >= 1 && MaxResults <= STREAMS_PER_PAGE))
    throw invalidParameterValue(`The value ${MaxResults} for parameter MaxResults is invalid.`);
  const after = NextToken === undefined ? undefined : fromToken(NextToken);
  const page: MetricStreamEntry[] = [];
  const from = after === undefined ? { from: [region, ''] as const } : { after: [region, after] as const };
  for (const [key, stream] of state.metricStreams.entries(from)) {
    if (key[0] !== region) break;
    if (page.length >= MaxResults)
      return { Entries: page.map(toEntry), NextToken: toToken(given(page.at(-1)).name) };
    page.push(stream);
  }
  return { Entries: page.map(toEntry) };
}

function toEntry({ arn, name, configuration, isRunning, createdAt, updatedAt }: MetricStreamEntry) {
  return {
    Arn: arn,
    Name: name,
    FirehoseArn: configuration.FirehoseArn,
    OutputFormat: configuration.OutputFormat,
    State: isRunning ? 'running' : 'stopped',
    CreationDate: new Date(createdAt),
    LastUpdateDate: new Date(updatedAt),
  };
}

/** Deletes a stream. @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DeleteMetricStream.html */
export function deleteMetricStream(
  { state, region }: Context<CloudwatchState>,
  input: DeleteMetricStreamInput,
): object {
  const name = given(input.Name);
  const stream = state.metricStreams.get([region, name]);
  // Documented: the operation lists no error for a stream that is not there.
  if (stream === undefined) return {};
  state.metricStreams.delete([region, name]);
  state.tags.delete(stream.arn);
  return {};
}

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_StartMetricStreams.html */
export function startMetricStreams(
  context: Context<CloudwatchState>,
  input: StartMetricStreamsInput,
): object {
  return setRunning(context, given(input.Names), true);
}

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_StopMetricStreams.html */
export function stopMetricStreams(context: Context<CloudwatchState>, input: StopMetricStreamsInput): object {
  return setRunning(context, given(input.Names), false);
}

/** Assumed: names of streams that do not exist are passed over, as the operations document no error. */
function setRunning(
  { state, region }: Context<CloudwatchState>,
  names: readonly string[],
  isRunning: boolean,
): object {
  if (names.length === 0) throw missingParameter('The parameter Names is required.');
  for (const name of names) {
    const stream = state.metricStreams.get([region, name]);
    if (stream !== undefined) state.metricStreams.put([region, name], { ...stream, isRunning });
  }
  return {};
}

function toToken(name: string): string {
  return Buffer.from(`stream:${name}`).toString('base64');
}

/** Assumed: the wording. */
function fromToken(token: string): string {
  const text = Buffer.from(token, 'base64').toString();
  if (!text.startsWith('stream:')) throw invalidNextToken('The value for parameter NextToken is invalid.');
  return text.slice('stream:'.length);
}
