import * as sdk from '@aws-sdk/client-dynamodb';
import { expect } from 'chai';
import * as errors from '../../fakes/dynamodb/errors';

const OWN = 'com.amazonaws.dynamodb.v20120810#';

describe('DynamoDB errors', () => {
  const rows: [
    build: () => Error,
    sdkClass: new (options: never) => Error,
    message: RegExp | string,
    status?: number,
  ][] = [
    [
      () => errors.conditionalCheckFailed(),
      sdk.ConditionalCheckFailedException,
      'The conditional request failed',
    ],
    [() => errors.resourceNotFound(), sdk.ResourceNotFoundException, 'Requested resource not found'],
    [
      () => errors.tableNotFound('t'),
      sdk.ResourceNotFoundException,
      'Requested resource not found: Table: t not found',
    ],
    [() => errors.resourceInUse('in use'), sdk.ResourceInUseException, 'in use'],
    [() => errors.limitExceeded('too many'), sdk.LimitExceededException, 'too many'],
    [
      () => errors.provisionedThroughputExceeded(),
      sdk.ProvisionedThroughputExceededException,
      /^The level of configured provisioned throughput for the table was exceeded\. /,
    ],
    [
      () => errors.throttling(),
      sdk.ThrottlingException,
      /^Throughput exceeds the current capacity of your table/,
    ],
    [() => errors.throttling('slow down'), sdk.ThrottlingException, 'slow down'],
    [() => errors.internalServerError(), sdk.InternalServerError, 'Internal server error', 500],
    [
      () => errors.idempotentParameterMismatch(),
      sdk.IdempotentParameterMismatchException,
      'Request parameters do not match the parameters of the original request for this token',
    ],
  ];
  for (const [build, sdkClass, message, status = 400] of rows) {
    const error = build();
    it(`${error.name} is the SDK's own class, as the SDK fills it in`, () => {
      expect(error).to.be.instanceOf(sdkClass);
      expect(error).to.be.instanceOf(sdk.DynamoDBServiceException);
      if (typeof message === 'string') expect(error.message).to.equal(message);
      else expect(error.message).to.match(message);
      expect(error).to.include({ __type: OWN + error.name, $fault: status < 500 ? 'client' : 'server' });
      expect(error).to.have.deep.property('$metadata', { httpStatusCode: status });
      expect(Object.keys(error)).to.include('message').and.not.include('Message');
    });
  }

  const unmodelled: [error: Error, name: string, type: string, status: number][] = [
    [
      errors.validationError('no'),
      'ValidationException',
      'com.amazon.coral.validate#ValidationException',
      400,
    ],
    [
      errors.accessDenied('no'),
      'AccessDeniedException',
      'com.amazon.coral.service#AccessDeniedException',
      400,
    ],
    [errors.expiredToken(), 'ExpiredTokenException', 'com.amazon.coral.service#ExpiredTokenException', 400],
    [
      errors.serializationError('no'),
      'SerializationException',
      'com.amazon.coral.service#SerializationException',
      400,
    ],
    [errors.serviceUnavailable(), 'ServiceUnavailable', 'com.amazon.coral.service#ServiceUnavailable', 503],
  ];
  for (const [error, name, type, status] of unmodelled) {
    it(`${name}, which the SDK has no class for, is its base class`, () => {
      expect(Object.getPrototypeOf(error)).to.equal(sdk.DynamoDBServiceException.prototype);
      expect(error).to.include({ name, __type: type, $fault: status < 500 ? 'client' : 'server' });
      expect(error).to.have.deep.property('$metadata', { httpStatusCode: status });
    });
  }

  it('a failed condition carries the item only when it was asked for', () => {
    expect(errors.conditionalCheckFailed({ pk: { S: 'a' } }).Item).to.deep.equal({ pk: { S: 'a' } });
    expect(errors.conditionalCheckFailed().Item).to.equal(undefined);
  });

  it('a cancelled transaction lists the codes of its reasons', () => {
    const reasons = [{ Code: 'None' }, { Code: 'ConditionalCheckFailed', Message: 'm' }, {}];
    const error = errors.transactionCanceled(reasons);
    expect(error.message).to.equal(
      'Transaction cancelled, please refer cancellation reasons for specific reasons [None, ConditionalCheckFailed, None]',
    );
    expect(error.CancellationReasons).to.deep.equal(reasons);
  });
});

describe('DynamoDB wordings of ValidationException', () => {
  const at = (operation: string, wording: errors.ErrorWording = '2026'): errors.CallWording => ({
    operation,
    wording,
  });
  const NAME = { member: 'tableName', constraint: 'Member must be long' };

  it('puts messages of single-item writes in an envelope since 2026', () => {
    for (const operation of ['PutItem', 'UpdateItem', 'DeleteItem']) {
      expect(errors.wordedValidationError('no', at(operation)).message).to.equal(
        '1 validation error detected: no',
      );
      expect(errors.wordedValidationError('no', at(operation, 'classic')).message).to.equal('no');
    }
    for (const operation of ['GetItem', 'Query', 'Scan', 'BatchWriteItem', 'TransactWriteItems']) {
      expect(errors.wordedValidationError('no', at(operation)).message).to.equal('no');
    }
  });

  const rows: [violations: errors.ConstraintViolation[], at: errors.CallWording, message: string][] = [
    [
      [NAME],
      at('Query'),
      "1 validation error detected: Value null at 'tableName' failed to satisfy constraint: Member must be long",
    ],
    [
      [
        { ...NAME, value: 'x!' },
        { member: 'limit', constraint: 'c', value: '0', generic: true },
      ],
      at('Scan'),
      "2 validation errors detected: Value 'x!' at 'tableName' failed to satisfy constraint: Member must be long; " +
        "Value at 'Limit' failed to satisfy constraint: c",
    ],
    [
      [
        { ...NAME, value: '', generic: true },
        { member: 'limit', constraint: 'c' },
      ],
      at('PutItem'),
      "1 validation error detected: Value at 'TableName' failed to satisfy constraint: Member must be long",
    ],
    [
      [
        { ...NAME, value: '', generic: true },
        { member: 'limit', constraint: 'c' },
      ],
      at('PutItem', 'classic'),
      "2 validation errors detected: Value '' at 'tableName' failed to satisfy constraint: Member must be long; " +
        "Value null at 'limit' failed to satisfy constraint: c",
    ],
  ];
  for (const [violations, wording, message] of rows) {
    it(`words ${violations.length} violated constraints of ${wording.operation} (${wording.wording})`, () => {
      expect(errors.constraintViolations(violations, wording).message).to.equal(message);
    });
  }
});
