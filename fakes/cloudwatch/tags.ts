import type {
  ListTagsForResourceInput,
  ListTagsForResourceOutput,
  TagResourceInput,
  UntagResourceInput,
} from '@aws-sdk/client-cloudwatch';
import { notSupported } from '../kernel/errors';
import type { Context } from '../kernel/operation';
import { checkLength, checkTagCount, checkTags, toTags } from './alarm-checks';
import { resourceNotFound, validationError } from './errors';
import { given } from '../kernel/given';
import type { CloudwatchState } from './state';

/**
 * Adds tags to an alarm, a dashboard, an insight rule or a metric stream; a tag of the same key is replaced.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_TagResource.html
 */
export function tagResource(context: Context<CloudwatchState>, input: TagResourceInput): object {
  const [arn, Tags] = [given(input.ResourceARN), given(input.Tags)];
  checkResource(context, arn);
  checkTags(Tags);
  const tags = { ...context.state.tags.get(arn), ...toTags(Tags) };
  checkTagCount(Object.keys(tags).length);
  context.state.tags.put(arn, tags);
  return {};
}

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_UntagResource.html */
export function untagResource(context: Context<CloudwatchState>, input: UntagResourceInput): object {
  const [arn, keys] = [given(input.ResourceARN), given(input.TagKeys)];
  checkResource(context, arn);
  const left = Object.entries(context.state.tags.get(arn) ?? {}).filter(([key]) => !keys.includes(key));
  context.state.tags.put(arn, Object.fromEntries(left));
  return {};
}

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_ListTagsForResource.html */
export function listTagsForResource(
  context: Context<CloudwatchState>,
  input: ListTagsForResourceInput,
): ListTagsForResourceOutput {
  const arn = given(input.ResourceARN);
  checkResource(context, arn);
  return { Tags: Object.entries(context.state.tags.get(arn) ?? {}).map(([Key, Value]) => ({ Key, Value })) };
}

/** Assumed: the wording for what is no ARN. */
function checkResource({ state, region, operation }: Context<CloudwatchState>, arn: string): void {
  checkLength(arn, 'resourceARN', 1, 1_024);
  const [, kind, name] =
    /^arn:[^:]+:cloudwatch:[^:]*:[^:]*:(alarm:|dashboard\/|[a-z-]+[:/])(.+)$/.exec(arn) ?? [];
  if (kind === undefined || name === undefined) throw validationError(`The ARN ${arn} is invalid.`);
  if (kind === 'alarm:') {
    if (state.alarms.get([region, name])?.arn !== arn) throw resourceNotFound('alarm', arn);
  } else if (kind === 'dashboard/') {
    if (state.dashboards.get(name)?.arn !== arn) throw resourceNotFound('dashboard', arn);
  } else if (kind === 'insight-rule/') {
    if (state.insightRules.get([region, name])?.arn !== arn) throw resourceNotFound('insight-rule', arn);
  } else if (kind === 'metric-stream/') {
    if (state.metricStreams.get([region, name])?.arn !== arn) throw resourceNotFound('metric-stream', arn);
  } else throw notSupported(operation, `tags of the resource ${arn}`);
}
