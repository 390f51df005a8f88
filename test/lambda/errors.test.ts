import { expect } from 'chai';
import {
  functionNotFound,
  invalidParameterValue,
  LambdaServiceException,
  mappingExists,
  mappingNotFound,
  validationException,
} from '../../fakes/lambda/errors';

describe('Lambda errors', () => {
  const rows: [error: LambdaServiceException, name: string, status: number, message: string][] = [
    [invalidParameterValue('text'), 'InvalidParameterValueException', 400, 'text'],
    [
      validationException('batchSize', 0, 'Member must be more'),
      'ValidationException',
      400,
      "1 validation error detected: Value '0' at 'batchSize' failed to satisfy constraint: Member must be more",
    ],
    [functionNotFound('arn'), 'ResourceNotFoundException', 404, 'Function not found: arn'],
    [
      mappingExists('SQS', 'arn', 'f', 'uuid'),
      'ResourceConflictException',
      409,
      'An event source mapping with SQS arn (" arn ") and function (" f ") already exists. Please update or delete the existing mapping with UUID uuid',
    ],
    [mappingNotFound(), 'ResourceNotFoundException', 404, 'The resource you requested does not exist.'],
  ];
  for (const [error, name, httpStatusCode, message] of rows) {
    it(`${name}: ${message}`, () => {
      expect(error).to.be.instanceOf(LambdaServiceException);
      expect(error).to.deep.include({
        name,
        message,
        $fault: 'client',
        Type: 'User',
        $metadata: { httpStatusCode },
      });
    });
  }
});
