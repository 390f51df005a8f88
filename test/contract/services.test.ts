import * as cloudwatch from '@aws-sdk/client-cloudwatch';
import * as dynamodb from '@aws-sdk/client-dynamodb';
import * as s3 from '@aws-sdk/client-s3';
import * as sqs from '@aws-sdk/client-sqs';
import { expect } from 'chai';
import type { JournalEntry } from '../../fakes/kernel/journal';
import { operationShape } from '../../fakes/kernel/shape';
import { callsOfScenes } from '../policy/scenes';

/** What of a command class is used here. */
interface Command {
  new (input: object): { readonly input: object; readonly schema?: Parameters<typeof operationShape>[0] };
}
interface Request {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
}

const SDK: Readonly<
  Record<
    string,
    {
      readonly module: object;
      readonly Client: new (config: object) => { send(command: object): Promise<unknown> };
    }
  >
> = {
  S3: { module: s3, Client: s3.S3Client },
  DynamoDB: { module: dynamodb, Client: dynamodb.DynamoDBClient },
  SQS: { module: sqs, Client: sqs.SQSClient },
  CloudWatch: { module: cloudwatch, Client: cloudwatch.CloudWatchClient },
};

function commandOf({ service, operation }: JournalEntry): Command {
  const found: unknown = Reflect.get(SDK[service]?.module ?? {}, `${operation}Command`);
  if (typeof found !== 'function') throw new Error(`${service} has no ${operation}`);
  return found as Command;
}

/** The HTTP request that the SDK makes of an input. It is never sent. */
async function requestOf(entry: JournalEntry): Promise<Request> {
  const sdk = SDK[entry.service];
  if (sdk === undefined) throw new Error(entry.service);
  let made: Request | undefined;
  const client = new sdk.Client({
    region: 'us-east-1',
    maxAttempts: 1,
    credentials: { accessKeyId: 'key', secretAccessKey: 'secret' },
    requestHandler: {
      handle: async (request: Request) => {
        made = request;
        throw new Error('not sent');
      },
    },
  });
  const reason = await client.send(new (commandOf(entry))(inputOf(entry))).then(
    () => undefined,
    (error: unknown) => error,
  );
  if (made === undefined) throw new Error(`${entry.operation} cannot be sent`, { cause: reason });
  return made;
}

/** The input as far as the journal has kept it: a large body is any bytes here, and a long list its beginning. */
function inputOf({ input }: JournalEntry): Record<string, unknown> {
  const given = { ...(input as Record<string, unknown>) };
  for (const [name, value] of Object.entries(given))
    if (Array.isArray(value)) given[name] = value.filter((entry) => typeof entry === 'object');
  const body = given['Body'];
  if (body !== undefined && typeof body !== 'string' && !(body instanceof Uint8Array)) {
    given['Body'] = Buffer.from('body');
    delete given['ChecksumSHA256'];
  }
  return given;
}

const textOf = (body: unknown): string =>
  body instanceof Uint8Array ? new TextDecoder().decode(body) : String(body);

/** Where S3 finds the members of an input. */
const HEADERS: Readonly<Record<string, string>> = {
  IfMatch: 'if-match',
  IfNoneMatch: 'if-none-match',
  ContentType: 'content-type',
  ChecksumSHA256: 'x-amz-checksum-sha256',
};
const headerOf = (operation: string, member: string): string | undefined => {
  if (member !== 'ChecksumAlgorithm') return HEADERS[member];
  return operation === 'CreateMultipartUpload' ? 'x-amz-checksum-algorithm' : 'x-amz-sdk-checksum-algorithm';
};
const QUERY: Readonly<Record<string, string>> = {
  Prefix: 'prefix',
  Delimiter: 'delimiter',
  ContinuationToken: 'continuation-token',
  UploadId: 'uploadId',
  PartNumber: 'partNumber',
};

describe('contract: what the Lambdas send, and what they get', function () {
  this.timeout(30_000);
  let calls: readonly JournalEntry[];
  before(async () => {
    calls = await callsOfScenes();
  });
  const of = (service: string): JournalEntry[] => calls.filter((call) => call.service === service);

  it('every input and every output fits the schema of the SDK', () => {
    expect(calls.length).to.be.greaterThan(100);
    for (const call of calls) {
      const { schema } = new (commandOf(call))({});
      if (schema === undefined) throw new Error(`${call.operation} has no schema`);
      const shape = operationShape(schema);
      expect(() => shape.input.copy(inputOf(call)), call.operation).to.not.throw();
      if (call.outcome.kind !== 'answer') continue;
      const { $metadata: _, Body: _body, ...output } = call.outcome.output as Record<string, unknown>;
      expect(() => shape.output.copy(output), call.operation).to.not.throw();
    }
  });

  for (const service of ['DynamoDB', 'SQS']) {
    it(`${service}: the SDK sends every member as it is`, async () => {
      for (const call of of(service)) {
        const { body, headers } = await requestOf(call);
        expect(headers['x-amz-target']).to.include(`.${call.operation}`);
        expect(JSON.parse(textOf(body)), call.operation).to.deep.equal(
          JSON.parse(JSON.stringify(call.input)),
        );
      }
    });
  }

  it('S3: every member of an input has its place in the request', async () => {
    const seen = new Set<string>();
    for (const call of of('S3')) {
      const request = await requestOf(call);
      const { Bucket, Key, Body: _body, Metadata, Delete, MultipartUpload, ...members } = inputOf(call);
      expect(request.headers['host']).to.include(String(Bucket));
      if (typeof Key === 'string') expect(decodeURIComponent(request.path)).to.equal(`/${Key}`);
      for (const [name, value] of Object.entries((Metadata as object | undefined) ?? {}))
        expect(request.headers[`x-amz-meta-${name}`]).to.equal(value);
      for (const part of [Delete, MultipartUpload])
        if (part !== undefined) expect(textOf(request.body)).to.match(/<(Delete|CompleteMultipartUpload)/);
      for (const [name, value] of Object.entries(members)) {
        if (value === undefined) continue;
        seen.add(name);
        const header = headerOf(call.operation, name);
        const sent = header === undefined ? request.query[QUERY[name] ?? name] : request.headers[header];
        expect(sent, `${call.operation} ${name}`).to.equal(textOf(value));
      }
    }
    expect([...seen]).to.include.members(['IfMatch', 'ChecksumSHA256', 'Prefix', 'Delimiter', 'UploadId']);
  });

  it('CloudWatch: no datum lacks its name, and no dimension its value', async () => {
    for (const call of of('CloudWatch')) {
      expect((await requestOf(call)).method).to.equal('POST');
      const { MetricData } = inputOf(call);
      for (const datum of MetricData as Record<string, unknown>[]) {
        expect(datum).to.have.property('MetricName').that.is.a('string').and.not.equal('');
        expect(Number.isFinite(datum['Value'])).to.equal(true);
      }
    }
  });
});
