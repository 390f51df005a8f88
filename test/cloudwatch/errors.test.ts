import { CloudWatchServiceException } from '@aws-sdk/client-cloudwatch';
import { expect } from 'chai';
import * as errors from '../../fakes/cloudwatch/errors';

describe('CloudWatch errors', () => {
  const rows: readonly [CloudWatchServiceException, name: string, code: string, status: number][] = [
    [errors.invalidParameterValue('m'), 'InvalidParameterValueException', 'InvalidParameterValue', 400],
    [
      errors.invalidParameterCombination('m'),
      'InvalidParameterCombinationException',
      'InvalidParameterCombination',
      400,
    ],
    [errors.missingParameter('m'), 'MissingRequiredParameterException', 'MissingParameter', 400],
    [errors.validationError('m'), 'ValidationException', 'ValidationError', 400],
    [errors.constraintError('v', 'f', 'Member must be x'), 'ValidationException', 'ValidationError', 400],
    [errors.alarmNotFound(), 'ResourceNotFound', 'ResourceNotFound', 404],
    [errors.resourceNotFound('alarm', 'arn'), 'ResourceNotFoundException', 'ResourceNotFoundException', 404],
    [errors.dashboardNotFound(['a']), 'DashboardNotFoundError', 'ResourceNotFound', 404],
    [errors.dashboardInvalid('m', []), 'DashboardInvalidInputError', 'InvalidParameterInput', 400],
    [errors.invalidNextToken('m'), 'InvalidNextToken', 'InvalidNextToken', 400],
    [errors.invalidFormat('m'), 'InvalidFormatFault', 'InvalidFormat', 400],
    [errors.requestTooLarge(2, 1), 'RequestEntityTooLarge', 'RequestEntityTooLarge', 413],
    [errors.internalServiceFault(), 'InternalServiceFault', 'InternalServiceError', 500],
    [errors.serviceUnavailable(), 'ServiceUnavailable', 'ServiceUnavailable', 503],
    [errors.throttling(), 'Throttling', 'Throttling', 400],
    [errors.accessDenied('PutMetricData'), 'AccessDenied', 'AccessDenied', 403],
    [errors.expiredToken(), 'ExpiredToken', 'ExpiredToken', 403],
  ];
  for (const [error, name, code, status] of rows) {
    it(`carry the query code of ${name}`, () => {
      const side = status < 500 ? 'Sender' : 'Receiver';
      expect(error).to.be.instanceOf(CloudWatchServiceException);
      expect(error).to.include({ name, Code: code, Type: side, $fault: status < 500 ? 'client' : 'server' });
      expect(error).to.deep.include({ Error: { Type: side, Code: code, Message: error.message } });
      expect(error.$metadata).to.deep.equal({ httpStatusCode: status });
    });
  }

  it('quote a broken constraint as AWS does', () => {
    expect(errors.constraintError(undefined, 'stateValue', 'Member must not be null').message).to.equal(
      "1 validation error detected: Value null at 'stateValue' failed to satisfy constraint: Member must not be null",
    );
  });

  it('name several dashboards', () => {
    expect(errors.dashboardNotFound(['a', 'b']).message).to.equal('Dashboards a, b do not exist');
  });
});
