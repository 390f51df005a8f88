import type {
  AttributeDefinition,
  GlobalSecondaryIndex,
  KeySchemaElement,
  LocalSecondaryIndex,
  ProvisionedThroughput,
  StreamSpecification,
} from '@aws-sdk/client-dynamodb';
import { compareStrings } from '../kernel/order';
import { askedWarm } from './features/warm-throughput';
import { namesOf } from './key';
import { given } from './members';
import { invalidParameters } from './table-definition';
import type {
  DynamodbState,
  IndexEntry,
  Key,
  KeyAttribute,
  StreamEntry,
  TableEntry,
  Throughput,
} from './state';
import { newStream } from './streams';

/** The key that a KeySchema describes, with the types from the attribute definitions. */
export function keyOf(
  keySchema: readonly KeySchemaElement[],
  attributes: readonly AttributeDefinition[],
): Key {
  const ofType = (keyType: string): KeyAttribute[] =>
    keySchema.flatMap((element) => {
      const definition = attributes.find((attribute) => attribute.AttributeName === element.AttributeName);
      if (element.KeyType !== keyType || definition === undefined) return [];
      return [{ name: given(definition.AttributeName), type: given(definition.AttributeType) }];
    });
  return { hash: ofType('HASH'), range: ofType('RANGE') };
}

/** An index as it is stored. The definition has been checked. */
export function indexEntry(
  kind: IndexEntry['kind'],
  index: LocalSecondaryIndex & GlobalSecondaryIndex,
  tableKey: Key,
  attributes: readonly AttributeDefinition[],
): IndexEntry {
  const keySchema = given(index.KeySchema);
  const key = keyOf(keySchema, attributes);
  const projection = given(index.Projection);
  const included = [...namesOf(key), ...namesOf(tableKey), ...(projection.NonKeyAttributes ?? [])];
  return {
    name: given(index.IndexName),
    kind,
    key,
    keySchema,
    projection,
    projected: projection.ProjectionType === 'ALL' ? undefined : [...new Set(included)],
    throughput: throughputOf(index.ProvisionedThroughput),
    onDemandThroughput: index.OnDemandThroughput,
    warm: askedWarm(index.WarmThroughput, throughputOf(index.ProvisionedThroughput)),
  };
}

/** The indexes of a table in the order of their names. */
export function sortedIndexes(indexes: readonly IndexEntry[]): readonly IndexEntry[] {
  return indexes.toSorted((a, b) => compareStrings(a.name, b.name));
}

/** Provisioned throughput as it is stored; zeros on demand. */
export function throughputOf(throughput: ProvisionedThroughput | undefined): Throughput {
  return { read: throughput?.ReadCapacityUnits ?? 0, write: throughput?.WriteCapacityUnits ?? 0 };
}

/**
 * Checks a StreamSpecification by itself. Captured: 2026-10.
 * @throws ValidationException
 */
export function checkStreamSpecification(
  specification: StreamSpecification | undefined,
  table: 'created' | 'updated',
): void {
  if (specification === undefined) return;
  const { StreamEnabled: enabled, StreamViewType: viewType } = specification;
  if (enabled === true && viewType === undefined) {
    throw invalidParameters(
      table === 'created'
        ? 'Table is being created with a stream enabled, UpdateViewType is required'
        : 'If stream is being enabled then UpdateViewType is required',
    );
  }
  if (enabled !== true && viewType !== undefined) {
    throw invalidParameters(
      table === 'created'
        ? 'Table is being created with a stream disabled, UpdateViewType should not be specified'
        : 'If stream is being disabled, then UpdateViewType must not be specified',
    );
  }
}

/** Opens a stream for a table. Its label is the time; two of one millisecond get two labels all the same. */
export function openStream(
  state: DynamodbState,
  table: Pick<TableEntry, 'arn' | 'name' | 'keySchema'>,
  specification: StreamSpecification,
  now: number,
): StreamEntry {
  let stream = newStream(table, specification, now);
  for (let later = now + 1; state.streams.has(stream.arn); later++) {
    stream = newStream(table, specification, later);
  }
  state.streams.put(stream.arn, stream);
  return stream;
}
