import { FakeMisuse, notSupported } from '../kernel/errors';
import { destinationExists } from './destinations';
import { functionNotFound, invalidParameterValue, mappingExists, mappingNotFound } from './errors';
import { parseFilterPattern } from './filter-pattern';
import { findFunction } from './functions';
import { LIMITS } from './limits';
import type { Machine } from './machine';
import { checkMappingInput, type CreateEventSourceMappingInput } from './mapping-input';
import type { EventSourceMappingConfiguration, FunctionEntry, MappingEntry, StreamSettings } from './state';
import { latestPosition } from '../dynamodb/streams';

/**
 * CreateEventSourceMapping. The mapping is enabled at once; on AWS that takes a while.
 *
 * @throws ValidationException, InvalidParameterValueException, ResourceNotFoundException, ResourceConflictException
 * @throws NotSupportedByFake for event sources other than SQS queues and DynamoDB streams
 * @see https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html
 */
export function createEventSourceMapping(
  machine: Machine,
  input: CreateEventSourceMappingInput,
): EventSourceMappingConfiguration {
  const { world, state } = machine;
  const sourceArn = input.EventSourceArn;
  const kind = kindOf(machine, sourceArn);
  checkMappingInput(world, input, kind);
  const entry = findFunction(state, input.FunctionName);
  if (entry === undefined) {
    const { region, accountId } = world.options;
    throw functionNotFound(`arn:aws:lambda:${region}:${accountId}:function:${input.FunctionName}`);
  }
  const parts =
    kind === 'queue'
      ? { kind, settings: queuePart(machine, input, entry) }
      : { kind, settings: streamPart(machine, input) };
  const filters = patternsOf(input);
  const existing = [...state.mappings.entries()].find(
    ([, { functionName, configuration }]) =>
      functionName === entry.name && configuration.EventSourceArn === sourceArn,
  );
  if (existing !== undefined) {
    const service = kind === 'queue' ? 'SQS' : 'dynamodb';
    throw mappingExists(service, sourceArn, entry.name, existing[1].configuration.UUID);
  }
  const uuid = world.ids.uuid('lambda.mapping');
  const number = world.ids.next('lambda.mappingNumber');
  const enabled = input.Enabled !== false;
  const common: Omit<EventSourceMappingConfiguration, 'BatchSize'> = {
    UUID: uuid,
    EventSourceArn: sourceArn,
    EventSourceMappingArn: `arn:aws:lambda:${entry.region}:${world.options.accountId}:event-source-mapping:${uuid}`,
    FunctionArn: entry.arn,
    FunctionResponseTypes: [...(input.FunctionResponseTypes ?? [])],
    MaximumBatchingWindowInSeconds: input.MaximumBatchingWindowInSeconds ?? 0,
    ...(filters.length === 0 ? {} : { FilterCriteria: { Filters: filters.map((Pattern) => ({ Pattern })) } }),
    State: enabled ? 'Enabled' : 'Disabled',
    // Captured: the two kinds word it differently.
    StateTransitionReason: kind === 'queue' ? 'USER_INITIATED' : 'User action',
    LastModified: new Date(world.clock.now()),
  };
  const mapping: MappingEntry =
    parts.kind === 'queue'
      ? {
          number,
          kind: parts.kind,
          functionName: entry.name,
          configuration: { ...common, ...parts.settings },
        }
      : {
          number,
          kind: parts.kind,
          functionName: entry.name,
          configuration: { ...common, ...parts.settings },
          from:
            parts.settings.StartingPosition === 'LATEST' ? latestPosition(machine.dynamodb, sourceArn) : 0,
        };
  state.mappings.put(number, mapping);
  return mapping.configuration;
}

/** UpdateEventSourceMapping, for `Enabled` alone: what a disabled mapping missed is still in its source. */
export function setEnabled(
  machine: Machine,
  uuid: string,
  enabled: boolean,
): EventSourceMappingConfiguration {
  const mapping = requireMapping(machine, uuid);
  const State = enabled ? 'Enabled' : 'Disabled';
  const changed: MappingEntry =
    mapping.kind === 'queue'
      ? { ...mapping, configuration: { ...mapping.configuration, State } }
      : { ...mapping, configuration: { ...mapping.configuration, State } };
  machine.state.mappings.put(mapping.number, changed);
  return changed.configuration;
}

/** DeleteEventSourceMapping. Messages that its poller held come back when their visibility timeout ends. */
export function deleteEventSourceMapping(machine: Machine, uuid: string): void {
  const mapping = requireMapping(machine, uuid);
  machine.state.mappings.delete(mapping.number);
  machine.state.buffers.delete(uuid);
  const readers = machine.state.readers;
  const keys = Array.from(
    readers.entries({ from: [uuid, '', 0], before: [`${uuid}\u0000`, '', 0] }),
    ([key]) => key,
  );
  for (const key of keys) readers.delete(key);
}

export function listMappings(machine: Machine): readonly EventSourceMappingConfiguration[] {
  return [...machine.state.mappings.entries()].map(([, { configuration }]) => configuration);
}

function requireMapping(machine: Machine, uuid: string): MappingEntry {
  const found = [...machine.state.mappings.entries()].find(
    ([, { configuration }]) => configuration.UUID === uuid,
  );
  if (found === undefined) throw mappingNotFound();
  return found[1];
}

function kindOf(machine: Machine, sourceArn: string): 'queue' | 'stream' {
  if (typeof sourceArn !== 'string') {
    throw new FakeMisuse('CreateEventSourceMapping: EventSourceArn is missing.');
  }
  const service = sourceArn.split(':')[2];
  if (service === 'sqs') return 'queue';
  if (service === 'dynamodb') return 'stream';
  throw machine.world.remember(
    notSupported(
      'CreateEventSourceMapping',
      `the event source ${sourceArn} (only SQS queues and DynamoDB streams are: it)`,
    ),
  );
}

function queuePart(
  machine: Machine,
  input: CreateEventSourceMappingInput,
  entry: FunctionEntry,
): Pick<EventSourceMappingConfiguration, 'BatchSize' | 'ScalingConfig'> {
  const queue = machine.sqs.queues.get(input.EventSourceArn);
  const batchSize = input.BatchSize ?? LIMITS.batchSize.queue;
  const window = input.MaximumBatchingWindowInSeconds ?? 0;
  const fifo = input.EventSourceArn.endsWith('.fifo');
  // Documented: services-sqs-parameters, both rules and the first text. Assumed: the second text.
  if (fifo && window > 0) {
    throw invalidParameterValue('Batching window is not supported for FIFO queues');
  }
  if (fifo && batchSize > LIMITS.batchSize.fifo) {
    throw invalidParameterValue('Batch size must not exceed 10 for FIFO queues');
  }
  if (batchSize > LIMITS.batchSizeWithoutWindow && window === 0) {
    throw invalidParameterValue(
      'Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10',
    );
  }
  if (queue === undefined) {
    throw invalidParameterValue(
      'Error occurred while ReceiveMessage. SQS Error Code: AWS.SimpleQueueService.NonExistentQueue. ' +
        'SQS Error Message: The specified queue does not exist.',
    );
  }
  const visibilityMs = queue.settings.visibilityTimeoutMs;
  if (visibilityMs < entry.timeoutMs) {
    throw invalidParameterValue(
      `Queue visibility timeout: ${visibilityMs / 1000} seconds is less than Function timeout: ${entry.timeoutMs / 1000} seconds`,
    );
  }
  const concurrency = input.ScalingConfig?.MaximumConcurrency;
  return {
    BatchSize: batchSize,
    ...(concurrency === undefined ? {} : { ScalingConfig: { MaximumConcurrency: concurrency } }),
  };
}

function streamPart(
  machine: Machine,
  input: CreateEventSourceMappingInput,
): StreamSettings & { BatchSize: number } {
  if (input.StartingPosition === undefined) {
    throw invalidParameterValue(
      "1 validation error detected: Value null at 'startingPosition' failed to satisfy constraint: Member must not be null.",
    );
  }
  if (!machine.dynamodb.streams.has(input.EventSourceArn)) {
    throw invalidParameterValue(`Stream not found: ${input.EventSourceArn}`);
  }
  const destination = input.DestinationConfig?.OnFailure?.Destination;
  if (destination !== undefined && !/^arn:[^:]+:(sqs|sns|s3):/.test(destination)) {
    throw machine.world.remember(notSupported('CreateEventSourceMapping', `the destination ${destination}`));
  }
  if (destination !== undefined && !destinationExists(machine, destination)) {
    throw new FakeMisuse(
      `CreateEventSourceMapping: the on-failure destination ${destination} does not exist. Create it first.`,
    );
  }
  // Captured: the defaults, facts say recorded.
  return {
    BatchSize: input.BatchSize ?? LIMITS.batchSize.stream,
    StartingPosition: input.StartingPosition,
    ParallelizationFactor: input.ParallelizationFactor ?? 1,
    MaximumRetryAttempts: input.MaximumRetryAttempts ?? -1,
    MaximumRecordAgeInSeconds: input.MaximumRecordAgeInSeconds ?? -1,
    BisectBatchOnFunctionError: input.BisectBatchOnFunctionError ?? false,
    TumblingWindowInSeconds: input.TumblingWindowInSeconds ?? 0,
    DestinationConfig: { OnFailure: destination === undefined ? {} : { Destination: destination } },
  };
}

/** The texts of the filters, checked. Documented: five filters, more on request. Assumed: the text of that refusal. */
function patternsOf(input: CreateEventSourceMappingInput): readonly string[] {
  const patterns = (input.FilterCriteria?.Filters ?? []).map(({ Pattern }) => Pattern ?? '');
  if (patterns.length > LIMITS.filters)
    throw invalidParameterValue('Filters list size exceeds the limit of 5.');
  patterns.forEach(parseFilterPattern);
  return patterns;
}
