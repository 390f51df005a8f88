import { expect } from 'chai';
import { PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { BatchWriteItemCommand, PutItemCommand, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { DeleteMessageCommand, ReceiveMessageCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import type { StaticOperationSchema } from '@smithy/types';
import { operationShape, setOwn, ShapeError, type OperationShape } from '../../fakes/kernel/shape';

function shapeOf(command: new (input: never) => object): OperationShape {
  return operationShape((new command({} as never) as { schema: StaticOperationSchema }).schema);
}

const put = shapeOf(PutItemCommand).input;
const send = shapeOf(SendMessageCommand).input;

function problemOf(body: () => unknown): Pick<ShapeError, 'problem' | 'path' | 'expected'> {
  try {
    body();
  } catch (error) {
    if (!(error instanceof ShapeError)) throw error;
    return { problem: error.problem, path: error.path, expected: error.expected };
  }
  throw new Error('it fits');
}

describe('kernel/shape', () => {
  it('knows the members, the required ones and the streaming one of an operation', () => {
    expect(shapeOf(DeleteMessageCommand).input.members).to.deep.equal(['QueueUrl', 'ReceiptHandle']);
    expect(shapeOf(DeleteMessageCommand).input.required).to.deep.equal(['QueueUrl', 'ReceiptHandle']);
    expect(send.required).to.have.members(['QueueUrl', 'MessageBody']);
    expect(put.required).to.have.members(['TableName', 'Item']);
    expect(put.streaming).to.equal(undefined);
    expect(put.idempotencyToken).to.equal(undefined);
    expect(shapeOf(TransactWriteItemsCommand).input.idempotencyToken).to.equal('ClientRequestToken');
    expect(shapeOf(PutObjectCommand).input.streaming).to.equal('Body');
    expect(shapeOf(PutObjectCommand).output.streaming).to.equal(undefined);
    expect(shapeOf(GetObjectCommand).output.streaming).to.equal('Body');
  });

  it('knows operations without output', () => {
    const { output } = shapeOf(DeleteMessageCommand);
    expect([output.members, output.required, output.streaming]).to.deep.equal([[], [], undefined]);
    expect(output.copy({})).to.deep.equal({});
    expect(output.copy({ $metadata: undefined })).to.deep.equal({});
    expect(problemOf(() => output.copy({ Extra: 1 }))).to.include({
      problem: 'unknownMember',
      path: 'Extra',
    });
  });

  it('is compiled once per schema', () => {
    expect(shapeOf(PutItemCommand)).to.equal(shapeOf(PutItemCommand));
  });

  describe('copies', () => {
    const copies: [string, object, object][] = [
      ['strings, booleans and numbers', { TableName: 't', Item: { a: { N: '1' }, b: { BOOL: false } } }, {}],
      ['empty strings, 0 and false', { TableName: '', Item: { a: { S: '' }, b: { NULL: false } } }, {}],
      ['nested lists and maps', { TableName: 't', Item: { a: { L: [{ M: { x: { SS: ['y'] } } }] } } }, {}],
      ['an empty map', { TableName: 't', Item: {} }, {}],
    ];
    for (const [name, input] of copies) {
      it(`copies ${name}`, () => {
        const copy = put.copy(input);
        expect(copy).to.deep.equal(input);
        expect(copy).to.not.equal(input);
      });
    }

    it('shares no reference with what it copies', () => {
      const input = {
        TableName: 't',
        Item: { a: { L: [{ M: { x: { SS: ['y'] } } }] }, b: { B: new Uint8Array([1]) } },
      };
      const seen = new Set<unknown>();
      const walk = (value: unknown, visit: (part: object) => void): void => {
        if (typeof value !== 'object' || value === null) return;
        visit(value);
        for (const part of Object.values(value)) walk(part, visit);
      };
      walk(input, (part) => seen.add(part));
      let parts = 0;
      walk(put.copy(input), (part) => {
        parts++;
        expect(seen.has(part)).to.equal(false);
      });
      expect(parts).to.equal(seen.size);
    });

    it('leaves the input as it is', () => {
      const input = Object.freeze({
        TableName: 't',
        Item: Object.freeze({ a: Object.freeze({ S: 'x' }) }),
        Expected: undefined,
      });
      put.copy(input);
      expect(Object.keys(input)).to.deep.equal(['TableName', 'Item', 'Expected']);
    });

    it('drops null and undefined members, as the SDK does when it serialises', () => {
      const input = {
        TableName: 't',
        Item: { a: { S: 'x', N: undefined, B: null }, b: null },
        Expected: null,
      };
      expect(put.copy(input)).to.deep.equal({ TableName: 't', Item: { a: { S: 'x' } } });
    });

    it('drops a null member before it asks whether the member exists', () => {
      expect(send.copy({ QueueUrl: 'q', Nonsense: undefined })).to.deep.equal({ QueueUrl: 'q' });
    });

    it('copies __proto__, constructor and toString as keys of maps', () => {
      const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty'];
      const item: Record<string, object> = {};
      for (const name of names) setOwn(item, name, { S: name });
      const copy = put.copy({ TableName: 't', Item: item })['Item'] as Record<string, { S: string }>;
      expect(Object.keys(copy)).to.deep.equal(names);
      expect(Object.getPrototypeOf(copy)).to.equal(Object.prototype);
      expect(Object.getOwnPropertyDescriptor(copy, '__proto__')).to.include({
        configurable: true,
        writable: true,
      });
      for (const name of names) expect(copy[name]).to.deep.equal({ S: name });
      expect(Object.hasOwn({}, 'S')).to.equal(false);
    });

    it('copies only own members', () => {
      const input = Object.create({ TableName: 'inherited' }) as object;
      expect(put.copy(input)).to.deep.equal({});
    });

    it('copies a map of a million characters of key, and errors below it, fast', () => {
      const key = 'k'.repeat(1_000_000);
      expect(Object.keys(put.copy({ Item: { [key]: { S: '' } } })['Item'] as object)[0]).to.have.lengthOf(
        1_000_000,
      );
      const { path } = problemOf(() => put.copy({ Item: { [key]: { S: 1 } } }));
      expect(path).to.have.lengthOf(1_000_000 + 'Item..S'.length);
    });
  });

  describe('bytes', () => {
    const bytesOf = (B: unknown): unknown =>
      (put.copy({ Item: { a: { B } } })['Item'] as { a: { B: unknown } }).a.B;

    it('copies exactly the bytes of a view, as a plain Uint8Array', () => {
      const whole = new Uint8Array([9, 1, 2, 9]);
      const view = whole.subarray(1, 3);
      const copy = bytesOf(view) as Uint8Array;
      whole[1] = 7;
      expect(copy).to.deep.equal(new Uint8Array([1, 2]));
      expect(copy.constructor).to.equal(Uint8Array);
      expect(copy.buffer.byteLength).to.equal(2);
    });

    for (const [name, given] of [
      ['a Buffer', Buffer.from([1, 2])],
      ['an ArrayBuffer', new Uint8Array([1, 2]).buffer],
      ['a DataView', new DataView(new Uint8Array([0, 1, 2]).buffer, 1)],
      ['a Uint16Array', new Uint16Array([0x0201])],
      ['a text', '\u0001\u0002'],
    ] as const) {
      it(`takes ${name}`, () => expect(bytesOf(given)).to.deep.equal(new Uint8Array([1, 2])));
    }

    it('passes a streaming body on as it is', () => {
      const body = new Uint8Array([1]);
      expect(shapeOf(PutObjectCommand).input.copy({ Body: body })['Body']).to.equal(body);
    });
  });

  describe('dates', () => {
    const data = shapeOf(PutMetricDataCommand).input;
    const copyOf = (Timestamp: unknown): unknown =>
      (data.copy({ MetricData: [{ Timestamp }] })['MetricData'] as { Timestamp: unknown }[])[0]?.Timestamp;

    it('copies a Date', () => {
      const date = new Date(5);
      expect(copyOf(date)).to.deep.equal(new Date(5));
      expect(copyOf(date)).to.not.equal(date);
    });

    for (const [wrong, expected] of [
      ['2026-01-01', 'Date'],
      [5, 'Date'],
      [{}, 'Date'],
      [new Date(Number.NaN), 'valid Date'],
    ] as const) {
      it(`refuses ${JSON.stringify(wrong)} as a ${expected}`, () => {
        expect(problemOf(() => copyOf(wrong))).to.deep.equal({
          problem: 'wrongType',
          path: 'MetricData.0.Timestamp',
          expected,
        });
      });
    }
  });

  describe('refuses', () => {
    const wrong: [string, object, string, string][] = [
      ['a number for a string', { TableName: 1 }, 'TableName', 'string'],
      ['a String object for a string', { TableName: Object('t') as object }, 'TableName', 'string'],
      ['a string for a boolean', { Item: { a: { BOOL: 'true' } } }, 'Item.a.BOOL', 'boolean'],
      ['a list for a structure', { Item: { a: [] } }, 'Item.a', 'AttributeValue'],
      ['a text for a structure', { Item: { a: 'x' } }, 'Item.a', 'AttributeValue'],
      ['bytes for a structure', { Item: { a: new Uint8Array() } }, 'Item.a', 'AttributeValue'],
      ['a text for a map', { Item: 'x' }, 'Item', 'map'],
      ['a list for a map', { Item: [] }, 'Item', 'map'],
      ['a map for a list', { Item: { a: { L: {} } } }, 'Item.a.L', 'list'],
      ['a text for a list', { Item: { a: { SS: 'x' } } }, 'Item.a.SS', 'list'],
      ['null in a list', { Item: { a: { SS: ['x', null] } } }, 'Item.a.SS.1', 'list element'],
      ['a hole in a list', { Item: { a: { SS: [undefined] } } }, 'Item.a.SS.0', 'list element'],
      ['a number for bytes', { Item: { a: { B: 1 } } }, 'Item.a.B', 'Uint8Array'],
      ['a list of numbers for bytes', { Item: { a: { B: [1] } } }, 'Item.a.B', 'Uint8Array'],
    ];
    for (const [name, input, path, expected] of wrong) {
      it(`refuses ${name}`, () => {
        expect(problemOf(() => put.copy(input))).to.deep.equal({ problem: 'wrongType', path, expected });
      });
    }

    it('refuses a text for a number', () => {
      const receive = shapeOf(ReceiveMessageCommand).input;
      expect(receive.copy({ WaitTimeSeconds: 20 })).to.deep.equal({ WaitTimeSeconds: 20 });
      expect(problemOf(() => receive.copy({ WaitTimeSeconds: '20' }))).to.deep.equal({
        problem: 'wrongType',
        path: 'WaitTimeSeconds',
        expected: 'number',
      });
    });

    it('refuses an unknown member and names the known ones', () => {
      const error = problemOf(() => shapeOf(DeleteMessageCommand).input.copy({ QueueUrl: 'q', Handle: 'x' }));
      expect(error).to.deep.equal({
        problem: 'unknownMember',
        path: 'Handle',
        expected: 'QueueUrl, ReceiptHandle',
      });
    });

    it('refuses an unknown member deep inside', () => {
      const input = { RequestItems: { t: [{ PutRequest: { Item: { a: { S: 'x' } } } }, { PutReqest: {} }] } };
      const error = problemOf(() => shapeOf(BatchWriteItemCommand).input.copy(input));
      expect(error).to.deep.equal({
        problem: 'unknownMember',
        path: 'RequestItems.t.1.PutReqest',
        expected: 'PutRequest, DeleteRequest',
      });
    });

    it('refuses __proto__ as a member of a structure', () => {
      const input: Record<string, unknown> = { TableName: 't' };
      setOwn(input, '__proto__', { Item: {} });
      expect(problemOf(() => put.copy(input))).to.include({ problem: 'unknownMember', path: '__proto__' });
    });

    it('keeps the value that does not fit', () => {
      const value = { odd: true };
      try {
        put.copy({ TableName: value });
        expect.fail();
      } catch (error) {
        expect((error as ShapeError).value).to.equal(value);
        expect((error as ShapeError).message).to.equal('wrongType, expected string');
      }
    });
  });

  describe('depth', () => {
    const nested = (levels: number): object => {
      let value: object = { S: 'x' };
      for (let i = 0; i < levels; i++) value = { M: { a: value } };
      return { Item: { a: value } };
    };

    it('copies what is nested as deeply as AWS could accept', () => {
      expect(put.copy(nested(40))).to.deep.equal(nested(40));
    });

    it('copies 200 levels and refuses 201', () => {
      // The structures around: input, Item, the value; two levels for each M.
      expect(() => put.copy(nested(99))).to.not.throw();
      expect(problemOf(() => put.copy(nested(100)))).to.include({
        problem: 'tooDeep',
        expected: 'at most 200 levels of nesting',
      });
    });

    it('ends at 10,000 levels and at objects and lists that contain themselves', () => {
      expect(problemOf(() => put.copy(nested(10_000))).problem).to.equal('tooDeep');
      const value: { M: Record<string, unknown> } = { M: {} };
      value.M['self'] = value;
      expect(problemOf(() => put.copy({ Item: { a: value } })).problem).to.equal('tooDeep');
      const list: { L: unknown[] } = { L: [] };
      list.L.push(list);
      expect(problemOf(() => put.copy({ Item: { a: list } })).problem).to.equal('tooDeep');
    });
  });
});
