import type {
  ListTagsOfResourceCommandInput,
  ListTagsOfResourceCommandOutput,
  Tag,
  TagResourceCommandInput,
  UntagResourceCommandInput,
} from '@aws-sdk/client-dynamodb';
import { notSupported } from '../kernel/errors';
import type { Context } from '../kernel/operation';
import { resourceNotFound, validationError } from './errors';
import { LIMITS } from './limits';
import { checkMembers, given, type MemberRule } from './members';
import type { DynamodbState, TableEntry } from './state';
import { wordingOf } from './table-access';
import { tags as tagMembers } from './table-members';

const RESOURCE: MemberRule = { name: 'ResourceArn', required: true, length: [1, 1283] };

/**
 * Checks a list of tags as a whole.
 * @throws ValidationException a key twice, too many, or a key reserved for AWS
 */
export function checkTags(tags: readonly Tag[]): void {
  const keys = tags.map((tag) => given(tag.Key));
  // Documented: Tagging.html, restrictions. Captured: 2026-10: the words. Assumed: their order.
  const twice = keys.find((key, i) => keys.indexOf(key) < i);
  if (twice !== undefined) {
    throw validationError(`Duplicate Tag Keys provided as input: Duplicate Tag Key found ${twice}`);
  }
  const reserved = keys.find((key) => key.toLowerCase().startsWith('aws:'));
  if (reserved !== undefined) throw validationError(`Tag Key cannot be prefixed with aws:, Key: ${reserved}`);
  if (keys.length > LIMITS.tags) {
    throw validationError('Number of Tags exceed the current limit for the provided ResourceArn');
  }
}

/**
 * Adds tags to a table, replacing those with the same keys.
 * @throws ValidationException, ResourceNotFoundException
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TagResource.html
 */
export function tagResource(
  context: Context<DynamodbState>,
  input: TagResourceCommandInput,
): Record<string, never> {
  const members = [RESOURCE, { name: 'Tags', required: true, each: tagMembers }];
  checkMembers(input, members, wordingOf(context));
  const added = given(input.Tags);
  if (added.length === 0) throw validationError('Atleast one Tag needs to be provided as Input.');
  checkTags(added);
  const table = requireResource(context, given(input.ResourceArn));
  const keys = new Set(added.map((tag) => tag.Key));
  const tags = [...table.tags.filter((tag) => !keys.has(tag.Key)), ...added];
  checkTags(tags);
  context.state.tables.put([table.region, table.name], { ...table, tags });
  return {};
}

/**
 * Removes tags from a table. Keys that it does not have are ignored.
 * @throws ValidationException, ResourceNotFoundException
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UntagResource.html
 */
export function untagResource(
  context: Context<DynamodbState>,
  input: UntagResourceCommandInput,
): Record<string, never> {
  checkMembers(input, [RESOURCE, { name: 'TagKeys', required: true }], wordingOf(context));
  const keys = new Set(given(input.TagKeys));
  if (keys.size === 0) throw validationError('Atleast one Tag Key needs to be provided as Input.');
  const table = requireResource(context, given(input.ResourceArn));
  const tags = table.tags.filter((tag) => !keys.has(given(tag.Key)));
  context.state.tables.put([table.region, table.name], { ...table, tags });
  return {};
}

/**
 * Lists the tags of a table.
 * @throws ValidationException, ResourceNotFoundException
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ListTagsOfResource.html
 */
export function listTagsOfResource(
  context: Context<DynamodbState>,
  input: ListTagsOfResourceCommandInput,
): Omit<ListTagsOfResourceCommandOutput, '$metadata'> {
  checkMembers(input, [RESOURCE], wordingOf(context));
  if (input.NextToken !== undefined)
    throw notSupported(context.operation, 'a NextToken (all tags fit one page)');
  return { Tags: [...requireResource(context, given(input.ResourceArn)).tags] };
}

function requireResource(context: Context<DynamodbState>, arn: string): TableEntry {
  const parts = /^arn:aws[a-z-]*:dynamodb:([^:]+):\d+:table\/([^/]+)$/.exec(arn);
  if (parts === null) {
    throw validationError(`Invalid TableArn: Invalid ResourceArn provided as input ${arn}`);
  }
  const table = context.state.tables.get([given(parts[1]), given(parts[2])]);
  if (table?.arn !== arn)
    throw resourceNotFound(`Requested resource not found: ResourceArn: ${arn} not found`);
  return table;
}
