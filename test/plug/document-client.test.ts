import { expect } from 'chai';
import {
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  type AttributeValue,
} from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, PutCommand, type TranslateConfig } from '@aws-sdk/lib-dynamodb';
import { compareStrings } from '../../fakes/kernel/order';
import { operation, type Service } from '../../fakes/kernel/operation';
import type { Collection } from '../../fakes/kernel/store';
import { isDocumentCommand, plainCommand } from '../../fakes/plug/document-client';
import { toy, toyError } from '../kernel/toy-service';
import { plugToyWorld, rejection, type ToyWorld } from '../kernel/toy-world';

type Items = Collection<string, Record<string, AttributeValue>>;

/** Items by their string key `pk`: the least that a DocumentClient needs below it. */
const items: Service<Items> = {
  ...toy,
  permissions: undefined,
  name: 'DynamoDB',
  clients: [DynamoDBClient],
  createState: (store) => store.collection('toy.items', compareStrings),
  operations: [
    operation(
      PutItemCommand,
      (context: { state: Items }, input) => {
        const key = input.Item?.['pk']?.S;
        if (key === undefined) throw toyError('ValidationException', 400, 'no key');
        context.state.put(key, input.Item ?? {});
        return {};
      },
      ['TableName', 'Item'],
    ),
    operation(
      GetItemCommand,
      (context: { state: Items }, input) => {
        const item = context.state.get(input.Key?.['pk']?.S ?? '');
        return item === undefined ? {} : { Item: item };
      },
      ['TableName', 'Key'],
    ),
  ],
};

describe('plug/document-client', () => {
  let toys: ToyWorld;
  beforeEach(() => {
    toys = plugToyWorld([DynamoDBClient, DynamoDBDocumentClient], 1, [items]);
  });
  afterEach(() => toys.plugged.unplug());

  const documents = (config?: TranslateConfig): DynamoDBDocumentClient =>
    DynamoDBDocumentClient.from(new DynamoDBClient({}), config);
  const stored = (): Record<string, AttributeValue> | undefined => toys.world.state(items).get('a');
  const put = (client: DynamoDBDocumentClient, item: Record<string, unknown>): Promise<unknown> =>
    client.send(new PutCommand({ TableName: 't', Item: { pk: 'a', ...item } }));

  it('marshals on the way in and unmarshals on the way out', async () => {
    const client = documents();
    const item = {
      number: 1.5,
      text: '',
      yes: true,
      nothing: null,
      list: [1, 'x', [2]],
      map: { deep: { deeper: 1 } },
      bytes: new Uint8Array([1, 2]),
      texts: new Set(['x', 'y']),
      numbers: new Set([1, 2]),
    };
    await put(client, item);
    expect(stored()).to.deep.equal({
      pk: { S: 'a' },
      number: { N: '1.5' },
      text: { S: '' },
      yes: { BOOL: true },
      nothing: { NULL: true },
      list: { L: [{ N: '1' }, { S: 'x' }, { L: [{ N: '2' }] }] },
      map: { M: { deep: { M: { deeper: { N: '1' } } } } },
      bytes: { B: new Uint8Array([1, 2]) },
      texts: { SS: ['x', 'y'] },
      numbers: { NS: ['1', '2'] },
    });
    const output = await client.send(new GetCommand({ TableName: 't', Key: { pk: 'a' } }));
    expect(output.Item).to.deep.equal({ pk: 'a', ...item });
    expect(output.$metadata.httpStatusCode).to.equal(200);
    expect(output.$metadata.attempts).to.equal(1);
  });

  it('answers a missing item with none', async () => {
    const output = await documents().send(new GetCommand({ TableName: 't', Key: { pk: 'z' } }));
    expect(output.Item).to.equal(undefined);
  });

  it('follows removeUndefinedValues', async () => {
    const error = await rejection(put(documents(), { x: { y: undefined } }));
    expect(error.message).to.match(/removeUndefinedValues=true/);
    expect(toys.world.journal.entries).to.deep.equal([]);
    await put(documents({ marshallOptions: { removeUndefinedValues: true } }), { x: { y: undefined } });
    expect(stored()).to.deep.equal({ pk: { S: 'a' }, x: { M: {} } });
  });

  it('follows convertEmptyValues', async () => {
    await put(documents({ marshallOptions: { convertEmptyValues: true } }), { x: '', y: new Set() });
    expect(stored()).to.deep.equal({ pk: { S: 'a' }, x: { NULL: true }, y: { NULL: true } });
  });

  it('follows wrapNumbers', async () => {
    const big = '12345678901234567890';
    toys.world.state(items).put('a', { pk: { S: 'a' }, x: { N: big } });
    const get = (config?: TranslateConfig): Promise<{ Item?: Record<string, unknown> | undefined }> =>
      documents(config).send(new GetCommand({ TableName: 't', Key: { pk: 'a' } }));
    expect((await get({ unmarshallOptions: { wrapNumbers: true } })).Item?.['x']).to.deep.equal({
      value: big,
    });
    expect((await get()).Item?.['x']).to.equal(BigInt(big));
  });

  it('lets errors of the service pass, retries included', async () => {
    const client = documents();
    const error = await rejection(client.send(new PutCommand({ TableName: 't', Item: { x: 1 } })));
    expect(error).to.include({ name: 'ValidationException', message: 'no key' });
    expect(error.$metadata).to.include({ httpStatusCode: 400, attempts: 1 });
    toys.faults.on(PutItemCommand).serverError().times(2);
    const output = (await put(client, {})) as { $metadata: { attempts: number } };
    expect(output.$metadata.attempts).to.equal(3);
  });

  it('a command can be sent twice, through clients of different options too', async () => {
    const command = new PutCommand({ TableName: 't', Item: { pk: 'a', x: '' } });
    await documents().send(command);
    expect(stored()?.['x']).to.deep.equal({ S: '' });
    await documents({ marshallOptions: { convertEmptyValues: true } }).send(command);
    expect(stored()?.['x']).to.deep.equal({ NULL: true });
    await documents().send(command);
    expect(stored()?.['x']).to.deep.equal({ S: '' });
  });

  it('does not modify the input, and shares nothing with the state', async () => {
    const map = { deep: [1] };
    const command = new PutCommand({ TableName: 't', Item: { pk: 'a', map } });
    await documents().send(command);
    expect(command.input).to.deep.equal({ TableName: 't', Item: { pk: 'a', map: { deep: [1] } } });
    map.deep.push(2);
    expect(stored()?.['map']).to.deep.equal({ M: { deep: { L: [{ N: '1' }] } } });
  });

  it('sends plain commands as they are', async () => {
    const client = documents();
    await client.send(new PutItemCommand({ TableName: 't', Item: { pk: { S: 'a' } } }));
    const output = await client.send(new GetItemCommand({ TableName: 't', Key: { pk: { S: 'a' } } }));
    expect(output.Item).to.deep.equal({ pk: { S: 'a' } });
  });

  it('writes the plain call to the journal', async () => {
    await put(documents(), {});
    expect(toys.world.journal.toText()).to.contain(
      'DynamoDB.PutItem {"TableName":"t","Item":{"pk":{"S":"a"}}} -> ok ',
    );
  });

  it('shares the retry quota with its plain client, as it does in production', async () => {
    const plain = new DynamoDBClient({});
    const client = DynamoDBDocumentClient.from(plain);
    toys.faults.on(PutItemCommand).serverError().always();
    const attempts: unknown[] = [];
    for (let i = 0; i < 12; i++) {
      await rejection(plain.send(new PutItemCommand({ TableName: 't', Item: { pk: { S: 'a' } } })));
      attempts.push((await rejection(put(client, {}))).$metadata?.['attempts']);
    }
    expect(attempts.slice(0, 5)).to.deep.equal([4, 4, 4, 4, 4]);
    expect(attempts.slice(-3)).to.deep.equal([1, 1, 1]);
  });

  it('says so when lib-dynamodb has changed', async () => {
    const command = new PutCommand({ TableName: 't', Item: { pk: 'a' } });
    Object.assign(command, { addMarshallingMiddleware: () => undefined });
    expect((await rejection(documents().send(command))).message).to.equal(
      '@aws-sdk/lib-dynamodb has no DocumentUnmarshall middleware any more',
    );
  });

  it('isDocumentCommand and plainCommand tell the two kinds apart', () => {
    const document = new GetCommand({ TableName: 't', Key: {} });
    const plain = new GetItemCommand({ TableName: 't', Key: {} });
    expect([isDocumentCommand(document), isDocumentCommand(plain)]).to.deep.equal([true, false]);
    expect(plainCommand(document)).to.be.instanceOf(GetItemCommand);
    expect(plainCommand(plain)).to.equal(plain);
  });
});
