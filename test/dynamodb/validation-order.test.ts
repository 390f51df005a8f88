import * as sdk from '@aws-sdk/client-dynamodb';
import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../fakes';
import { createDynamodb } from '../../fakes/dynamodb/service';
import { caught, client, createTable, item, putAll } from './arrange';

/** A request as it is being spoilt. */
type Request = Record<string, unknown>;

/** One fault: how it comes into a valid request, and how AWS's answer to it can be told from the answers to others. */
type Fault = readonly [what: string, spoil: (request: Request) => void, answer: RegExp];

/** An operation: its command, a valid request, and its faults in the order in which AWS looks for them. */
interface Order {
  readonly command: new (input: never) => object;
  readonly request: () => Request;
  readonly faults: readonly Fault[];
}

const t00 = { TableName: 't00' };
const Key = () => item({ pk: 'a', sk: 's' });
const BAD_NUMBER = { N: 'x' };
const set = (more: Request) => (request: Request) => void Object.assign(request, more);
const member = set({ ReturnConsumedCapacity: 'WRONG' });
const gone = set({ TableName: 'gone' });

const ENUM = /returnConsumedCapacity' failed to satisfy constraint/;
const NUMBER = /cannot be converted to a numeric value: x/;
const UNUSED_VALUE = /unused in expressions: keys: \{:unused\}/;
const UNUSED_NAME = /unused in expressions: keys: \{#unused\}/;
const NOT_FOUND = /^Requested resource not found$/;
const KEY = /The provided key element does not match the schema/;
const CONDITION = /^The conditional request failed$/;
const syntaxOf = (kind: string) => new RegExp(`Invalid ${kind}: Syntax error`);

/** Puts a value that no expression uses beside an expression, which is there already or harmless. */
const unusedValue =
  (kind: string, text: string) =>
  (request: Request): void => {
    request[kind] ??= text;
    request['ExpressionAttributeValues'] = {
      ...(request['ExpressionAttributeValues'] as object | undefined),
      ':unused': { S: 'x' },
    };
  };
const unusedName =
  (kind: string, text: string) =>
  (request: Request): void => {
    request[kind] ??= text;
    request['ExpressionAttributeNames'] = { '#unused': 'x' };
  };
const badKey = (request: Request): void => {
  request['Key'] = { ...(request['Key'] as object), bad: BAD_NUMBER };
};
const wrongKey = (request: Request): void => {
  request['Key'] = { ...(request['Key'] as object), more: { S: 'x' } };
};

const writes = (kind: 'Item' | 'Key', key: Fault): readonly Fault[] => [
  ['an enum', member, ENUM],
  [
    'parameters of both kinds',
    set({ Expected: { x: { Exists: false } }, ConditionExpression: 'attribute_exists(pk)' }),
    /Can not use both expression and non-expression parameters/,
  ],
  ['ReturnValues', set({ ReturnValues: 'ALL_NEW' }), /ReturnValues can only be ALL_OLD or NONE/],
  [
    'a value',
    (request) => {
      request[kind] = { ...(request[kind] as object), bad: BAD_NUMBER };
    },
    NUMBER,
  ],
  ['syntax', set({ ConditionExpression: 'x =' }), syntaxOf('ConditionExpression')],
  ['an unused value', unusedValue('ConditionExpression', 'attribute_exists(pk)'), UNUSED_VALUE],
  ['the table', gone, NOT_FOUND],
  key,
  ['the condition', set({ ConditionExpression: 'attribute_exists(nope)' }), CONDITION],
];

const ORDERS: readonly Order[] = [
  {
    command: sdk.PutItemCommand,
    request: () => ({ ...t00, Item: Key() }),
    faults: writes('Item', [
      'the key',
      (request) => {
        const { sk: _sk, ...rest } = request['Item'] as Request;
        request['Item'] = rest;
      },
      /Missing the key sk in the item/,
    ]),
  },
  {
    command: sdk.DeleteItemCommand,
    request: () => ({ ...t00, Key: Key() }),
    faults: writes('Key', ['the key', wrongKey, KEY]),
  },
  {
    command: sdk.UpdateItemCommand,
    request: () => ({ ...t00, Key: Key(), UpdateExpression: 'SET x = x' }),
    faults: [
      ['an enum', member, ENUM],
      [
        'parameters of both kinds',
        set({ AttributeUpdates: {} }),
        /Can not use both expression and non-expression parameters/,
      ],
      ['a value', badKey, NUMBER],
      ['syntax of the update', set({ UpdateExpression: 'SET x' }), syntaxOf('UpdateExpression')],
      ['syntax of the condition', set({ ConditionExpression: 'x =' }), syntaxOf('ConditionExpression')],
      ['an unused value', unusedValue('ConditionExpression', 'attribute_exists(pk)'), UNUSED_VALUE],
      ['the table', gone, NOT_FOUND],
      ['the key', wrongKey, KEY],
      ['the condition', set({ ConditionExpression: 'attribute_exists(nope)' }), CONDITION],
      ['the item', set({ UpdateExpression: 'SET x = nope' }), /refers to an attribute that does not exist/],
    ],
  },
  {
    command: sdk.GetItemCommand,
    request: () => ({ ...t00, Key: Key() }),
    faults: [
      ['an enum', member, ENUM],
      [
        'parameters of both kinds',
        set({ AttributesToGet: ['x'], ProjectionExpression: 'x' }),
        /Can not use both expression and non-expression parameters/,
      ],
      ['a value', badKey, NUMBER],
      ['syntax', set({ ProjectionExpression: 'x,' }), syntaxOf('ProjectionExpression')],
      ['an unused name', unusedName('ProjectionExpression', 'x'), UNUSED_NAME],
      ['the table', gone, NOT_FOUND],
      ['the key', wrongKey, KEY],
    ],
  },
  {
    command: sdk.QueryCommand,
    request: () => ({
      ...t00,
      KeyConditionExpression: 'pk = :p',
      ExpressionAttributeValues: item({ ':p': 'a' }),
    }),
    faults: [
      ['an enum', member, ENUM],
      [
        'parameters of both kinds',
        set({ QueryFilter: {} }),
        /Can not use both expression and non-expression parameters/,
      ],
      ['the start key’s value', set({ ExclusiveStartKey: { pk: BAD_NUMBER } }), NUMBER],
      ['syntax of the key', set({ KeyConditionExpression: 'pk =' }), syntaxOf('KeyConditionExpression')],
      ['syntax of the filter', set({ FilterExpression: 'x =' }), syntaxOf('FilterExpression')],
      ['an unused value', unusedValue('FilterExpression', 'attribute_exists(x)'), UNUSED_VALUE],
      ['Select', set({ Select: 'SPECIFIC_ATTRIBUTES' }), /when choosing to get SPECIFIC_ATTRIBUTES/],
      ['the table', gone, NOT_FOUND],
      ['the index', set({ IndexName: 'nope' }), /does not have the specified index: nope/],
      [
        'the key condition',
        set({ KeyConditionExpression: 'sk = :p' }),
        /Query condition missed key schema element: pk/,
      ],
      [
        'the filter',
        set({ FilterExpression: 'attribute_exists(pk)' }),
        /can only contain non-primary key attributes/,
      ],
      [
        'the start key',
        set({ ExclusiveStartKey: item({ pk: 'a' }) }),
        /Exclusive Start Key must have same size/,
      ],
    ],
  },
  {
    command: sdk.ScanCommand,
    request: () => ({ ...t00 }),
    faults: [
      ['an enum', member, ENUM],
      [
        'parameters of both kinds',
        set({ ScanFilter: {}, FilterExpression: 'attribute_exists(x)' }),
        /Can not use both expression and non-expression parameters/,
      ],
      ['the segments', set({ Segment: 1 }), /TotalSegments parameter is required/],
      ['the start key’s value', set({ ExclusiveStartKey: { pk: BAD_NUMBER } }), NUMBER],
      ['syntax', set({ FilterExpression: 'x =' }), syntaxOf('FilterExpression')],
      ['an unused value', unusedValue('FilterExpression', 'attribute_exists(x)'), UNUSED_VALUE],
      ['Select', set({ Select: 'SPECIFIC_ATTRIBUTES' }), /when choosing to get SPECIFIC_ATTRIBUTES/],
      ['the table', gone, NOT_FOUND],
      ['the index', set({ IndexName: 'nope' }), /does not have the specified index: nope/],
      [
        'the start key',
        set({ ExclusiveStartKey: item({ pk: 'a' }) }),
        /The provided starting key is invalid/,
      ],
    ],
  },
  {
    command: sdk.BatchGetItemCommand,
    request: () => ({ RequestItems: { t00: { Keys: [Key()] } } }),
    faults: [
      ['an enum', member, ENUM],
      ['too many keys', many('Keys'), /length less than or equal to 100/],
      [
        'parameters of both kinds',
        inTable({ AttributesToGet: ['x'], ProjectionExpression: 'x' }),
        /Can not use both/,
      ],
      ['a value', inKeys(() => ({ ...Key(), bad: BAD_NUMBER })), NUMBER],
      ['the table', elsewhere, NOT_FOUND],
      ['the key', inKeys(() => item({ pk: 'a' })), KEY],
      ['a key twice', inKeys(Key), /contains duplicates/],
    ],
  },
  {
    command: sdk.BatchWriteItemCommand,
    request: () => ({ RequestItems: { t00: [{ PutRequest: { Item: Key() } }] } }),
    faults: [
      ['an enum', member, ENUM],
      ['too many entries', many('Writes'), /length less than or equal to 25/],
      ['a value', inWrites(() => ({ ...Key(), bad: BAD_NUMBER })), NUMBER],
      ['the table', elsewhere, NOT_FOUND],
      ['the key', inWrites(() => item({ pk: 'a' })), KEY],
      ['a key twice', inWrites(Key), /contains duplicates/],
    ],
  },
  {
    command: sdk.TransactWriteItemsCommand,
    request: () => ({ TransactItems: [{ Put: { ...t00, Item: Key() } }] }),
    faults: [
      ['an enum', member, ENUM],
      ['a value', action({ Put: { ...t00, Item: { ...Key(), bad: BAD_NUMBER } } }), NUMBER],
      ['the table', action({ Delete: { TableName: 'gone', Key: item({ pk: 'z', sk: 'z' }) } }), NOT_FOUND],
      ['an item twice', action({ Delete: { ...t00, Key: Key() } }), /multiple operations on one item/],
      [
        'the key',
        action({ Delete: { ...t00, Key: item({ pk: 'z', sk: 'z', more: 'x' }) } }),
        /\[None, .*ValidationError/,
      ],
      [
        'a condition',
        action({
          ConditionCheck: {
            ...t00,
            Key: item({ pk: 'q', sk: 'q' }),
            ConditionExpression: 'attribute_exists(pk)',
          },
        }),
        /ConditionalCheckFailed/,
      ],
    ],
  },
  {
    command: sdk.TransactGetItemsCommand,
    request: () => ({ TransactItems: [{ Get: { ...t00, Key: Key() } }] }),
    faults: [
      ['an enum', member, ENUM],
      ['a value', action({ Get: { ...t00, Key: { ...Key(), bad: BAD_NUMBER } } }), NUMBER],
      ['the table', action({ Get: { TableName: 'gone', Key: item({ pk: 'z', sk: 'z' }) } }), NOT_FOUND],
      ['an item twice', action({ Get: { ...t00, Key: Key() } }), /multiple operations on one item/],
      ['the key', action({ Get: { ...t00, Key: item({ pk: 'z', sk: 'z', more: 'x' }) } }), /ValidationError/],
    ],
  },
];

function requestItems(request: Request): Request {
  return request['RequestItems'] as Request;
}

/** Adds an action to those of a transaction. */
function action(more: object): (request: Request) => void {
  return (request) => {
    request['TransactItems'] = [...(request['TransactItems'] as object[]), more];
  };
}

/** Adds a key to those of a batch, before them: entries are looked at one by one. */
function inKeys(key: () => object): (request: Request) => void {
  return (request) => {
    const table = requestItems(request)['t00'] as { Keys: object[] };
    table.Keys.unshift(key());
  };
}

function inWrites(of: () => object): (request: Request) => void {
  return (request) => void (requestItems(request)['t00'] as object[]).unshift({ PutRequest: { Item: of() } });
}

function inTable(more: object): (request: Request) => void {
  return (request) => void Object.assign(requestItems(request)['t00'] as object, more);
}

function many(kind: 'Keys' | 'Writes'): (request: Request) => void {
  return (request) => {
    const keys = Array.from({ length: 101 }, (_, i) => item({ pk: 'a', sk: `s${i}` }));
    if (kind === 'Keys') (requestItems(request)['t00'] as { Keys: object[] }).Keys.push(...keys);
    else (requestItems(request)['t00'] as object[]).push(...keys.map((Item) => ({ PutRequest: { Item } })));
  };
}

/** Names a second table that is not there. */
function elsewhere(request: Request): void {
  const items = requestItems(request);
  const key = item({ pk: 'a' });
  items['gone'] = Array.isArray(items['t00']) ? [{ DeleteRequest: { Key: key } }] : { Keys: [key] };
}

for (const errorWording of ['2026', 'classic'] as const) {
  describe(`DynamoDB order of validation, in the wording of ${errorWording}`, () => {
    let aws: FakeAws;
    before(async () => {
      aws = fakeAws({ seed: 1, errorWording });
      await createTable('t00', 'pk sk');
      await putAll('t00', [{ pk: 'a', sk: 's', x: 1 }]);
    });
    after(() => aws.unplug());

    for (const { command, request, faults } of ORDERS) {
      const send = (...spoils: readonly Fault[]) => {
        const input = request();
        // The later fault first, so that an earlier one that needs the same member has the last word.
        for (const [, spoil] of spoils.toReversed()) spoil(input);
        return client.send(new command(input as never) as sdk.PutItemCommand);
      };
      const name = command.name.replace(/Command$/, '');
      for (const [i, fault] of faults.entries()) {
        it(`${name}: ${fault[0]} alone, then before whatever comes behind it`, async () => {
          expect((await caught(send(fault))).message).to.match(fault[2]);
          for (const later of faults.slice(i + 1)) {
            const { message } = await caught(send(fault, later));
            expect(message, `${fault[0]} and ${later[0]}`).to.match(fault[2]);
          }
        });
      }
    }

    it('is fit for the operations that there are', () => {
      const known = createDynamodb({ errorWording }).operations.map(({ command }) => command as unknown);
      for (const { command } of ORDERS) expect(known).to.include(command);
    });
  });
}
