import * as sdk from '@aws-sdk/client-dynamodb-streams';
import { expect } from 'chai';
import { internalServerError, throttling, validationError } from '../../fakes/dynamodb/errors';
import {
  asStreamsError,
  expiredIterator,
  streamNotFound,
  trimmedDataAccess,
} from '../../fakes/dynamodb/streams-errors';

describe('DynamoDB Streams errors', () => {
  const errors = [
    internalServerError(),
    throttling(),
    validationError('no'),
    expiredIterator(),
    streamNotFound('x'),
    trimmedDataAccess(),
  ];
  for (const error of errors) {
    it(`turns ${error.name} into the class of the streams package`, () => {
      const made = asStreamsError(sdk, error);
      expect(made).to.be.instanceOf(sdk.DynamoDBStreamsServiceException);
      expect(made).to.be.instanceOf(Reflect.get(sdk, error.name) ?? sdk.DynamoDBStreamsServiceException);
      for (const member of ['name', 'message', '$fault', '__type']) {
        expect(Reflect.get(made, member)).to.equal(Reflect.get(error, member));
      }
      expect(Object.keys(made)).to.include('message');
    });
  }

  it('leaves other errors alone', () => {
    const error = new Error('x');
    expect(asStreamsError(sdk, error)).to.equal(error);
  });
});
