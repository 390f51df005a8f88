import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BUCKET, TABLE } from '../arrange/lambda-world';
import type { FunctionName, Need } from './scenes';

/** A statement of a policy that allows. */
export interface AllowStatement {
  readonly Effect: 'Allow';
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** A policy with names for the resources of a deployment: `${BucketArn}`. */
export interface PolicyTemplate {
  readonly Version: '2012-10-17';
  readonly Statement: readonly AllowStatement[];
}

/** What the names stand for in the tests. */
const NAMES: readonly (readonly [name: string, arn: string])[] = [
  ['TableArn', `arn:aws:dynamodb:us-east-1:000000000000:table/${TABLE}`],
  ['BucketArn', `arn:aws:s3:::${BUCKET}`],
  ['LinesQueueArn', 'arn:aws:sqs:us-east-1:000000000000:lines'],
  ['WordsQueueArn', 'arn:aws:sqs:us-east-1:000000000000:words'],
  ['Namespace', 'EmbeddingWorkflow'],
];

/** What Lambda does with the function's role, beside the calls that the journal shows. */
const BY_LAMBDA: Readonly<Record<FunctionName, readonly AllowStatement[]>> = {
  // Documented: lambda/latest/dg/with-ddb, the permissions of AWSLambdaDynamoDBExecutionRole; ListStreams has no resource.
  'stream-processor': [
    {
      Effect: 'Allow',
      Action: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'],
      Resource: ['${TableArn}/stream/*'],
    },
    { Effect: 'Allow', Action: ['dynamodb:ListStreams'], Resource: ['*'] },
  ],
  // Documented: lambda/latest/dg/with-sqs, the permissions of AWSLambdaSQSQueueExecutionRole.
  compaction: [
    {
      Effect: 'Allow',
      Action: ['sqs:GetQueueAttributes'],
      Resource: ['${LinesQueueArn}', '${WordsQueueArn}'],
    },
  ],
};

// Documented: lambda/latest/dg/monitoring-cloudwatchlogs; the log group is made with the function.
const LOGS: AllowStatement = {
  Effect: 'Allow',
  Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
  Resource: ['${LogGroupArn}:*'],
};

/** The least that a function must be allowed for these calls: an action on as few resources as it was wanted on. */
export function leastPrivilege(needs: readonly Need[], functionName: FunctionName): PolicyTemplate {
  const wanted = new Map<string, Set<string>>();
  const namespaces = new Map<string, string>();
  for (const need of needs) {
    if (need.functionName !== functionName) continue;
    const resources = wanted.get(need.action) ?? new Set();
    wanted.set(need.action, resources.add(scopeOf(need.resource)));
    const namespace = need.keys?.['cloudwatch:namespace'];
    if (typeof namespace === 'string') namespaces.set(need.action, named(namespace));
  }
  const statements = new Map<
    string,
    { Action: string[]; Resource: string[]; namespace: string | undefined }
  >();
  for (const [action, scopes] of [...wanted].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const Resource = [...scopes].toSorted();
    const namespace = namespaces.get(action);
    const key = JSON.stringify([action.split(':')[0], Resource, namespace]);
    const statement = statements.get(key) ?? { Action: [], Resource, namespace };
    statement.Action.push(action);
    statements.set(key, statement);
  }
  const observed = [...statements.values()].map(({ namespace, ...statement }): AllowStatement => ({
    Effect: 'Allow',
    ...statement,
    ...(namespace === undefined
      ? {}
      : { Condition: { StringEquals: { 'cloudwatch:namespace': namespace } } }),
  }));
  return { Version: '2012-10-17', Statement: [...observed, ...BY_LAMBDA[functionName], LOGS] };
}

/** An ARN with names, and of an object no more than `{collection}/{snapshot or delta}/`. */
function scopeOf(resource: string): string {
  return named(resource).replace(/^(\$\{BucketArn\}\/[^/]+\/[^/]+\/).*$/, '$1*');
}

const named = (text: string): string =>
  NAMES.reduce((result, [name, value]) => result.replace(value, `\${${name}}`), text);

/** The policy of a deployment as the tests make one. */
export const filledIn = (template: PolicyTemplate): string =>
  NAMES.reduce(
    (text, [name, value]) => text.replaceAll(`\${${name}}`, value),
    JSON.stringify(template),
  ).replaceAll('${LogGroupArn}', 'arn:aws:logs:us-east-1:000000000000:log-group:/aws/lambda/any');

/** Where a function's policy is. */
export const policyFile = (functionName: FunctionName): string =>
  join(__dirname, `../../src/${functionName}/policy.json`);

/** The committed policy. */
export const committed = (functionName: FunctionName): PolicyTemplate =>
  JSON.parse(readFileSync(policyFile(functionName), 'utf8')) as PolicyTemplate;
