import * as sdk from '@aws-sdk/client-cloudwatch-logs';
import { expect } from 'chai';
import {
  asSdkError,
  invalidParameter,
  logsError,
  LogsError,
  patternError,
} from '../../fakes/cloudwatch-logs/errors';
import { FilterPatternError, UnsettledPattern } from '../../fakes/cloudwatch-logs/filter-error';
import { NotSupportedByFake } from '../../fakes';

describe('CloudWatch Logs errors', () => {
  it('leave in the classes of the client', () => {
    const error = asSdkError(sdk, invalidParameter('why'));
    expect(error).to.be.instanceOf(sdk.InvalidParameterException);
    expect(error).to.deep.include({ name: 'InvalidParameterException', message: 'why', $fault: 'client' });
    const other = asSdkError(sdk, new LogsError('InternalFailure', 'why', 500));
    expect(other).to.be.instanceOf(sdk.CloudWatchLogsServiceException);
    expect(other).to.deep.include({
      name: 'InternalFailure',
      $fault: 'server',
      $metadata: { httpStatusCode: 500 },
    });
    const own = new Error('mine');
    expect(asSdkError(sdk, own)).to.equal(own);
  });

  it('word patterns by the operation', () => {
    const message = (error: unknown, operation: string) => (patternError(error, operation) as Error).message;
    expect(message(new FilterPatternError(), 'FilterLogEvents')).to.equal('Invalid filter pattern');
    expect(message(new FilterPatternError(), 'PutMetricFilter')).to.equal('Invalid metric filter pattern');
    expect(message(new FilterPatternError('('), 'PutMetricFilter')).to.equal(
      "Invalid character(s) in term '('",
    );
    expect(patternError(new UnsettledPattern('x'), 'FilterLogEvents')).to.be.instanceOf(NotSupportedByFake);
    const own = new Error('mine');
    expect(patternError(own, 'FilterLogEvents')).to.equal(own);
  });

  it('are made by name', () => {
    expect(logsError(sdk, 'ThrottlingException', 'GetLogEvents')).to.include({ message: 'Rate exceeded' });
    expect(logsError(sdk, 'OperationAbortedException', 'DeleteLogGroup')?.message).to.equal(
      'DeleteLogGroup failed: OperationAbortedException',
    );
    expect(logsError(sdk, 'OperationAbortedException', 'GetLogEvents')).to.equal(undefined);
  });
});
