import { expect } from 'chai';
import { fakeAws, type FakeAws } from '../../fakes';
import { DEFAULT_FAULT_MODES, faultModes } from '../../fakes/simulation/fault-modes';

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
});
