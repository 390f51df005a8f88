import { expect } from 'chai';
import { ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { fakeAws, type FakeAws } from '../../fakes';
import { DEFAULT_FAULT_MODES, faultModes } from '../../fakes/simulation/fault-modes';

describe('simulation: fault modes', () => {
  let aws: FakeAws;
  beforeEach(() => (aws = fakeAws({ seed: 1 })));
  afterEach(() => aws.unplug());

  const rows = [
    ['q', ['deliveredTwice', 'nothingReceived', 'reordered']],
    [
      'https://sqs.us-east-1.amazonaws.com/000000000000/q',
      ['deliveredTwice', 'nothingReceived', 'reordered'],
    ],
    ['https://sqs.us-east-1.amazonaws.com/000000000000/q.fifo', ['nothingReceived']],
  ] as const;
  for (const [QueueUrl, expected] of rows) {
    it(`try ${expected.join(', ')} on a receive from ${QueueUrl}`, () => {
      const receive = aws.world
        .operations()
        .find(({ row }) => row.command === (ReceiveMessageCommand as unknown));
      if (receive === undefined) throw new Error('ReceiveMessage is not mounted');
      const names = faultModes(receive, { QueueUrl }, DEFAULT_FAULT_MODES).map(({ name }) => name);
      expect(names.filter((name) => /deliver|receive|order/i.test(name))).to.deep.equal(expected);
    });
  }
});
