import {
  DynamoDBStreamsClient,
  GetRecordsCommand,
  ListStreamsCommand,
} from '@aws-sdk/client-dynamodb-streams';
import * as sdk from '@aws-sdk/client-dynamodb-streams';
import { expect } from 'chai';
import Module from 'node:module';
import { fakeAws } from '../../fakes';
import { isStreamsOperation, streamsLibrary, streamsRows } from '../../fakes/dynamodb/streams-client';
import { caught } from './arrange';

type Load = (request: string, ...rest: unknown[]) => unknown;

describe('DynamoDB Streams package', () => {
  // Node has no public way to make a package missing.
  const load = Reflect.get(Module, '_load') as Load;
  afterEach(() => void Reflect.set(Module, '_load', load));
  const failLoading = (error: Error): void => {
    const failing: Load = (request, ...rest) => {
      if (request === '@aws-sdk/client-dynamodb-streams') throw error;
      return load.call(Module, request, ...rest);
    };
    Reflect.set(Module, '_load', failing);
  };

  it('is used where it is installed', () => {
    expect(streamsLibrary()?.DynamoDBStreamsClient).to.equal(DynamoDBStreamsClient);
    const names = streamsRows(sdk).map(({ name }) => name);
    expect(names).to.deep.equal(['ListStreams', 'DescribeStream', 'GetShardIterator', 'GetRecords']);
    expect(names.every(isStreamsOperation)).to.equal(true);
    expect(isStreamsOperation('GetItem')).to.equal(false);
  });

  it('is done without where it is not', () => {
    failLoading(
      Object.assign(new Error("Cannot find module '@aws-sdk/client-dynamodb-streams'"), {
        code: 'MODULE_NOT_FOUND',
      }),
    );
    expect(streamsLibrary()).to.equal(undefined);
    expect(streamsRows(undefined)).to.deep.equal([]);
  });

  it('is not hidden when it is broken', () => {
    failLoading(new SyntaxError('broken'));
    expect(() => streamsLibrary()).to.throw(SyntaxError, 'broken');
  });

  describe('under a world', () => {
    const client = new DynamoDBStreamsClient({ region: 'us-east-1', maxAttempts: 1 });

    it('answers faults and wrong types in its own classes', async () => {
      const aws = fakeAws({ seed: 1 });
      aws.faults.on(ListStreamsCommand).serverError();
      expect(await caught(client.send(new ListStreamsCommand({})))).to.be.instanceOf(sdk.InternalServerError);
      const wrong = await caught(client.send(new GetRecordsCommand({ ShardIterator: 5 as never })));
      expect(wrong).to.be.instanceOf(sdk.DynamoDBStreamsServiceException);
      expect(wrong).to.include({
        name: 'SerializationException',
        message: 'NUMBER_VALUE cannot be converted to String',
      });
      aws.unplug();
    });
  });
});
