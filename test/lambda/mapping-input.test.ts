import { expect } from 'chai';
import { createToyWorld } from '../kernel/toy-world';
import { checkMappingInput } from '../../fakes/lambda/mapping-input';

describe('lambda/mapping-input', () => {
  const check = (input: object, kind: 'queue' | 'stream' = 'stream'): void =>
    checkMappingInput(createToyWorld(), { EventSourceArn: 'a', FunctionName: 'f', ...input }, kind);

  it('lets through what a source of the kind has, at its limits', () => {
    check({
      ParallelizationFactor: 10,
      MaximumRetryAttempts: -1,
      MaximumRecordAgeInSeconds: -1,
      TumblingWindowInSeconds: 0,
    });
    check({
      ParallelizationFactor: 1,
      MaximumRetryAttempts: 10_000,
      MaximumRecordAgeInSeconds: 60,
      BatchSize: undefined,
    });
    check({ MaximumRecordAgeInSeconds: 604_800, FunctionResponseTypes: ['ReportBatchItemFailures'] });
    check({ ScalingConfig: { MaximumConcurrency: 1_000 } }, 'queue');
  });

  const rows: [input: object, kind: 'queue' | 'stream', name: string, message: string][] = [
    [{ ParallelizationFactor: 11 }, 'stream', 'ValidationException', "Value '11' at 'parallelizationFactor'"],
    [{ ParallelizationFactor: 0 }, 'stream', 'ValidationException', 'greater than or equal to 1'],
    [{ MaximumRetryAttempts: -2 }, 'stream', 'ValidationException', "Value '-2' at 'maximumRetryAttempts'"],
    [{ MaximumRecordAgeInSeconds: 604_801 }, 'stream', 'ValidationException', 'less than or equal to 604800'],
    [{ MaximumRecordAgeInSeconds: 59 }, 'stream', 'InvalidParameterValueException', 'between 60 and 604800'],
    [{ FunctionResponseTypes: ['x'] }, 'stream', 'ValidationException', 'ReportBatchItemFailures'],
    [
      { ScalingConfig: { MaximumConcurrency: 2 } },
      'stream',
      'InvalidParameterValueException',
      'ScalingConfig',
    ],
    [
      { BisectBatchOnFunctionError: true },
      'queue',
      'InvalidParameterValueException',
      'BisectBatchOnFunctionError',
    ],
    [{ BatchSize: '5' }, 'queue', 'FakeMisuse', 'BatchSize must be a whole number, and is "5".'],
    [{ BatchSize: 1.5 }, 'queue', 'FakeMisuse', 'BatchSize must be a whole number, and is 1.5.'],
    [{ batchSize: 1 }, 'queue', 'FakeMisuse', 'batchSize is no member of its input.'],
    [{ TumblingWindowInSeconds: -1 }, 'stream', 'ValidationException', 'greater than or equal to 0'],
    [{ TumblingWindowInSeconds: 901 }, 'stream', 'ValidationException', 'less than or equal to 900'],
    [{ TumblingWindowInSeconds: 30 }, 'queue', 'InvalidParameterValueException', 'TumblingWindowInSeconds'],
    [{ ProvisionedPollerConfig: {} }, 'queue', 'NotSupportedByFake', 'the parameter ProvisionedPollerConfig'],
  ];
  for (const [input, kind, name, message] of rows) {
    it(`refuses ${JSON.stringify(input)} for a ${kind}`, () => {
      expect(() => check(input, kind))
        .to.throw(message)
        .with.property('name', name);
    });
  }
});
