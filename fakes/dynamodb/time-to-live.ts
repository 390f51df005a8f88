import type {
  DescribeTimeToLiveCommandInput,
  DescribeTimeToLiveCommandOutput,
  UpdateTimeToLiveCommandInput,
  UpdateTimeToLiveCommandOutput,
} from '@aws-sdk/client-dynamodb';
import type { Context } from '../kernel/operation';
import { validationError } from './errors';
import { fillExpiry } from './expiry';
import { checkMembers, given, requireTableName, RULES, type MemberRule } from './members';
import type { DynamodbState } from './state';
import { requireControlTable, wordingOf } from './table-access';

const MEMBERS: readonly MemberRule[] = [
  RULES.tableName,
  {
    name: 'TimeToLiveSpecification',
    required: true,
    members: [
      { name: 'Enabled', required: true },
      { name: 'AttributeName', required: true, length: [1, 255] },
    ],
  },
];

/** Captured: 2026-10: until then no other change is taken; refused after 30 min 12 s, taken after 31 min 12 s. */
const SETTLING_MS = 31 * 60_000;

/**
 * Names the attribute that says when an item expires, or stops that.
 *
 * @throws ValidationException members; already enabled, already disabled, another attribute, too soon
 * @throws ResourceNotFoundException
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateTimeToLive.html
 */
export function updateTimeToLive(
  context: Context<DynamodbState>,
  input: UpdateTimeToLiveCommandInput,
): Omit<UpdateTimeToLiveCommandOutput, '$metadata'> {
  const name = requireTableName(input);
  checkMembers(input, MEMBERS, wordingOf(context));
  const { AttributeName, Enabled } = given(input.TimeToLiveSpecification);
  const [attributeName, enabled] = [given(AttributeName), given(Enabled)];
  const table = requireControlTable(context, name);
  const current = table.timeToLive;
  // Captured: messages in public reports of AWS's answers; the order of the checks is assumed.
  if (current?.enabled === true && enabled) {
    if (current.attributeName === attributeName) throw validationError('TimeToLive is already enabled');
    throw otherAttribute(current.attributeName);
  }
  if (current?.enabled !== true && !enabled) throw validationError('TimeToLive is already disabled');
  if (current?.enabled === true && current.attributeName !== attributeName) {
    throw otherAttribute(current.attributeName);
  }
  if (current !== undefined && context.now < current.changedAt + SETTLING_MS) {
    throw validationError('Time to live has been modified multiple times within a fixed interval');
  }
  const timeToLive = { attributeName, enabled, changedAt: context.now };
  const changed = { ...table, timeToLive };
  context.state.tables.put([table.region, table.name], changed);
  fillExpiry(context.state, changed, context.now);
  return { TimeToLiveSpecification: { AttributeName: attributeName, Enabled: enabled } };
}

function otherAttribute(name: string): Error {
  return validationError(
    `TimeToLive is active on a different AttributeName: current AttributeName is ${name}`,
  );
}

/**
 * Says whether items of a table expire, and by which attribute.
 *
 * @throws ValidationException, ResourceNotFoundException
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeTimeToLive.html
 */
export function describeTimeToLive(
  context: Context<DynamodbState>,
  input: DescribeTimeToLiveCommandInput,
): Omit<DescribeTimeToLiveCommandOutput, '$metadata'> {
  const name = requireTableName(input);
  checkMembers(input, [RULES.tableName], wordingOf(context));
  const { timeToLive } = requireControlTable(context, name);
  if (timeToLive?.enabled !== true) return { TimeToLiveDescription: { TimeToLiveStatus: 'DISABLED' } };
  return {
    TimeToLiveDescription: { TimeToLiveStatus: 'ENABLED', AttributeName: timeToLive.attributeName },
  };
}
