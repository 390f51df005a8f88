import type {
  ListTagsForResourceCommandInput,
  ListTagsForResourceCommandOutput,
  ListTagsLogGroupCommandInput,
  TagLogGroupCommandInput,
  TagResourceCommandInput,
  UntagLogGroupCommandInput,
  UntagResourceCommandInput,
} from '@aws-sdk/client-cloudwatch-logs';
import { given } from '../kernel/given';
import { setOwn } from '../kernel/shape';
import { invalidParameter, notFound, tooManyTags } from './errors';
import { MAX_TAGS } from './limits';
import type { LogGroup } from './state';
import { createConstraints, groupArn, requireGroup, type LogsContext } from './validate';

type Tags = Readonly<Record<string, string>>;
type Listed = Pick<ListTagsForResourceCommandOutput, 'tags'>;

/** Documented: API_TagResource, keys of 1 to 128 and values of up to 256 characters. @throws InvalidParameterException */
export function checkTags(tags: Tags): void {
  const constraints = createConstraints();
  for (const [key, value] of Object.entries(tags)) {
    constraints.length(key, 'tags', 1, 128);
    constraints.length(value, `tags.${key}.member`, 0, 256);
  }
  constraints.throwIfAny();
  if (Object.keys(tags).length > MAX_TAGS) throw tooManyTags();
}

/**
 * @throws InvalidParameterException, ResourceNotFoundException, TooManyTagsException
 * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_TagResource.html
 */
export function tagResource(context: LogsContext, input: TagResourceCommandInput): object {
  return addTags(context, groupOfArn(context, given(input.resourceArn)), given(input.tags));
}

/**
 * @throws InvalidParameterException, ResourceNotFoundException
 * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_UntagResource.html
 */
export function untagResource(context: LogsContext, input: UntagResourceCommandInput): object {
  return removeTags(context, groupOfArn(context, given(input.resourceArn)), given(input.tagKeys));
}

/**
 * @throws InvalidParameterException, ResourceNotFoundException
 * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_ListTagsForResource.html
 */
export function listTagsForResource(context: LogsContext, input: ListTagsForResourceCommandInput): Listed {
  return { tags: groupOfArn(context, given(input.resourceArn)).tags };
}

/**
 * The older way to tag a log group.
 *
 * @throws InvalidParameterException, ResourceNotFoundException, TooManyTagsException
 * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_TagLogGroup.html
 */
export function tagLogGroup(context: LogsContext, input: TagLogGroupCommandInput): object {
  return addTags(context, requireGroup(context, given(input.logGroupName)), given(input.tags));
}

/**
 * @throws InvalidParameterException, ResourceNotFoundException
 * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_UntagLogGroup.html
 */
export function untagLogGroup(context: LogsContext, input: UntagLogGroupCommandInput): object {
  return removeTags(context, requireGroup(context, given(input.logGroupName)), given(input.tags));
}

/**
 * @throws InvalidParameterException, ResourceNotFoundException
 * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_ListTagsLogGroup.html
 */
export function listTagsLogGroup(context: LogsContext, input: ListTagsLogGroupCommandInput): Listed {
  return { tags: requireGroup(context, given(input.logGroupName)).tags };
}

function addTags({ state, region }: LogsContext, group: LogGroup, added: Tags): object {
  const tags: Record<string, string> = {};
  for (const [key, value] of [...Object.entries(group.tags), ...Object.entries(added)])
    setOwn(tags, key, value);
  checkTags(tags);
  state.groups.put([region, group.name], { ...group, tags });
  return {};
}

function removeTags({ state, region }: LogsContext, group: LogGroup, keys: readonly string[]): object {
  const left = Object.entries(group.tags).filter(([key]) => !keys.includes(key));
  state.groups.put([region, group.name], { ...group, tags: Object.fromEntries(left) });
  return {};
}

/**
 * Documented: API_LogGroup, logGroupArn: tags go by the ARN without `:*`. Assumed: another text is no valid ARN, and the
 * wording.
 */
function groupOfArn(context: LogsContext, arn: string): LogGroup {
  const name = /^arn:aws[\w-]*:logs:[^:]+:\d+:log-group:(?<name>[^:]+)$/.exec(arn)?.groups?.['name'];
  if (name === undefined) throw invalidParameter(`Invalid resourceArn: ${arn}`);
  const group = context.state.groups.get([context.region, name]);
  if (group === undefined || groupArn(group) !== arn) throw notFound('log group');
  return group;
}
