import type { ApproximateCreationDateTimePrecision, ContributorInsightsMode } from '@aws-sdk/client-dynamodb';
import type { Collection } from '../../kernel/collection';
import { compareStrings, compareTuples } from '../../kernel/order';
import type { DynamodbState, TableEntry } from '../state';

/** The policy of a table or stream. Revisions are times, so a later one is greater. */
export interface PolicyEntry {
  /** As AWS writes it: without blanks, members in AWS's order. */
  readonly document: string;
  readonly revision: string;
}

/** By the ARN of the table or stream. */
export function policiesOf(state: DynamodbState): Collection<string, PolicyEntry> {
  return state.store.collection('dynamodb.policies', compareStrings);
}

/** Contributor Insights of a table, or of one of its global indexes. */
export interface InsightsEntry {
  readonly enabled: boolean;
  readonly mode: ContributorInsightsMode;
  readonly changedAt: number;
}

/** No index is '', so a table stands before its indexes. */
export type InsightsKey = readonly [region: string, table: string, index: string];

export function insightsOf(state: DynamodbState): Collection<InsightsKey, InsightsEntry> {
  return state.store.collection(
    'dynamodb.insights',
    compareTuples<InsightsKey>(compareStrings, compareStrings, compareStrings),
  );
}

/** A Kinesis stream that a table's changes go to. */
export interface DestinationEntry {
  readonly active: boolean;
  readonly precision?: ApproximateCreationDateTimePrecision | undefined;
}

export type DestinationKey = readonly [region: string, table: string, streamArn: string];

export function destinationsOf(state: DynamodbState): Collection<DestinationKey, DestinationEntry> {
  return state.store.collection(
    'dynamodb.destinations',
    compareTuples<DestinationKey>(compareStrings, compareStrings, compareStrings),
  );
}

/** Forgets what goes with a table that is deleted. */
export function forgetFeatures(state: DynamodbState, table: TableEntry): void {
  const { region, name } = table;
  const policies = [...policiesOf(state).entries({ from: table.arn })].map(([arn]) => arn);
  for (const arn of policies) {
    // Between a table and its streams stand tables like `t-x`.
    if (!arn.startsWith(table.arn)) break;
    if (arn === table.arn || arn.startsWith(`${table.arn}/`)) policiesOf(state).delete(arn);
  }
  for (const collection of [insightsOf(state), destinationsOf(state)]) {
    const keys = [...collection.entries({ from: [region, name, ''] })].map(([key]) => key);
    for (const key of keys) {
      if (key[0] !== region || key[1] !== name) break;
      collection.delete(key);
    }
  }
}
