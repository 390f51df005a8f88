import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import {
  GetObjectCommand,
  PutObjectCommand,
  S3Client,
  type ServiceInputTypes,
  type ServiceOutputTypes,
} from '@aws-sdk/client-s3';
import { ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { HttpRequest, HttpResponse } from '@smithy/core/protocols';
import type { BuildHandler } from '@smithy/types';
import { expect } from 'chai';
import { Readable } from 'node:stream';
import { fakeAws, type FakeAws } from '../../fakes';
import { rejection } from '../kernel/toy-world';

describe('middlewares of the user', () => {
  let aws: FakeAws;
  let seen: string[];
  beforeEach(() => {
    seen = [];
    aws = fakeAws({ seed: 1 });
    aws.s3.createBucket('bucket');
    aws.dynamodb.createTable({
      TableName: 'items',
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
    });
  });
  afterEach(() => aws.unplug());

  const put = (Body: string | Readable = 'x'): PutObjectCommand =>
    new PutObjectCommand({
      Bucket: 'bucket',
      Key: 'a',
      Body,
      ...(typeof Body === 'string' ? {} : { ContentLength: 1 }),
    });

  it('change the input that the service gets', async () => {
    const s3 = new S3Client({});
    s3.middlewareStack.add((next) => (args) => next({ ...args, input: { ...args.input, Key: 'tenant/a' } }), {
      step: 'initialize',
      name: 'tenant',
    });
    await s3.send(put());
    expect(aws.s3.bucket('bucket').keys()).to.deep.equal(['tenant/a']);
    expect(aws.calls.entries[0]?.input).to.include({ Key: 'tenant/a' });
  });

  it('run without a name, on a command, and in callbacks, too', async () => {
    const s3 = new S3Client({});
    const command = put();
    command.middlewareStack.add((next) => (args) => {
      seen.push('command');
      return next(args);
    });
    s3.middlewareStack.add((next) => (args) => {
      seen.push('client');
      return next(args);
    });
    await new Promise<void>((resolve) => s3.send(command, () => resolve()));
    expect(seen.toSorted()).to.deep.equal(['client', 'command']);
  });

  it('run in the order of their steps; around the retries, or once for each attempt', async () => {
    const s3 = new S3Client({});
    for (const step of ['deserialize', 'finalizeRequest', 'build', 'initialize'] as const) {
      const note: Parameters<typeof s3.middlewareStack.add>[0] = (next) => (args) => {
        seen.push(step);
        return next(args);
      };
      s3.middlewareStack.add(note as never, { step: step as never, name: `of ${step}` });
    }
    aws.faults.on(PutObjectCommand).slowDown();
    const { $metadata } = await s3.send(put());
    expect($metadata.attempts).to.equal(2);
    expect(seen).to.deep.equal([
      'initialize',
      'build',
      'finalizeRequest',
      'deserialize',
      'finalizeRequest',
      'deserialize',
    ]);
  });

  it('learn which client and command run, and see a request and a response', async () => {
    const sqs = new SQSClient({ region: 'eu-west-1' });
    aws.sqs.createQueue('jobs', { region: 'eu-west-1' });
    let found: unknown;
    sqs.middlewareStack.add(
      (next, context) => async (args) => {
        const { request } = args;
        const answer = await next(args);
        const { response } = answer;
        if (!HttpRequest.isInstance(request) || !HttpResponse.isInstance(response)) return answer;
        request.headers['x-trace'] = '1';
        found = {
          client: context.clientName,
          command: context.commandName,
          method: request.method,
          host: request.hostname,
          status: response.statusCode,
          id: response.headers['x-amzn-requestid'],
        };
        return answer;
      },
      { step: 'build' },
    );
    const QueueUrl = 'https://sqs.eu-west-1.amazonaws.com/000000000000/jobs';
    const { $metadata } = await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'a' }));
    expect(found).to.deep.equal({
      client: 'SQSClient',
      command: 'SendMessageCommand',
      method: 'POST',
      host: 'sqs.eu-west-1.amazonaws.com',
      status: 200,
      id: $metadata.requestId,
    });
  });

  it('see the method of a REST operation', async () => {
    const methods: unknown[] = [];
    const s3 = new S3Client({});
    s3.middlewareStack.add(
      (next) => (args) => {
        methods.push(HttpRequest.isInstance(args.request) && args.request.method);
        return next(args);
      },
      { step: 'build' },
    );
    await s3.send(put());
    await (await s3.send(new GetObjectCommand({ Bucket: 'bucket', Key: 'a' }))).Body?.transformToString();
    expect(methods).to.deep.equal(['PUT', 'GET']);
  });

  it('stand where they stand in the real stack, whatever SDK middleware they are placed beside', async () => {
    const noted = (): S3Client => {
      const s3 = new S3Client({
        region: 'us-east-1',
        credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
      });
      const note = (name: string, options: object): void =>
        s3.middlewareStack.add(
          (next) => (args) => {
            seen.push(name);
            return next(args);
          },
          { ...options, name },
        );
      for (const step of ['initialize', 'serialize', 'build', 'finalizeRequest', 'deserialize']) {
        for (const priority of ['low', 'normal', 'high']) note(`${priority} ${step}`, { step, priority });
      }
      for (const toMiddleware of [
        'serializer',
        'endpointV2',
        'retry',
        'httpSigning',
        'deserializer',
        'logger',
      ]) {
        for (const relation of ['before', 'after']) {
          const name = `${relation} ${toMiddleware}`;
          s3.middlewareStack.addRelativeTo(
            (next: BuildHandler<ServiceInputTypes, ServiceOutputTypes>): typeof next =>
              (args) => {
                seen.push(name);
                return next(args);
              },
            { name, relation: relation as 'before', toMiddleware: `${toMiddleware}Middleware` },
          );
        }
      }
      return s3;
    };
    await noted().send(put());
    const here = seen;

    aws.unplug();
    seen = [];
    const real = noted();
    Object.assign(real.config.requestHandler, {
      handle: async () => ({ response: new HttpResponse({ statusCode: 200, headers: {} }) }),
    });
    await real.send(put());
    expect(here).to.have.length(27);
    expect(here).to.deep.equal(seen);
  });

  it('of a document client see native values on both sides of the marshalling', async () => {
    const documents = DynamoDBDocumentClient.from(new DynamoDBClient({}));
    documents.middlewareStack.add(
      (next) => async (args) => {
        const answer = await next({ ...args, input: { ...args.input, ReturnConsumedCapacity: 'TOTAL' } });
        seen.push(JSON.stringify([args.input, 'Item' in answer.output && answer.output.Item]));
        return answer;
      },
      { step: 'initialize', name: 'audit' },
    );
    const { ConsumedCapacity } = await documents.send(
      new PutCommand({ TableName: 'items', Item: { pk: 'a', n: 1 } }),
    );
    expect(ConsumedCapacity?.CapacityUnits).to.equal(1);
    const { Item } = await documents.send(new GetCommand({ TableName: 'items', Key: { pk: 'a' } }));
    expect(Item).to.deep.equal({ pk: 'a', n: 1 });
    expect(seen).to.deep.equal([
      '[{"TableName":"items","Item":{"pk":"a","n":1}},false]',
      '[{"TableName":"items","Key":{"pk":"a"}},{"pk":"a","n":1}]',
    ]);
  });

  it('may answer or fail without the service', async () => {
    const ddb = new DynamoDBClient({});
    ddb.middlewareStack.add(
      (next, { commandName }) =>
        async (args) => {
          if (commandName === 'PutItemCommand') throw new Error('read only');
          if (commandName !== 'GetItemCommand') return next(args);
          return { response: {}, output: { $metadata: {}, Item: { pk: { S: 'cached' } } } };
        },
      { step: 'initialize' },
    );
    const Key = { pk: { S: 'a' } };
    const { Item } = await ddb.send(new GetItemCommand({ TableName: 'items', Key }));
    expect(Item).to.deep.equal({ pk: { S: 'cached' } });
    const failed = await rejection(ddb.send(new PutItemCommand({ TableName: 'items', Item: Key })));
    expect(failed.message).to.equal('read only');
    expect(aws.calls.entries).to.deep.equal([]);
  });

  it('leave a streamed body without retries, as in the SDK', async () => {
    const warn = (text: string): void => void seen.push(text);
    const quiet = (): void => undefined;
    const s3 = new S3Client({ logger: { debug: quiet, info: quiet, warn, error: quiet } });
    s3.middlewareStack.add((next) => (args) => next(args));
    aws.faults.on(PutObjectCommand).slowDown();
    const failed = await rejection(s3.send(put(Readable.from(['x']))));
    expect(failed.name).to.equal('SlowDown');
    expect(seen).to.deep.equal(['An error was encountered in a non-retryable streaming request.']);
    await s3.send(put(Readable.from(['y'])));
    expect(aws.s3.bucket('bucket').get('a')?.text).to.equal('y');
  });

  it('leave the back-off of an exhausted long poll, and the world its sleeps', async () => {
    const sqs = new SQSClient({ maxAttempts: 2 });
    sqs.middlewareStack.add((next) => (args) => next(args));
    const { url } = aws.sqs.createQueue('jobs');
    aws.faults.on(ReceiveMessageCommand).throttled();
    const { $metadata } = await sqs.send(new ReceiveMessageCommand({ QueueUrl: url }));
    expect($metadata.attempts).to.equal(2);
    expect($metadata.totalRetryDelay).to.be.above(0);
  });

  it('run as before when the test gave the clients back and took them again', async () => {
    const s3 = new S3Client({});
    s3.middlewareStack.add((next) => (args) => {
      seen.push('ran');
      return next(args);
    });
    aws.unplug();
    aws = fakeAws();
    aws.s3.createBucket('bucket');
    await s3.send(put());
    expect(seen).to.deep.equal(['ran']);
  });

  it('cost nothing where there are none: the client of an SDK feature is not taken for one', async () => {
    const s3 = new S3Client({ followRegionRedirects: true });
    await s3.send(put());
    expect(aws.s3.bucket('bucket').keys()).to.deep.equal(['a']);
  });
});
