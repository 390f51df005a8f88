import type { FakeAws } from '../../fakes';
import type { JournalEntry } from '../../fakes/kernel/journal';
import type { IamAction } from '../../fakes/kernel/policy/permissions';

const REGION_AND_ACCOUNT = 'us-east-1:000000000000';

/** A call of a service whose actions the world does not tell. */
type Input = Readonly<Record<string, unknown>>;

const text = (input: Input, name: string): string => {
  const value = input[name];
  return typeof value === 'string' ? value : '';
};

/**
 * Documented: service-authorization/list_amazondynamodb, list_amazonsqs, list_amazoncloudwatch: batches of SQS need the
 * action of the single operation; a query of an index needs it on the index.
 */
const ACTIONS: Readonly<Record<string, (operation: string, input: Input) => IamAction>> = {
  DynamoDB(operation, input) {
    const index = input['IndexName'] === undefined ? '' : `/index/${text(input, 'IndexName')}`;
    const resource = `arn:aws:dynamodb:${REGION_AND_ACCOUNT}:table/${text(input, 'TableName')}${index}`;
    return { action: `dynamodb:${operation}`, resource };
  },
  SQS(operation, input) {
    const queue = text(input, 'QueueUrl').split('/').at(-1);
    return {
      action: `sqs:${operation.replace(/Batch$/, '')}`,
      resource: `arn:aws:sqs:${REGION_AND_ACCOUNT}:${queue}`,
    };
  },
  CloudWatch: (operation, input) => ({
    action: `cloudwatch:${operation}`,
    resource: '*',
    keys: { 'cloudwatch:namespace': text(input, 'Namespace') },
  }),
};

/** What a call of the journal needs. @throws FakeMisuse for a call of which that is not known */
export function actionsOf(aws: FakeAws, entry: JournalEntry): readonly IamAction[] {
  const known = ACTIONS[entry.service];
  if (known === undefined) return aws.iam.requiredActions(entry);
  return [known(entry.operation, { ...(entry.input as object) })];
}
