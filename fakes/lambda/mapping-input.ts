import { FakeMisuse, notSupported } from '../kernel/errors';
import type { World } from '../kernel/world';
import { invalidParameterValue, validationException } from './errors';
import { LIMITS } from './limits';

/** CreateEventSourceMapping's input, as far as it is modelled. @see API_CreateEventSourceMapping */
export interface CreateEventSourceMappingInput {
  readonly EventSourceArn: string;
  readonly FunctionName: string;
  readonly Enabled?: boolean | undefined;
  readonly BatchSize?: number | undefined;
  readonly MaximumBatchingWindowInSeconds?: number | undefined;
  readonly FunctionResponseTypes?: readonly 'ReportBatchItemFailures'[] | undefined;
  readonly FilterCriteria?:
    | { readonly Filters?: readonly { readonly Pattern?: string | undefined }[] | undefined }
    | undefined;
  readonly ScalingConfig?: { readonly MaximumConcurrency?: number | undefined } | undefined;
  readonly StartingPosition?: 'TRIM_HORIZON' | 'LATEST' | undefined;
  readonly ParallelizationFactor?: number | undefined;
  readonly MaximumRetryAttempts?: number | undefined;
  readonly MaximumRecordAgeInSeconds?: number | undefined;
  readonly BisectBatchOnFunctionError?: boolean | undefined;
  readonly TumblingWindowInSeconds?: number | undefined;
  readonly DestinationConfig?:
    | { readonly OnFailure?: { readonly Destination?: string | undefined } | undefined }
    | undefined;
}

const MEMBERS = new Map<string, 'both' | 'stream' | 'queue'>(
  Object.entries({
    EventSourceArn: 'both',
    FunctionName: 'both',
    Enabled: 'both',
    BatchSize: 'both',
    MaximumBatchingWindowInSeconds: 'both',
    FunctionResponseTypes: 'both',
    FilterCriteria: 'both',
    ScalingConfig: 'queue',
    StartingPosition: 'stream',
    ParallelizationFactor: 'stream',
    MaximumRetryAttempts: 'stream',
    MaximumRecordAgeInSeconds: 'stream',
    BisectBatchOnFunctionError: 'stream',
    TumblingWindowInSeconds: 'stream',
    DestinationConfig: 'stream',
  } satisfies Record<keyof CreateEventSourceMappingInput, 'both' | 'stream' | 'queue'>),
);

/** Members that AWS knows and nobody here models. */
const REFUSED = new Set([
  'AmazonManagedKafkaEventSourceConfig',
  'DocumentDBEventSourceConfig',
  'KMSKeyArn',
  'LoggingConfig',
  'MetricsConfig',
  'ProvisionedPollerConfig',
  'Queues',
  'SelfManagedEventSource',
  'SelfManagedKafkaEventSourceConfig',
  'SourceAccessConfigurations',
  'StartingPositionTimestamp',
  'Tags',
  'Topics',
]);

/** The limits that the API's model states. Every API answers them before it looks at anything else. */
const RANGES: readonly (readonly [
  keyof CreateEventSourceMappingInput,
  { readonly least: number; readonly most: number },
])[] = [
  ['BatchSize', LIMITS.batchSize],
  ['MaximumBatchingWindowInSeconds', LIMITS.windowSeconds],
  ['ParallelizationFactor', LIMITS.parallelizationFactor],
  ['MaximumRetryAttempts', LIMITS.retryAttempts],
  ['MaximumRecordAgeInSeconds', { least: -1, most: LIMITS.recordAgeSeconds.most }],
  ['TumblingWindowInSeconds', LIMITS.tumblingWindowSeconds],
];

/**
 * Checks what can be said of an input without looking at anything else.
 *
 * @throws NotSupportedByFake for members that are not modelled; FakeMisuse for unknown ones
 * @throws ValidationException for values outside the model's limits
 * @throws InvalidParameterValueException for members that this kind of source does not have
 */
export function checkMappingInput(
  world: World,
  input: CreateEventSourceMappingInput,
  kind: 'queue' | 'stream',
): void {
  for (const [member, value] of Object.entries(input)) {
    if (value === undefined) continue;
    if (REFUSED.has(member))
      throw world.remember(notSupported('CreateEventSourceMapping', `the parameter ${member}`));
    const belongsTo = MEMBERS.get(member);
    if (belongsTo === undefined) {
      throw world.remember(new FakeMisuse(`CreateEventSourceMapping: ${member} is no member of its input.`));
    }
    // Assumed: the text.
    if (belongsTo !== 'both' && belongsTo !== kind) {
      throw invalidParameterValue(`Unsupported parameter for given event source mapping type: ${member}`);
    }
  }
  for (const [member, range] of RANGES) checkRange(member, input[member], range);
  checkRange(
    'ScalingConfig.MaximumConcurrency',
    input.ScalingConfig?.MaximumConcurrency,
    LIMITS.maximumConcurrency,
  );
  const age = input.MaximumRecordAgeInSeconds;
  // Assumed: the text. Documented: -1 or 60 to 604,800.
  if (age !== undefined && age !== -1 && age < LIMITS.recordAgeSeconds.least) {
    throw invalidParameterValue(
      `Maximum record age must be -1 or between ${LIMITS.recordAgeSeconds.least} and ${LIMITS.recordAgeSeconds.most} seconds.`,
    );
  }
  for (const type of input.FunctionResponseTypes ?? []) {
    if (type !== 'ReportBatchItemFailures') {
      throw validationException(
        'functionResponseTypes',
        `[${String(type)}]`,
        'Member must satisfy constraint: [Member must satisfy enum value set: [ReportBatchItemFailures]]',
      );
    }
  }
}

function checkRange(
  member: string,
  value: unknown,
  { least, most }: { readonly least: number; readonly most: number },
): void {
  if (value === undefined) return;
  const path = member
    .split('.')
    .map((part) => part.charAt(0).toLowerCase() + part.slice(1))
    .join('.');
  if (typeof value !== 'number' || !Number.isInteger(value)) {
    throw new FakeMisuse(
      `CreateEventSourceMapping: ${member} must be a whole number, and is ${JSON.stringify(value)}.`,
    );
  }
  if (value < least)
    throw validationException(path, value, `Member must have value greater than or equal to ${least}`);
  if (value > most)
    throw validationException(path, value, `Member must have value less than or equal to ${most}`);
}
