import { S3ServiceException } from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { errorMessage, errorName, httpStatus, isRetryable } from '../../../src/shared/errors';

const awsError = (name: string, httpStatusCode: number | undefined, $fault: 'client' | 'server' = 'client') =>
  new S3ServiceException({
    name,
    message: 'no',
    $fault,
    $metadata: httpStatusCode === undefined ? {} : { httpStatusCode },
  });

describe('errors', () => {
  it('have a name, a message and perhaps a status', () => {
    expect([errorName(new TypeError('a')), errorName('a')]).to.deep.equal(['TypeError', 'UnknownError']);
    expect([errorMessage(new Error('a')), errorMessage('b')]).to.deep.equal(['a', 'b']);
    expect(httpStatus(awsError('PreconditionFailed', 412))).to.equal(412);
    expect([httpStatus(awsError('X', undefined)), httpStatus(new Error('a')), httpStatus('a')]).to.deep.equal(
      [undefined, undefined, undefined],
    );
    expect(httpStatus(Object.assign(new Error('a'), { $metadata: null }))).to.equal(undefined);
  });

  const rows: [unknown, boolean][] = [
    [awsError('SlowDown', 503, 'server'), true],
    [awsError('ThrottlingException', 400), true],
    [awsError('ProvisionedThroughputExceededException', 400), true],
    [awsError('InternalError', 500, 'server'), true],
    [awsError('Whatever', 429), true],
    [awsError('Whatever', undefined, 'server'), true],
    [awsError('Whatever', undefined), false],
    [awsError('AccessDenied', 403), false],
    [awsError('PreconditionFailed', 412), false],
    [Object.assign(new Error('reset'), { code: 'ECONNRESET' }), true],
    [Object.assign(new Error('aborted'), { name: 'AbortError' }), false],
    [Object.assign(new Error('left alone'), { name: 'CircuitOpen' }), false],
    [Object.assign(new Error('no time'), { name: 'NoTimeLeft' }), false],
    [Object.assign(new Error('hangs'), { name: 'CallGivenUp' }), true],
    ['text', false],
  ];
  for (const [error, retryable] of rows) {
    it(`${errorName(error)} ${httpStatus(error) ?? ''} is ${retryable ? '' : 'not '}worth another attempt`, () => {
      expect(isRetryable(error)).to.equal(retryable);
    });
  }
});
