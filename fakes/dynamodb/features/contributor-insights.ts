import type {
  ContributorInsightsStatus,
  ContributorInsightsSummary,
  DescribeContributorInsightsCommandInput,
  DescribeContributorInsightsCommandOutput,
  ListContributorInsightsCommandInput,
  ListContributorInsightsCommandOutput,
  UpdateContributorInsightsCommandInput,
  UpdateContributorInsightsCommandOutput,
} from '@aws-sdk/client-dynamodb';
import type { Context } from '../../kernel/operation';
import { resourceNotFound } from '../errors';
import { checkMembers, given, requireTableName, RULES, type MemberRule } from '../members';
import type { DynamodbState, TableEntry } from '../state';
import { requireControlTable, wordingOf } from '../table-access';
import { invalidParameters } from '../table-definition';
import { insightsOf, type InsightsEntry, type InsightsKey } from './state';

const MODES = ['ACCESSED_AND_THROTTLED_KEYS', 'THROTTLED_KEYS'] as const;
const MOST = 100;

/**
 * The table of a call about Contributor Insights, and the index if it names one: only global indexes have them.
 * @throws ResourceNotFoundException
 */
function requireTarget(
  context: Context<DynamodbState>,
  name: string,
  index: string | undefined,
): { table: TableEntry; key: InsightsKey } {
  const table = requireControlTable(context, name);
  const known = table.indexes.some((one) => one.kind === 'global' && one.name === index);
  // Captured: 2026-10.
  if (index !== undefined && !known) {
    throw resourceNotFound(
      `Requested resource not found: Index: ${index} not found for table: ${table.name}`,
    );
  }
  return { table, key: [table.region, table.name, index ?? ''] };
}

/**
 * Enables or disables Contributor Insights. The answer says ENABLING or DISABLING; it is settled in the next description.
 * What is so already stays so. Captured: 2026-10.
 *
 * @throws ValidationException, ResourceNotFoundException
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateContributorInsights.html
 */
export function updateContributorInsights(
  context: Context<DynamodbState>,
  input: UpdateContributorInsightsCommandInput,
): Omit<UpdateContributorInsightsCommandOutput, '$metadata'> {
  const name = requireTableName(input);
  const members: readonly MemberRule[] = [
    RULES.tableName,
    RULES.indexName,
    { name: 'ContributorInsightsAction', required: true, values: ['ENABLE', 'DISABLE'] },
    { name: 'ContributorInsightsMode', values: MODES },
  ];
  checkMembers(input, members, wordingOf(context));
  const { table, key } = requireTarget(context, name, input.IndexName);
  const insights = insightsOf(context.state);
  const current = insights.get(key);
  const enabled = given(input.ContributorInsightsAction) === 'ENABLE';
  const mode = enabled
    ? (input.ContributorInsightsMode ?? 'ACCESSED_AND_THROTTLED_KEYS')
    : (current?.mode ?? 'ACCESSED_AND_THROTTLED_KEYS');
  const settled = (current?.enabled ?? false) === enabled && (!enabled || current?.mode === mode);
  if (!settled) insights.put(key, { enabled, mode, changedAt: context.now });
  const status: ContributorInsightsStatus = enabled
    ? settled
      ? 'ENABLED'
      : 'ENABLING'
    : settled
      ? 'DISABLED'
      : 'DISABLING';
  return {
    TableName: table.name,
    IndexName: input.IndexName,
    ContributorInsightsStatus: status,
    ContributorInsightsMode: enabled || current !== undefined ? mode : undefined,
  };
}

/**
 * Describes Contributor Insights of a table or global index.
 *
 * @throws ValidationException, ResourceNotFoundException
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeContributorInsights.html
 */
export function describeContributorInsights(
  context: Context<DynamodbState>,
  input: DescribeContributorInsightsCommandInput,
): Omit<DescribeContributorInsightsCommandOutput, '$metadata'> {
  const name = requireTableName(input);
  checkMembers(input, [RULES.tableName, RULES.indexName], wordingOf(context));
  const { table, key } = requireTarget(context, name, input.IndexName);
  const entry = insightsOf(context.state).get(key);
  return {
    TableName: table.name,
    IndexName: input.IndexName,
    ContributorInsightsRuleList: entry?.enabled === true ? rulesOf(table, input.IndexName, entry) : undefined,
    ContributorInsightsStatus: entry?.enabled === true ? 'ENABLED' : 'DISABLED',
    LastUpdateDateTime: entry === undefined ? undefined : new Date(entry.changedAt),
    ContributorInsightsMode: entry?.mode,
  };
}

/** Documented: contributorinsights_HowItWorks: rules of most accessed (C) and most throttled (T) keys, PK alone and with SK. */
function rulesOf(table: TableEntry, index: string | undefined, { mode, changedAt }: InsightsEntry): string[] {
  const key = index === undefined ? table.key : table.indexes.find(({ name }) => name === index)?.key;
  const kinds = mode === 'THROTTLED_KEYS' ? ['T'] : ['C', 'T'];
  const parts = (key?.range.length ?? 0) > 0 ? ['PK', 'SK'] : ['PK'];
  const target = index === undefined ? table.name : `${table.name}-${index}`;
  return parts.flatMap((part) =>
    kinds.map((kind) => `DynamoDBContributorInsights-${part}${kind}-${target}-${changedAt}`),
  );
}

/**
 * Lists where Contributor Insights are enabled: tables before their indexes.
 *
 * @throws ValidationException, ResourceNotFoundException
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ListContributorInsights.html
 */
export function listContributorInsights(
  context: Context<DynamodbState>,
  input: ListContributorInsightsCommandInput,
): Omit<ListContributorInsightsCommandOutput, '$metadata'> {
  const members: readonly MemberRule[] = [
    { name: 'TableName', tableName: 1 },
    { name: 'MaxResults', most: MOST },
  ];
  checkMembers(input, members, wordingOf(context));
  const table = input.TableName === undefined ? undefined : requireControlTable(context, input.TableName);
  const limit = Math.max(1, input.MaxResults ?? MOST);
  const summaries: ContributorInsightsSummary[] = [];
  let last: InsightsKey | undefined;
  const start = startOf(context.region, input.NextToken) ?? [context.region, table?.name ?? '', ''];
  const range = input.NextToken === undefined ? { from: start } : { after: start };
  for (const [key, entry] of insightsOf(context.state).entries(range)) {
    const [region, name, index] = key;
    if (region !== context.region || (table !== undefined && name !== table.name)) break;
    if (!entry.enabled) continue;
    if (summaries.length === limit)
      return { ContributorInsightsSummaries: summaries, NextToken: tokenOf(last) };
    last = key;
    summaries.push({
      TableName: name,
      ...(index === '' ? {} : { IndexName: index }),
      ContributorInsightsStatus: 'ENABLED',
      ContributorInsightsMode: entry.mode,
    });
  }
  return { ContributorInsightsSummaries: summaries };
}

function tokenOf(key: InsightsKey | undefined): string | undefined {
  return key && Buffer.from(`${key[1]} ${key[2]}`).toString('base64url');
}

/** @throws ValidationException the token is none of ours */
function startOf(region: string, token: string | undefined): InsightsKey | undefined {
  if (token === undefined) return undefined;
  const [name, index, more] = Buffer.from(token, 'base64url').toString().split(' ');
  // Assumed: the text.
  if (name === undefined || name === '' || index === undefined || more !== undefined) {
    throw invalidParameters('Invalid NextToken');
  }
  return [region, name, index];
}
