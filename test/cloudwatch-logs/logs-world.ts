import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  GetLogEventsCommand,
  PutLogEventsCommand,
  type GetLogEventsCommandInput,
  type GetLogEventsCommandOutput,
  type PutLogEventsCommandOutput,
} from '@aws-sdk/client-cloudwatch-logs';
import { fakeAws, type FakeAws } from '../../fakes';

export const START = Date.UTC(2026, 0, 1);

/** A world with a log group `g` and a stream `s`, and short ways to write to it and read from it. */
export interface LogsWorld {
  readonly aws: FakeAws;
  readonly client: CloudWatchLogsClient;
  /** Writes messages, one ms apart from `at` on, which is now unless given. */
  put(messages: readonly string[], at?: number): Promise<PutLogEventsCommandOutput>;
  get(input?: Partial<GetLogEventsCommandInput>): Promise<GetLogEventsCommandOutput>;
}

export function logsWorld(): LogsWorld {
  let aws: FakeAws;
  const client = new CloudWatchLogsClient({ region: 'us-east-1', maxAttempts: 1 });
  beforeEach(async () => {
    aws = fakeAws({ seed: 1, time: 'virtual', start: START });
    await client.send(new CreateLogGroupCommand({ logGroupName: 'g' }));
    await client.send(new CreateLogStreamCommand({ logGroupName: 'g', logStreamName: 's' }));
  });
  afterEach(() => aws.unplug());
  const stream = { logGroupName: 'g', logStreamName: 's' };
  return {
    get aws() {
      return aws;
    },
    client,
    put(messages, at = aws.clock.now()) {
      const logEvents = messages.map((message, i) => ({ message, timestamp: at + i }));
      return client.send(new PutLogEventsCommand({ ...stream, logEvents }));
    },
    get: (input = {}) => client.send(new GetLogEventsCommand({ ...stream, ...input })),
  };
}

export { failure, type Failure } from '../cloudwatch/failure';
