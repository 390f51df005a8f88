import type {
  DescribeKinesisStreamingDestinationCommandInput,
  DescribeKinesisStreamingDestinationCommandOutput,
  DestinationStatus,
  DisableKinesisStreamingDestinationCommandInput,
  DisableKinesisStreamingDestinationCommandOutput,
  EnableKinesisStreamingDestinationCommandInput,
  EnableKinesisStreamingDestinationCommandOutput,
  UpdateKinesisStreamingDestinationCommandInput,
  UpdateKinesisStreamingDestinationCommandOutput,
} from '@aws-sdk/client-dynamodb';
import type { Context } from '../../kernel/operation';
import { validationError } from '../errors';
import { checkMembers, given, requireTableName, RULES, type MemberRule } from '../members';
import type { DynamodbState, TableEntry } from '../state';
import { requireControlTable, wordingOf } from '../table-access';
import { destinationsOf, type DestinationEntry } from './state';

const STREAM: MemberRule = { name: 'StreamArn', required: true, length: [37, 1024] };
const PRECISION: readonly MemberRule[] = [
  { name: 'ApproximateCreationDateTimePrecision', values: ['MILLISECOND', 'MICROSECOND'] },
];

/** Captured: 2026-10. */
function invalidState(problem: string): Error {
  return validationError(`Table is not in a valid state to enable Kinesis Streaming Destination: ${problem}`);
}

function destinations(
  { state }: Context<DynamodbState>,
  table: TableEntry,
): readonly (readonly [streamArn: string, DestinationEntry])[] {
  const found: (readonly [string, DestinationEntry])[] = [];
  for (const [key, entry] of destinationsOf(state).entries({ from: [table.region, table.name, ''] })) {
    if (key[0] !== table.region || key[1] !== table.name) break;
    found.push([key[2], entry]);
  }
  return found;
}

interface Call {
  readonly TableName?: string | undefined;
  readonly StreamArn?: string | undefined;
}

/** @throws ValidationException, ResourceNotFoundException */
function target(
  context: Context<DynamodbState>,
  input: Call,
  configuration: string,
): { table: TableEntry; streamArn: string; current: DestinationEntry | undefined } {
  const name = requireTableName(input);
  const members: readonly MemberRule[] = [
    RULES.tableName,
    STREAM,
    { name: configuration, members: PRECISION },
  ];
  checkMembers(input, members, wordingOf(context));
  const table = requireControlTable(context, name);
  const streamArn = given(input.StreamArn);
  const current = destinationsOf(context.state).get([table.region, table.name, streamArn]);
  return { table, streamArn, current };
}

function answer(
  table: TableEntry,
  StreamArn: string,
  DestinationStatus: DestinationStatus,
): { TableName: string; StreamArn: string; DestinationStatus: DestinationStatus } {
  return { TableName: table.name, StreamArn, DestinationStatus };
}

/**
 * Names a Kinesis stream that a table's changes go to. The answer says ENABLING; it is ACTIVE in the next description. There
 * is no Kinesis in this world: records are not delivered, streams need not exist.
 *
 * @throws ValidationException members; a destination is active already
 * @throws ResourceNotFoundException
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_EnableKinesisStreamingDestination.html
 */
export function enableKinesisStreamingDestination(
  context: Context<DynamodbState>,
  input: EnableKinesisStreamingDestinationCommandInput,
): Omit<EnableKinesisStreamingDestinationCommandOutput, '$metadata'> {
  const { EnableKinesisStreamingConfiguration: configuration = {} } = input;
  const { table, streamArn } = target(context, input, 'EnableKinesisStreamingConfiguration');
  // Captured: 2026-10: one active destination at a time.
  if (destinations(context, table).some(([, { active }]) => active)) {
    throw invalidState(
      'EnableKinesisStreamingDestination must be DISABLED or ENABLE_FAILED to perform ENABLE operation.',
    );
  }
  destinationsOf(context.state).put([table.region, table.name, streamArn], {
    active: true,
    precision: configuration.ApproximateCreationDateTimePrecision,
  });
  return {
    ...answer(table, streamArn, 'ENABLING'),
    EnableKinesisStreamingConfiguration: configuration,
  };
}

/**
 * Ends a destination. The answer says DISABLING; it is DISABLED, and still listed, in the next description.
 *
 * @throws ValidationException members; it is not active
 * @throws ResourceNotFoundException
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DisableKinesisStreamingDestination.html
 */
export function disableKinesisStreamingDestination(
  context: Context<DynamodbState>,
  input: DisableKinesisStreamingDestinationCommandInput,
): Omit<DisableKinesisStreamingDestinationCommandOutput, '$metadata'> {
  const { table, streamArn, current } = target(context, input, 'EnableKinesisStreamingConfiguration');
  if (input.EnableKinesisStreamingConfiguration !== undefined) {
    throw validationError('Stream cannot be disabled using EnableKinesisStreamingConfiguration parameters');
  }
  if (current?.active !== true) {
    throw invalidState('KinesisStreamingDestination must be ACTIVE to perform DISABLE operation.');
  }
  destinationsOf(context.state).put([table.region, table.name, streamArn], { ...current, active: false });
  return answer(table, streamArn, 'DISABLING');
}

/**
 * Changes the precision of the times in a destination's records. The answer says UPDATING.
 *
 * @throws ValidationException members; nothing to change; it is not active; it is so already
 * @throws ResourceNotFoundException
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateKinesisStreamingDestination.html
 */
export function updateKinesisStreamingDestination(
  context: Context<DynamodbState>,
  input: UpdateKinesisStreamingDestinationCommandInput,
): Omit<UpdateKinesisStreamingDestinationCommandOutput, '$metadata'> {
  const { table, streamArn, current } = target(context, input, 'UpdateKinesisStreamingConfiguration');
  const precision = input.UpdateKinesisStreamingConfiguration?.ApproximateCreationDateTimePrecision;
  // Captured: 2026-10: the three texts.
  if (precision === undefined) {
    throw validationError(
      'Streaming destination cannot be updated with given parameters: UpdateKinesisStreamingConfiguration cannot be null or contain only null values',
    );
  }
  if (current?.active !== true) {
    throw invalidState(
      `Kinesis streaming is not in ACTIVE state. Updates are only allowed in ACTIVE state. TableName: ${table.name}, kdsArn: ${streamArn}`,
    );
  }
  if ((current.precision ?? 'MILLISECOND') === precision) {
    throw validationError(
      `Invalid Request: Precision is already set to the desired value of ${precision} for tableId: ${table.id}, kdsArn: ${streamArn}`,
    );
  }
  destinationsOf(context.state).put([table.region, table.name, streamArn], { active: true, precision });
  return {
    ...answer(table, streamArn, 'UPDATING'),
    UpdateKinesisStreamingConfiguration: { ApproximateCreationDateTimePrecision: precision },
  };
}

/**
 * Lists a table's destinations, also those that were ended.
 *
 * @throws ValidationException, ResourceNotFoundException
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeKinesisStreamingDestination.html
 */
export function describeKinesisStreamingDestination(
  context: Context<DynamodbState>,
  input: DescribeKinesisStreamingDestinationCommandInput,
): Omit<DescribeKinesisStreamingDestinationCommandOutput, '$metadata'> {
  const name = requireTableName(input);
  checkMembers(input, [RULES.tableName], wordingOf(context));
  const table = requireControlTable(context, name);
  return {
    TableName: table.name,
    KinesisDataStreamDestinations: destinations(context, table).map(([StreamArn, { active, precision }]) => ({
      StreamArn,
      DestinationStatus: active ? 'ACTIVE' : 'DISABLED',
      ...(precision === undefined ? {} : { ApproximateCreationDateTimePrecision: precision }),
    })),
  };
}
