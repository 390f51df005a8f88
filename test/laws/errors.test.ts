import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as cloudwatchClient from '@aws-sdk/client-cloudwatch';
import * as logsClient from '@aws-sdk/client-cloudwatch-logs';
import * as dynamodbClient from '@aws-sdk/client-dynamodb';
import * as streamsClient from '@aws-sdk/client-dynamodb-streams';
import * as s3Client from '@aws-sdk/client-s3';
import * as sqsClient from '@aws-sdk/client-sqs';
import { expect } from 'chai';
import { cloudwatch } from '../../fakes/cloudwatch/service';
import { createCloudwatchLogs } from '../../fakes/cloudwatch-logs/service';
import { dynamodb } from '../../fakes/dynamodb/service';
import { modelledError } from '../../fakes/kernel/modelled-errors';
import { s3 } from '../../fakes/s3/service';
import { sqs } from '../../fakes/sqs/service';

interface Client {
  readonly exports: object;
  readonly Base: abstract new (...args: never) => Error;
}

const CLIENTS: Readonly<Record<string, Client>> = {
  cloudwatch: { exports: cloudwatchClient, Base: cloudwatchClient.CloudWatchServiceException },
  'cloudwatch-logs': { exports: logsClient, Base: logsClient.CloudWatchLogsServiceException },
  dynamodb: { exports: dynamodbClient, Base: dynamodbClient.DynamoDBServiceException },
  'dynamodb-streams': { exports: streamsClient, Base: streamsClient.DynamoDBStreamsServiceException },
  s3: { exports: s3Client, Base: s3Client.S3ServiceException },
  sqs: { exports: sqsClient, Base: sqsClient.SQSServiceException },
};

function clientOf(command: { readonly name: string }): readonly [name: string, client: Client] {
  return (
    Object.entries(CLIENTS).find(([, { exports }]) => Reflect.get(exports, command.name) === command) ??
    expect.fail(`nobody has ${command.name}`)
  );
}

/** The errors that the installed client's own documentation lists for a command: AWS's model of the operation. */
function documentedErrors(client: string, command: string): readonly string[] {
  const folder = dirname(require.resolve(`@aws-sdk/client-${client}/package.json`));
  const text = readFileSync(join(folder, `dist-types/commands/${command}.d.ts`), 'utf8');
  const names = [...text.matchAll(/@throws \{@link (\w+)\}/g)].map(([, name]) => name ?? '');
  return names.filter((name) => !name.endsWith('ServiceException'));
}

/** What a HEAD request shows of any error: its answer has no body. */
const OF_HEAD = new Set(['NotFound', 'Unknown']);

const logs = createCloudwatchLogs(logsClient, { publish: () => undefined, extract: () => undefined });

describe('Laws of errors', () => {
  for (const service of [s3, dynamodb, sqs, cloudwatch, logs]) {
    for (const { name, command } of service.operations) {
      it(`${service.name}.${name} has every error that AWS lists, in the client's own classes`, () => {
        const [client, { exports, Base }] = clientOf(command);
        const listed = service.listedErrors(name);
        expect(listed).to.include.members(documentedErrors(client, command.name));
        expect(new Set(listed).size).to.equal(listed.length);
        for (const error of listed) {
          const built = service.namedError(error, name, { message: 'said', input: {} });
          if (built === undefined) expect.fail(`${error} cannot be built`);
          const expected = name.startsWith('Head') ? built.name : error;
          if (expected !== error) expect(OF_HEAD).to.include(expected);
          expect(built.name).to.equal(expected);
          expect(built).to.be.an.instanceOf(modelledError(exports, Base, expected)?.Class ?? Base);
          expect(built).to.have.property('$fault').that.is.oneOf(['client', 'server']);
          expect(built).to.have.nested.property('$metadata.httpStatusCode').that.is.a('number');
        }
      });

      it(`${service.name}.${name} has no other error`, () => {
        for (const error of ['NoSuchThing', 'toString', 'Error', ''])
          expect(service.namedError(error, name)).to.equal(undefined);
      });
    }
  }
});
