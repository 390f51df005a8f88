import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  UpdateItemCommand,
  type AttributeValue,
} from '@aws-sdk/client-dynamodb';
import type { Rng } from '../../../fakes/kernel/rng';

/** One random call: a command that both sides get. */
export interface RandomCall {
  readonly name: string;
  readonly input: object;
  /** A fresh command for each side: a client changes the one it sends. */
  command(): object;
}

const TABLE = { TableName: 'things' };
const NAMES = ['x', 'y', 'list', 'map', 'set'] as const;
/** What puts an item into the indexes, some of the time. */
const INDEXED = ['g', 'l'] as const;

function one<T>(rng: Rng, choices: readonly T[]): T {
  return choices[rng.below(choices.length)];
}

function value(rng: Rng): AttributeValue {
  return one<() => AttributeValue>(rng, [
    () => ({ S: one(rng, ['', 'a', 'ab', 'é', '\u{1f600}']) }),
    () => ({ N: one(rng, ['0', '-1', '1.50', '1e3', '12345678901234567890', '.5']) }),
    () => ({ BOOL: rng.below(2) === 0 }),
    () => ({ NULL: true }),
    () => ({ SS: ['b', 'a'] }),
    () => ({ NS: ['2', '1', '10'] }),
    () => ({ L: [{ N: '1' }, { S: 'a' }] }),
    () => ({ M: { inner: { N: '5' }, deep: { L: [{ S: 'z' }] } } }),
    () => ({ B: new Uint8Array([1, 2, 255]) }),
  ])();
}

function key(rng: Rng): Record<string, AttributeValue> {
  return { pk: { S: one(rng, ['a', 'b', 'c']) }, sk: { N: one(rng, ['1', '2', '10', '-3']) } };
}

const CONDITIONS = [
  'attribute_exists(pk)',
  'attribute_not_exists(x)',
  'x = :v',
  'x <> :v',
  'x < :v',
  'size(x) > :n',
  'contains(x, :v)',
  'begins_with(x, :v)',
  'NOT x = :v',
  'x = :v AND y = :n',
  'x = :v OR attribute_exists(y)',
  'x BETWEEN :n AND :m',
  'x IN (:v, :n)',
  'attribute_type(x, :t)',
] as const;

const UPDATES = [
  'SET x = :v',
  'SET x = x + :n',
  'SET x = if_not_exists(x, :v)',
  'SET #l = list_append(#l, :l)',
  'SET #m.inner = :v',
  'REMOVE x, y',
  'REMOVE #l[0]',
  'ADD x :n',
  'ADD #s :s',
  'DELETE #s :s',
  'SET x = y, y = x',
] as const;

/** Names and values as an expression uses them. */
function placeholders(rng: Rng, text: string): object {
  const values: Record<string, AttributeValue> = {
    ':v': value(rng),
    ':n': { N: '1' },
    ':m': { N: '9' },
    ':t': { S: one(rng, ['S', 'N', 'L']) },
    ':l': { L: [{ S: 'new' }] },
    ':s': { SS: ['a', 'c'] },
    ':p': { S: one(rng, ['a', 'b', 'c']) },
    ':k': { N: '2' },
  };
  const names: Record<string, string> = { '#l': 'list', '#m': 'map', '#s': 'set' };
  const used = <T>(all: Record<string, T>): Record<string, T> =>
    Object.fromEntries(Object.entries(all).filter(([name]) => text.includes(name)));
  const [usedNames, usedValues] = [used(names), used(values)];
  return {
    ...(Object.keys(usedNames).length === 0 ? {} : { ExpressionAttributeNames: usedNames }),
    ...(Object.keys(usedValues).length === 0 ? {} : { ExpressionAttributeValues: usedValues }),
  };
}

/** Attributes of a new item. */
function attributesOf(rng: Rng): Record<string, AttributeValue> {
  return Object.fromEntries([
    ...NAMES.filter(() => rng.below(2) === 0).map((name) => [name, value(rng)] as const),
    ...INDEXED.filter(() => rng.below(2) === 0).map(
      (name) => [name, { S: one(rng, ['i', 'j', 'jj']) }] as const,
    ),
  ]);
}

/** The parameters from before expressions. */
function legacyWrite(rng: Rng): RandomCall {
  const Expected = one<() => object>(rng, [
    () => ({ x: { Exists: false } }),
    () => ({ y: { Value: value(rng) } }),
    () => ({ x: { ComparisonOperator: 'NOT_NULL' } }),
    () => ({ x: { ComparisonOperator: 'GT', AttributeValueList: [{ N: '0' }] } }),
    () => ({ y: { ComparisonOperator: 'BEGINS_WITH', AttributeValueList: [{ S: 'a' }] } }),
    () => ({ y: { ComparisonOperator: 'IN', AttributeValueList: [{ S: 'a' }, { S: 'ab' }] } }),
  ])();
  const AttributeUpdates = one<() => object>(rng, [
    () => ({ x: { Action: 'PUT', Value: value(rng) } }),
    () => ({ x: { Action: 'ADD', Value: { N: '2' } } }),
    () => ({ set: { Action: 'ADD', Value: { SS: ['z'] } } }),
    () => ({ set: { Action: 'DELETE', Value: { SS: ['a'] } } }),
    () => ({ y: { Action: 'PUT', Value: { S: 'put' } }, x: { Action: 'DELETE' } }),
  ])();
  return call('UpdateItem', UpdateItemCommand, {
    ...TABLE,
    Key: key(rng),
    AttributeUpdates,
    ...(rng.below(2) === 0 ? { Expected } : {}),
    ReturnValues: one(rng, ['NONE', 'ALL_NEW']),
  });
}

const PROJECTIONS = ['pk, sk', 'x, y', '#m.inner, #l[0]', '#m.deep[0], x', '#s, missing'] as const;

/** Reads of the global or the local index, of parts of items, and of numbers only. */
function indexRead(rng: Rng): RandomCall {
  const [IndexName, text, values] = one(rng, [
    ['byG', 'g = :g', { ':g': { S: one(rng, ['i', 'j', 'none']) } }],
    ['byG', 'g = :g AND sk > :k', { ':g': { S: 'j' }, ':k': { N: '1' } }],
    ['byL', 'pk = :p', { ':p': { S: one(rng, ['a', 'b']) } }],
    ['byL', 'pk = :p AND begins_with(l, :l)', { ':p': { S: 'a' }, ':l': { S: 'j' } }],
    ['byL', 'pk = :p AND l >= :l', { ':p': { S: 'b' }, ':l': { S: 'j' } }],
  ] as const);
  const projection = rng.below(3) === 0 ? one(rng, PROJECTIONS) : undefined;
  return call('Query', QueryCommand, {
    ...TABLE,
    IndexName,
    KeyConditionExpression: text,
    ScanIndexForward: rng.below(2) === 0,
    ExpressionAttributeValues: values,
    ...(projection === undefined
      ? rng.below(4) === 0
        ? { Select: 'COUNT' }
        : {}
      : {
          ProjectionExpression: projection,
          ...placeholders(rng, projection),
          ExpressionAttributeValues: values,
        }),
  });
}

function batchWrite(rng: Rng): RandomCall {
  const keys = [key(rng), key(rng), key(rng)];
  return call('BatchWriteItem', BatchWriteItemCommand, {
    RequestItems: {
      things: keys.map((Key) =>
        rng.below(3) === 0
          ? { DeleteRequest: { Key } }
          : { PutRequest: { Item: { ...Key, ...attributesOf(rng) } } },
      ),
    },
  });
}

function call(name: string, make: new (input: never) => object, input: object): RandomCall {
  return { name, input, command: () => new make(structuredClone(input) as never) };
}

/** The next random call. */
export function randomCall(rng: Rng): RandomCall {
  const condition = rng.below(3) === 0 ? one(rng, CONDITIONS) : undefined;
  const conditional = (text = ''): object => ({
    ...(condition === undefined ? {} : { ConditionExpression: condition }),
    ...placeholders(rng, `${text} ${condition ?? ''}`),
  });
  const attributes = attributesOf(rng);
  switch (rng.below(10)) {
    case 0:
      return call('PutItem', PutItemCommand, {
        ...TABLE,
        Item: { ...key(rng), ...attributes },
        ReturnValues: one(rng, ['NONE', 'ALL_OLD']),
        ...conditional(),
      });
    case 1: {
      const update = one(rng, UPDATES);
      return call('UpdateItem', UpdateItemCommand, {
        ...TABLE,
        Key: key(rng),
        UpdateExpression: update,
        ReturnValues: one(rng, ['NONE', 'ALL_OLD', 'ALL_NEW']),
        ...conditional(update),
      });
    }
    case 2:
      return call('DeleteItem', DeleteItemCommand, {
        ...TABLE,
        Key: key(rng),
        ReturnValues: 'ALL_OLD',
        ...conditional(),
      });
    case 3: {
      const projection = rng.below(2) === 0 ? one(rng, PROJECTIONS) : undefined;
      return call('GetItem', GetItemCommand, {
        ...TABLE,
        Key: key(rng),
        ConsistentRead: true,
        ...(projection === undefined
          ? {}
          : { ProjectionExpression: projection, ...placeholders(rng, projection) }),
      });
    }
    case 4: {
      const text = one(rng, [
        'pk = :p',
        'pk = :p AND sk > :k',
        'pk = :p AND sk BETWEEN :n AND :m',
        'sk = :k',
      ]);
      return call('Query', QueryCommand, {
        ...TABLE,
        KeyConditionExpression: text,
        ScanIndexForward: rng.below(2) === 0,
        ConsistentRead: true,
        ...(rng.below(3) === 0 ? { Limit: 1 + rng.below(3) } : {}),
        ...placeholders(rng, text),
      });
    }
    case 5: {
      const filter = one(rng, CONDITIONS.slice(1));
      return call('Scan', ScanCommand, {
        ...TABLE,
        ConsistentRead: true,
        ...(filter.includes('pk') ? {} : { FilterExpression: filter }),
        ...placeholders(rng, filter),
      });
    }
    case 6:
      return legacyWrite(rng);
    case 7:
      return indexRead(rng);
    case 8:
      return batchWrite(rng);
    default: {
      const Keys = [key(rng), key(rng)];
      return call('BatchGetItem', BatchGetItemCommand, {
        RequestItems: { things: { Keys, ConsistentRead: true } },
      });
    }
  }
}
