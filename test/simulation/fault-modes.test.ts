import { expect } from 'chai';
import { FakeMisuse, fakeAws, type FakeAws } from '../../fakes';
import {
  DEFAULT_FAULT_MODES,
  faultCatalogue,
  faultModes,
  requireKnownFaults,
} from '../../fakes/simulation/fault-modes';

describe('simulation/fault-modes', () => {
  let aws: FakeAws;
  beforeEach(() => (aws = fakeAws({ seed: 1 })));
  afterEach(() => aws.unplug());

  const names = (service: string, operation: string, input: object): readonly string[] => {
    const found = aws.world
      .operations()
      .find((one) => one.service.name === service && one.row.name === operation);
    if (found === undefined) throw new Error(`no ${operation}`);
    return faultModes(found, input, DEFAULT_FAULT_MODES).map(({ name }) => name);
  };
  const EVERYWHERE = ['throttled', 'serverError', 'connectionReset', 'answerLost'];
  const CRASHES = ['crashBefore', 'crashAfter'];
  const rows: [string, string, object, readonly string[]][] = [
    ['S3', 'PutObject', { Body: Buffer.from('x') }, []],
    ['DynamoDB', 'GetItem', {}, ['staleRead']],
    ['SQS', 'SendMessageBatch', { Entries: [{}] }, ['failAll']],
    ['SQS', 'SendMessageBatch', { Entries: [{}, {}] }, ['failFirst', 'failLast', 'failAll']],
    ['SQS', 'ReceiveMessage', {}, ['deliveredTwice', 'nothingReceived', 'reordered']],
  ];
  for (const [service, operation, input, own] of rows) {
    it(`${service}.${operation}: ${own.join(', ') || 'nothing of its own'}`, () => {
      expect(names(service, operation, input)).to.deep.equal([...EVERYWHERE, ...own, ...CRASHES]);
    });
  }

  it('errors strike the whole operation, lost answers one attempt', () => {
    const [operation] = aws.world.operations();
    if (operation === undefined) throw new Error('none');
    const levels = Object.fromEntries(
      faultModes(operation, {}, DEFAULT_FAULT_MODES).map(({ name, level }) => [name, level]),
    );
    expect(levels).to.include({
      throttled: 'operation',
      connectionReset: 'operation',
      answerLost: 'attempt',
      crashAfter: 'attempt',
    });
  });

  it('are only those asked for, in their order', () => {
    const [operation] = aws.world.operations();
    if (operation === undefined) throw new Error('none');
    expect(faultModes(operation, {}, ['crashAfter', 'throttled']).map(({ name }) => name)).to.deep.equal([
      'crashAfter',
      'throttled',
    ]);
  });

  describe('the whole catalogue', () => {
    const operationOf = (service: string, operation: string) =>
      aws.world.operations().find((one) => one.service.name === service && one.row.name === operation) ??
      expect.fail(`no ${operation}`);
    const catalogue = (service: string, operation: string, input: object = {}) =>
      faultCatalogue(operationOf(service, operation), input).map(({ name }) => name);

    it('has for each operation what AWS can show there, and nothing else', () => {
      expect(catalogue('S3', 'PutObject', { IfMatch: 'x' })).to.include.members([
        'conflict',
        'serverErrorLost',
        'connectionRefused',
        'slow',
        'ConditionalRequestConflict',
        'KMS.DisabledException',
        'RequestTimeTooSkewed',
      ]);
      for (const name of ['NoSuchKey', 'conflict', 'ConditionalRequestConflict', 'staleRead'])
        expect(catalogue('S3', 'PutObject')).to.not.include(name);
      expect(catalogue('S3', 'GetObject'))
        .to.include('NoSuchKey')
        .and.not.include('ConditionalRequestConflict');
      expect(catalogue('DynamoDB', 'PutItem'))
        .to.include('TransactionConflictException')
        .and.not.include('failAll');
      expect(catalogue('SQS', 'SendMessage')).to.include.members(['answerDamaged', 'KmsThrottled']);
      expect(catalogue('S3', 'PutObject')).to.not.include('answerDamaged');
      expect(catalogue('CloudWatch', 'PutMetricData'))
        .to.include('arrivesLate')
        .and.not.include('partialData');
      expect(catalogue('CloudWatch', 'GetMetricData'))
        .to.include('partialData')
        .and.not.include('arrivesLate');
    });

    it('has nothing twice: an error that is a kind is not there by its name as well', () => {
      for (const [service, operation, name] of [
        ['S3', 'PutObject', 'SlowDown'],
        ['SQS', 'SendMessage', 'RequestThrottled'],
        ['DynamoDB', 'GetItem', 'InternalServerError'],
        ['CloudWatch', 'ListMetrics', 'Throttling'],
      ] as const) {
        const found = catalogue(service, operation);
        expect(found).to.not.include(name);
        expect(new Set(found).size).to.equal(found.length);
      }
    });

    it('leaves silence out: a sweep of it is asked for by name', () => {
      expect(catalogue('S3', 'PutObject')).to.not.include('neverAnswers');
      const [silence] = faultModes(operationOf('S3', 'PutObject'), {}, ['neverAnswers']);
      expect(silence?.effect).to.deep.equal({ kind: 'never', applied: false });
    });

    it('strikes whole operations with what comes instead of the work, single attempts with the rest', () => {
      const modes = faultCatalogue(operationOf('S3', 'PutObject'), {});
      const level = (name: string) => modes.find((mode) => mode.name === name)?.level;
      expect(['throttled', 'timesOut', 'EntityTooLarge'].map(level)).to.deep.equal([
        'operation',
        'operation',
        'operation',
      ]);
      expect(['serverErrorLost', 'answerLost', 'slow', 'crashAfter'].map(level)).to.deep.equal(
        Array(4).fill('attempt'),
      );
    });

    it('an error by a name that the operation does not have is not tried there', () => {
      const given = ['NoSuchKey', 'ConditionalRequestConflict', 'KmsDisabled'];
      expect(faultModes(operationOf('S3', 'GetObject'), {}, given).map(({ name }) => name)).to.deep.equal([
        'NoSuchKey',
      ]);
    });
  });

  it('a name that no operation has is a misuse', () => {
    const operations = aws.world.operations();
    requireKnownFaults(operations, ['throttled', 'neverAnswers', 'KmsDisabled', 'NoSuchKey']);
    requireKnownFaults(operations, 'all');
    requireKnownFaults(operations, undefined);
    expect(() => requireKnownFaults(operations, ['throttled', 'anwserLost'])).to.throw(
      FakeMisuse,
      'faults: no operation can meet anwserLost. Did you mean answerLost?',
    );
    expect(() => requireKnownFaults(operations, ['x'])).to.throw(
      FakeMisuse,
      /^faults: no operation can meet x\.$/,
    );
  });
});
