import {
  PolicyNotFoundException,
  type DeleteResourcePolicyCommandInput,
  type DeleteResourcePolicyCommandOutput,
  type GetResourcePolicyCommandInput,
  type GetResourcePolicyCommandOutput,
  type PutResourcePolicyCommandInput,
  type PutResourcePolicyCommandOutput,
} from '@aws-sdk/client-dynamodb';
import type { Context } from '../../kernel/operation';
import { modelled, resourceNotFound, tableNotFound, validationError } from '../errors';
import { checkMembers, given, type MemberRule } from '../members';
import type { DynamodbState } from '../state';
import { wordingOf } from '../table-access';
import { invalidParameters } from '../table-definition';
import { canonicalPolicy } from './policy-document';
import { policiesOf, type PolicyEntry } from './state';

const RESOURCE: MemberRule = { name: 'ResourceArn', required: true, length: [1, 1283] };
const REVISION: MemberRule = { name: 'ExpectedRevisionId', length: [1, 255] };

/** A table or stream that can have a policy. */
interface Resource {
  readonly arn: string;
  readonly tableName: string;
}

/** Captured: 2026-10, the forms of an ARN. */
function requireResource(context: Context<DynamodbState>, arn: string): Resource {
  if (!arn.startsWith('arn:')) throw invalidParameters(`ARNs must start with 'arn:': ${arn}`);
  const [, partition, service, region, account, path = ''] = arn.split(/:([^:]*):([^:]*):([^:]*):([^:]*):/);
  const [kind, tableName = '', sub, ...label] = path.split('/');
  if (
    service !== 'dynamodb' ||
    kind !== 'table' ||
    (sub !== undefined && sub !== 'index' && sub !== 'stream')
  ) {
    throw invalidParameters(`Provided Arn is not a DynamoDB resource arn: ${arn}`);
  }
  if (sub === 'index') {
    throw invalidParameters(
      `Invalid resource arn provided, only table or stream is accepted. Provided resource arn: ${arn}`,
    );
  }
  if (partition !== 'aws' || region !== context.region)
    throw invalidParameters(`Invalid resource Arn: ${arn}`);
  if (account !== context.accountId) {
    throw validationError(
      'This action is only supported by accounts that match the resource owner’s account.',
    );
  }
  if (sub === undefined && !context.state.tables.has([region, tableName])) throw tableNotFound(tableName);
  if (sub === 'stream' && !context.state.streams.has(arn)) {
    throw resourceNotFound(
      `Requested resource not found: Stream: ${label.join('/')} not found for Table: ${tableName}`,
    );
  }
  return { arn, tableName };
}

/** Captured: 2026-10, and moto's tests against AWS. */
function policyNotFound(detail: string): PolicyNotFoundException {
  return modelled(
    PolicyNotFoundException,
    `Resource-based policy not found for the provided ResourceArn: ${detail}`,
  );
}

/** @throws PolicyNotFoundException the policy that is there is not the one the caller expects */
function checkRevision(
  { tableName }: Resource,
  current: PolicyEntry | undefined,
  expected: string | undefined,
): void {
  if (expected === undefined || expected === (current?.revision ?? 'NO_POLICY')) return;
  if (current === undefined) {
    // Assumed: the words; the refusal is documented.
    throw policyNotFound(
      `Requested update for policy with revision id ${expected}, but no policy is associated to target table ${tableName}.`,
    );
  }
  throw policyNotFound(
    expected === 'NO_POLICY'
      ? `Requested policy update expecting none to be present for table ${tableName}, but a policy exists with revision id ${current.revision}.`
      : `Requested update for policy with revision id ${expected}, but the policy associated to target table ${tableName} has revision id ${current.revision}.`,
  );
}

/** Stores a policy. The same one again keeps its revision. */
export function storePolicy(
  { state, now }: Pick<Context<DynamodbState>, 'state' | 'now'>,
  arn: string,
  document: string,
): PolicyEntry {
  const current = policiesOf(state).get(arn);
  if (current?.document === document) return current;
  const revision = String(Math.max(now, Number(current?.revision ?? 0) + 1));
  const policy = { document, revision };
  policiesOf(state).put(arn, policy);
  return policy;
}

/**
 * Attaches a policy to a table or stream. It can be read back; it does not decide who may call: `aws.faults` does.
 *
 * @throws ValidationException members, the form of the ARN, the policy
 * @throws ResourceNotFoundException
 * @throws PolicyNotFoundException there is another policy than the one expected
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_PutResourcePolicy.html
 */
export function putResourcePolicy(
  context: Context<DynamodbState>,
  input: PutResourcePolicyCommandInput,
): Omit<PutResourcePolicyCommandOutput, '$metadata'> {
  checkMembers(input, [RESOURCE, { name: 'Policy', required: true }, REVISION], wordingOf(context));
  const resource = requireResource(context, given(input.ResourceArn));
  const document = canonicalPolicy(given(input.Policy));
  const current = policiesOf(context.state).get(resource.arn);
  checkRevision(resource, current, input.ExpectedRevisionId);
  return { RevisionId: storePolicy(context, resource.arn, document).revision };
}

/**
 * The policy of a table or stream.
 *
 * @throws ValidationException, ResourceNotFoundException, PolicyNotFoundException
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_GetResourcePolicy.html
 */
export function getResourcePolicy(
  context: Context<DynamodbState>,
  input: GetResourcePolicyCommandInput,
): Omit<GetResourcePolicyCommandOutput, '$metadata'> {
  checkMembers(input, [RESOURCE], wordingOf(context));
  const { arn } = requireResource(context, given(input.ResourceArn));
  const policy = policiesOf(context.state).get(arn);
  if (policy === undefined) throw policyNotFound(arn);
  return { Policy: policy.document, RevisionId: policy.revision };
}

/**
 * Takes the policy of a table or stream away. Without an expected revision it need not have one.
 *
 * @throws ValidationException, ResourceNotFoundException, PolicyNotFoundException
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DeleteResourcePolicy.html
 */
export function deleteResourcePolicy(
  context: Context<DynamodbState>,
  input: DeleteResourcePolicyCommandInput,
): Omit<DeleteResourcePolicyCommandOutput, '$metadata'> {
  checkMembers(input, [RESOURCE, REVISION], wordingOf(context));
  const resource = requireResource(context, given(input.ResourceArn));
  const current = policiesOf(context.state).get(resource.arn);
  checkRevision(resource, current, input.ExpectedRevisionId);
  policiesOf(context.state).delete(resource.arn);
  return { RevisionId: current?.revision };
}
