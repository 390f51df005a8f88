import * as sdk from '@aws-sdk/client-dynamodb';
import {
  CreateTableCommand,
  DynamoDBClient,
  PutItemCommand,
  type AttributeDefinition,
  type AttributeValue,
  type CreateTableCommandInput,
  type KeySchemaElement,
  type Projection,
  type ScalarAttributeType,
} from '@aws-sdk/client-dynamodb';
import { expect } from 'chai';

/** The client of most tests. The fakes stand under every client. */
export const client = new DynamoDBClient({ region: 'us-east-1' });

/** The error that a promise rejects with. */
export async function caught(promise: Promise<unknown>): Promise<Error & Record<string, unknown>> {
  try {
    await promise;
  } catch (error) {
    return error as Error & Record<string, unknown>;
  }
  throw new Error('expected a rejection');
}

/** Expects AWS's error with exactly this message, as an instance of the SDK's class where it has one. */
export async function expectRefusal(
  promise: Promise<unknown>,
  message: string,
  name = 'ValidationException',
): Promise<Error & Record<string, unknown>> {
  const error = await caught(promise);
  expect({ name: error.name, message: error.message }).to.deep.equal({ name, message });
  expect(error).to.be.instanceOf(Reflect.get(sdk, name) ?? sdk.DynamoDBServiceException);
  expect(error['$metadata']).to.include({ httpStatusCode: 400 });
  return error;
}

/** `a` stands for { S: 'a' } and 5 for { N: '5' }. */
export type Short = string | number | AttributeValue;

/** An item in short form: strings and numbers stand for S and N. */
export function item(members: Record<string, Short>): Record<string, AttributeValue> {
  return Object.fromEntries(Object.entries(members).map(([name, value]) => [name, short(value)]));
}

function short(value: Short): AttributeValue {
  if (typeof value === 'string') return { S: value };
  return typeof value === 'number' ? { N: String(value) } : value;
}

/** `pk sk:N` means: HASH pk of type S, RANGE sk of type N. */
function parseKey(text: string): { attributes: AttributeDefinition[]; schema: KeySchemaElement[] } {
  const attributes = text.split(' ').map((part): AttributeDefinition => {
    const [AttributeName = '', type = 'S'] = part.split(':');
    return { AttributeName, AttributeType: type as ScalarAttributeType };
  });
  const schema = attributes.map(({ AttributeName }, i): KeySchemaElement => ({
    AttributeName,
    KeyType: i === 0 ? 'HASH' : 'RANGE',
  }));
  return { attributes, schema };
}

interface Indexes {
  readonly globals?: Readonly<Record<string, string>>;
  readonly locals?: Readonly<Record<string, string>>;
}

/** `g h:N KEYS_ONLY` or `g INCLUDE a b`: the key, then the projection (ALL when left out). */
function parseIndex(IndexName: string, text: string) {
  const [key = '', kind, names] = text.split(/ (ALL|KEYS_ONLY|INCLUDE) ?/);
  const { attributes, schema } = parseKey(key);
  const projection: Projection =
    kind === 'INCLUDE'
      ? { ProjectionType: kind, NonKeyAttributes: (names ?? '').split(' ') }
      : { ProjectionType: kind === 'KEYS_ONLY' ? kind : 'ALL' };
  return { attributes, index: { IndexName, KeySchema: schema, Projection: projection } };
}

/** CreateTable's input from a short form: `tableInput('t', 'pk sk:N', { globals: { byG: 'g KEYS_ONLY' } })`. */
export function tableInput(
  TableName: string,
  key: string,
  { globals = {}, locals = {} }: Indexes = {},
  more: Partial<CreateTableCommandInput> = {},
): CreateTableCommandInput {
  const table = parseKey(key);
  const global = Object.entries(globals).map(([name, text]) => parseIndex(name, text));
  const local = Object.entries(locals).map(([name, text]) => parseIndex(name, text));
  const all = [table, ...global, ...local].flatMap(({ attributes }) => attributes);
  const unique = [...new Map(all.map((attribute) => [attribute.AttributeName, attribute])).values()];
  return {
    TableName,
    AttributeDefinitions: unique,
    KeySchema: table.schema,
    BillingMode: 'PAY_PER_REQUEST',
    ...(global.length === 0 ? {} : { GlobalSecondaryIndexes: global.map(({ index }) => index) }),
    ...(local.length === 0 ? {} : { LocalSecondaryIndexes: local.map(({ index }) => index) }),
    ...more,
  };
}

/** Creates a table from the short form. */
export async function createTable(...of: Parameters<typeof tableInput>): Promise<void> {
  await client.send(new CreateTableCommand(tableInput(...of)));
}

/** Puts items, one after the other. */
export async function putAll(TableName: string, items: readonly Record<string, Short>[]): Promise<void> {
  for (const members of items) await client.send(new PutItemCommand({ TableName, Item: item(members) }));
}

/** An answer without `$metadata`. */
export function answer<T extends object>(output: T): Omit<T, '$metadata'> {
  return Object.fromEntries(Object.entries(output).filter(([key]) => key !== '$metadata')) as Omit<
    T,
    '$metadata'
  >;
}
