import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { expect } from 'chai';
import { replay, SimulationFailure, sweepFaults, type FakeAws, type SweepOptions } from '../../fakes';
import { sweepOf } from '../../fakes/simulation/sweep';

const stream = { logGroupName: 'audit', logStreamName: 's' };

describe('CloudWatch Logs under every single fault', function () {
  this.timeout(20_000);

  const arrange = async (): Promise<void> => {
    const client = new CloudWatchLogsClient({});
    await client.send(new CreateLogGroupCommand({ logGroupName: stream.logGroupName }));
    await client.send(new CreateLogStreamCommand(stream));
  };
  const ship = async (): Promise<void> => {
    const message = JSON.stringify({ event: 'paid', id: 'p-1' });
    const logEvents = [{ timestamp: Date.now(), message }];
    await new CloudWatchLogsClient({}).send(new PutLogEventsCommand({ ...stream, logEvents }));
  };
  const paid = (aws: FakeAws): readonly unknown[] =>
    aws.logs.where({ event: 'paid' }).map(({ json }) => json?.['id']);

  const naive: SweepOptions = {
    arrange,
    act: ship,
    assert: ({ aws }) => void expect(paid(aws), 'payments in the audit log').to.deep.equal(['p-1']),
  };
  const careful: SweepOptions = {
    ...naive,
    // Whoever reads the log counts a payment once, however often its line is there.
    assert: ({ aws }) =>
      void expect([...new Set(paid(aws))], 'payments in the audit log').to.deep.equal(['p-1']),
  };

  it('finds the line that is written twice, and replays it', async () => {
    const error = await sweepFaults(naive).catch((reason: unknown) => reason);
    if (!(error instanceof SimulationFailure)) return expect.fail('the sweep found nothing');
    expect(error.message).to.contain('PutLogEvents');
    const [{ replay: tape } = { replay: '' }] = error.report.violations;
    expect(tape).to.match(/^v1\/handler!(answerLost|crashAfter)/);
    const again = await replay(tape, sweepOf(naive));
    expect(again).to.include({ runs: 1, failures: 1 });
    expect(String(again.violations[0]?.error)).to.contain('payments in the audit log');
  });

  it('shows that a reader who goes by ids is not misled', async () => {
    const { failures, summary } = await sweepFaults(careful);
    expect(failures, summary).to.equal(0);
    expect(summary).to.contain('COMPLETE');
  });
});
