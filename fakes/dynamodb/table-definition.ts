import type {
  AttributeDefinition,
  BillingMode,
  CreateTableCommandInput,
  GlobalSecondaryIndex,
  KeySchemaElement,
  LocalSecondaryIndex,
  ProvisionedThroughput,
} from '@aws-sdk/client-dynamodb';
import { validationError } from './errors';
import { utf8Length } from './item-size';
import { LIMITS } from './limits';
import { given } from './members';

/** A ValidationException with the beginning that most messages about tables have. */
export function invalidParameters(message: string): Error {
  return validationError(`One or more parameter values were invalid: ${message}`);
}

/** The parts of CreateTable's input that depend on each other. */
export type TableDefinition = Pick<
  CreateTableCommandInput,
  | 'AttributeDefinitions'
  | 'KeySchema'
  | 'BillingMode'
  | 'ProvisionedThroughput'
  | 'GlobalSecondaryIndexes'
  | 'LocalSecondaryIndexes'
>;

/**
 * Checks that the parts of a new table fit together: throughput, attribute definitions, key schema, indexes.
 * @throws ValidationException
 */
export function checkTableDefinition(definition: TableDefinition): void {
  checkBilling(definition.BillingMode, definition.ProvisionedThroughput);
  const { LocalSecondaryIndexes: locals, GlobalSecondaryIndexes: globals } = definition;
  const attributes = given(definition.AttributeDefinitions);
  const keySchema = given(definition.KeySchema);
  const hasIndexes = locals !== undefined || globals !== undefined;
  checkTableKey(keySchema, attributes, hasIndexes);

  const names = new Set<string>();
  if (locals !== undefined) checkLocalIndexes(locals, keySchema, attributes, names);
  if (globals !== undefined) {
    if (globals.length === 0) throw invalidParameters('List of GlobalSecondaryIndexes is empty');
    for (const index of globals) {
      checkGlobalIndex(index, attributes, definition.BillingMode);
      requireNewName(given(index.IndexName), names);
    }
    if (globals.length > LIMITS.globalIndexes) {
      throw invalidParameters('GlobalSecondaryIndex count exceeds the per-table limit of 20');
    }
  }
  const indexes = [...(locals ?? []), ...(globals ?? [])];
  checkProjectedAttributes(indexes);
  if (hasIndexes) checkAllUsed(keySchema, indexes, attributes);
}

/** @throws ValidationException throughput is missing or must not be there */
function checkBilling(mode: BillingMode | undefined, throughput: ProvisionedThroughput | undefined): void {
  if (mode === 'PAY_PER_REQUEST') {
    if (throughput === undefined) return;
    throw invalidParameters(
      'Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST',
    );
  }
  if (throughput === undefined) {
    throw invalidParameters(
      'ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is PROVISIONED',
    );
  }
  checkBounds(throughput);
}

/** @throws ValidationException `Given value ... for ReadCapacityUnits is out of bounds` */
export function checkBounds(throughput: ProvisionedThroughput): void {
  for (const name of ['ReadCapacityUnits', 'WriteCapacityUnits'] as const) {
    if ((throughput[name] ?? 0) > 1_000_000_000_000) {
      throw validationError(`Given value ${throughput[name]} for ${name} is out of bounds`);
    }
  }
}

function namesIn(keySchema: readonly KeySchemaElement[]): string[] {
  return keySchema.map((element) => given(element.AttributeName));
}

function definedNames(attributes: readonly AttributeDefinition[]): string[] {
  return attributes.map((attribute) => given(attribute.AttributeName));
}

function checkTableKey(
  keySchema: readonly KeySchemaElement[],
  attributes: readonly AttributeDefinition[],
  hasIndexes: boolean,
): void {
  const defined = definedNames(attributes);
  if (new Set(defined).size !== defined.length) {
    // Assumed: only the fact of the refusal is known.
    throw invalidParameters('Duplicate AttributeName in AttributeDefinitions');
  }
  if (keySchema.length > defined.length) {
    throw validationError('Invalid KeySchema: Some index key attribute have no definition');
  }
  requireDefined(keySchema, defined);
  checkKeyTypes(keySchema);
  if (!hasIndexes && keySchema.length !== defined.length) {
    throw invalidParameters(
      'Number of attributes in KeySchema does not exactly match number of attributes defined in AttributeDefinitions',
    );
  }
  requireShortNames(keySchema);
}

function requireDefined(keySchema: readonly KeySchemaElement[], defined: readonly string[]): void {
  const names = namesIn(keySchema);
  if (names.every((name) => defined.includes(name))) return;
  throw invalidParameters(
    `Some index key attributes are not defined in AttributeDefinitions. Keys: [${names.join(', ')}], AttributeDefinitions: [${defined.join(', ')}]`,
  );
}

/** One HASH, then at most one RANGE, of different names. */
function checkKeyTypes(keySchema: readonly KeySchemaElement[]): void {
  const [first, second] = keySchema;
  if (second !== undefined && first?.AttributeName === second.AttributeName) {
    throw validationError('Both the Hash Key and the Range Key element in the KeySchema have the same name');
  }
  if (first?.KeyType !== 'HASH') {
    throw validationError('Invalid KeySchema: The first KeySchemaElement is not a HASH key type');
  }
  if (second !== undefined && second.KeyType !== 'RANGE') {
    throw validationError('Invalid KeySchema: The second KeySchemaElement is not a RANGE key type');
  }
}

function requireShortNames(keySchema: readonly KeySchemaElement[]): void {
  for (const name of namesIn(keySchema)) {
    if (utf8Length(name) > LIMITS.keyNameBytes) {
      // Documented: limits-attributes; Assumed: the words.
      throw invalidParameters(
        `Attribute name is too large, must be less than ${LIMITS.keyNameBytes + 1} bytes`,
      );
    }
  }
}

function checkLocalIndexes(
  locals: readonly LocalSecondaryIndex[],
  tableKey: readonly KeySchemaElement[],
  attributes: readonly AttributeDefinition[],
  names: Set<string>,
): void {
  if (locals.length === 0) throw invalidParameters('List of LocalSecondaryIndexes is empty');
  if (tableKey.length !== 2) {
    throw invalidParameters(
      'Table KeySchema does not have a range key, which is required when specifying a LocalSecondaryIndex',
    );
  }
  for (const index of locals) {
    const keySchema = given(index.KeySchema);
    requireDefined(keySchema, definedNames(attributes));
    checkKeyTypes(keySchema);
    if (keySchema.length !== 2) {
      throw invalidParameters(`Index KeySchema does not have a range key for index: ${index.IndexName}`);
    }
    const [hash, tableHash] = [keySchema[0]?.AttributeName, tableKey[0]?.AttributeName];
    if (hash !== tableHash) {
      throw invalidParameters(
        `Index KeySchema does not have the same leading hash key as table KeySchema for index: ${index.IndexName}. index hash key: ${hash}, table hash key: ${tableHash}`,
      );
    }
    checkProjection(index);
    requireNewName(given(index.IndexName), names);
  }
  if (locals.length > LIMITS.localIndexes) {
    throw invalidParameters('Number of LocalSecondaryIndexes exceeds per-table limit of 5');
  }
}

/**
 * Checks one global secondary index, at CreateTable and at UpdateTable.
 * @throws ValidationException
 */
export function checkGlobalIndex(
  index: GlobalSecondaryIndex,
  attributes: readonly AttributeDefinition[],
  mode: BillingMode | undefined,
): void {
  const keySchema = given(index.KeySchema);
  requireDefined(keySchema, definedNames(attributes));
  if (keySchema.length <= 2 && keySchema[1]?.KeyType !== 'HASH') checkKeyTypes(keySchema);
  else checkManyKeys(keySchema);
  requireShortNames(keySchema);
  checkProjection(index);
  // Captured: public reports of AWS's answers.
  if (mode === 'PAY_PER_REQUEST') {
    if (index.ProvisionedThroughput === undefined) return;
    throw invalidParameters(
      `Neither ReadCapacityUnits nor WriteCapacityUnits can be specified for index: ${index.IndexName} when BillingMode is PAY_PER_REQUEST`,
    );
  }
  if (index.ProvisionedThroughput === undefined) {
    throw invalidParameters(
      `Both ReadCapacityUnits and WriteCapacityUnits must be specified for index: ${index.IndexName}`,
    );
  }
  checkBounds(index.ProvisionedThroughput);
}

/**
 * A key of several attributes: 1 to 4 HASH, then up to 4 RANGE.
 * Documented: GSI.DesignPattern.MultiAttributeKeys. Assumed: the words.
 */
function checkManyKeys(keySchema: readonly KeySchemaElement[]): void {
  const types = keySchema.map((element) => element.KeyType);
  const hashes = types.filter((type) => type === 'HASH').length;
  const inOrder = types.every((type, i) => (i < hashes ? type === 'HASH' : type === 'RANGE'));
  if (!inOrder) throw validationError('Invalid KeySchema: All HASH keys must come before the RANGE keys');
  if (hashes > LIMITS.indexKeyAttributes || types.length - hashes > LIMITS.indexKeyAttributes) {
    throw validationError(
      `Invalid KeySchema: An index can have at most ${LIMITS.indexKeyAttributes} HASH and ${LIMITS.indexKeyAttributes} RANGE keys`,
    );
  }
  if (new Set(namesIn(keySchema)).size !== keySchema.length) {
    throw validationError('Invalid KeySchema: The KeySchema elements must have different names');
  }
}

/** @throws ValidationException ProjectionType and NonKeyAttributes do not fit together */
function checkProjection(index: LocalSecondaryIndex): void {
  const { ProjectionType: type, NonKeyAttributes: names } = given(index.Projection);
  if (type === undefined) throw invalidParameters('Unknown ProjectionType: null');
  if (names !== undefined && type !== 'INCLUDE') {
    throw invalidParameters(`ProjectionType is ${type}, but NonKeyAttributes is specified`);
  }
  if (names === undefined && type === 'INCLUDE') {
    throw invalidParameters('ProjectionType is INCLUDE, but NonKeyAttributes is not specified');
  }
}

function requireNewName(name: string, names: Set<string>): void {
  if (names.has(name)) throw invalidParameters(`Duplicate index name: ${name}`);
  names.add(name);
}

/** Documented: Quotas, "up to a total of 100 attributes into all of a table's secondary indexes". Assumed: the words. */
export function checkProjectedAttributes(indexes: readonly LocalSecondaryIndex[]): void {
  const count = indexes.reduce((sum, index) => sum + (index.Projection?.NonKeyAttributes?.length ?? 0), 0);
  if (count > LIMITS.projectedAttributes) {
    throw invalidParameters(
      `Number of NonKeyAttributes over all indexes exceeds the per-table limit of ${LIMITS.projectedAttributes}`,
    );
  }
}

function checkAllUsed(
  keySchema: readonly KeySchemaElement[],
  indexes: readonly LocalSecondaryIndex[],
  attributes: readonly AttributeDefinition[],
): void {
  const used = new Set([keySchema, ...indexes.map((index) => given(index.KeySchema))].flatMap(namesIn));
  const defined = definedNames(attributes);
  if (used.size === defined.length) return;
  throw invalidParameters(
    `Some AttributeDefinitions are not used. AttributeDefinitions: [${defined.join(', ')}], keys used: [${[...used].join(', ')}]`,
  );
}
