import {
  CloudWatchClient,
  CloudWatchServiceException,
  ConcurrentModificationException,
  InternalServiceFault,
  LimitExceededFault,
  PutMetricAlarmCommand,
  PutMetricDataCommand,
  TagResourceCommand,
} from '@aws-sdk/client-cloudwatch';
import { expect } from 'chai';
import { FakeMisuse, fakeAws, type FakeAws } from '../../fakes';
import {
  cloudwatchModel,
  COMMON_ERRORS,
  listedErrors,
  modelledErrors,
} from '../../fakes/cloudwatch/operation-errors';
import { failure } from './failure';

describe('CloudWatch errors by name', () => {
  let aws: FakeAws;
  const client = new CloudWatchClient({});

  beforeEach(() => {
    aws = fakeAws({ seed: 1 });
  });
  afterEach(() => aws.unplug());

  const putAlarm = new PutMetricAlarmCommand({
    AlarmName: 'a',
    ComparisonOperator: 'GreaterThanThreshold',
    EvaluationPeriods: 1,
  });
  const tag = new TagResourceCommand({ ResourceARN: 'arn', Tags: [] });
  const putData = new PutMetricDataCommand({ Namespace: 'n', MetricData: [] });
  const rows = [
    [PutMetricAlarmCommand, putAlarm, 'LimitExceededFault', LimitExceededFault, 'LimitExceeded', 400, 1],
    [
      TagResourceCommand,
      tag,
      'ConcurrentModificationException',
      ConcurrentModificationException,
      'ConcurrentModificationException',
      429,
      3,
    ],
    [
      PutMetricDataCommand,
      putData,
      'InternalServiceFault',
      InternalServiceFault,
      'InternalServiceError',
      500,
      3,
    ],
    [PutMetricDataCommand, putData, 'Throttling', CloudWatchServiceException, 'Throttling', 400, 3],
    [
      PutMetricDataCommand,
      putData,
      'InvalidClientTokenId',
      CloudWatchServiceException,
      'InvalidClientTokenId',
      403,
      1,
    ],
  ] as const;
  for (const [command, call, name, Class, Code, httpStatusCode, attempts] of rows) {
    it(`has ${name} at ${command.name}, after ${attempts} attempts`, async () => {
      aws.faults
        .on<object, unknown>(command as never)
        .error(name)
        .wholeOperation();
      const error = await failure(client.send(call as typeof putData));
      expect(error.constructor).to.equal(Class);
      expect(error).to.include({ name, Code });
      expect(error['$metadata']).to.include({ httpStatusCode, attempts });
    });
  }

  it('are refused where CloudWatch has no such error', () => {
    expect(() => aws.faults.on(PutMetricDataCommand).error('LimitExceededFault')).to.throw(
      FakeMisuse,
      /^CloudWatch cannot answer PutMetricData with LimitExceededFault\.\nIt can with InternalServiceFault, /,
    );
  });

  it('are modelled by the client or common to all operations', () => {
    expect(modelledErrors('Nothing')).to.deep.equal([]);
    expect(listedErrors('Nothing')).to.include.members([
      'ValidationException',
      ...Object.keys(COMMON_ERRORS),
    ]);
    expect(cloudwatchModel('DashboardNotFoundError')).to.include({
      status: 404,
      queryCode: 'ResourceNotFound',
    });
    expect(cloudwatchModel('Throttling')).to.equal(undefined);
  });
});
