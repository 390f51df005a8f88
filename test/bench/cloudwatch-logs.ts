import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  FilterLogEventsCommand,
  PutLogEventsCommand,
  type InputLogEvent,
} from '@aws-sdk/client-cloudwatch-logs';
import { fakeAws } from '../../fakes';
import { compare } from './measure';

const SIZES = [1_000, 200_000] as const;
const EVENTS_PER_PUT = 1_000;
const stream = { logGroupName: 'bench', logStreamName: 's' };

/**
 * `call.PutLogEvents.us`, `growth.PutLogEvents.1kTo200k` and `growth.FilterLogEvents.1kTo200k`: the same ten events are
 * found in a group of a thousand and in one of two hundred thousand.
 */
export async function benchCloudwatchLogs(figures: Map<string, number>): Promise<void> {
  // The first round warms the code up, and does not count.
  await measure(SIZES[0]);
  const costs: { readonly put: number; readonly filter: number }[] = [];
  for (const size of SIZES) {
    costs.push(await measure(size));
    global.gc?.();
  }
  const [small, large] = costs;
  if (small === undefined || large === undefined) return;
  figures.set('call.PutLogEvents.us', small.put);
  figures.set('growth.PutLogEvents.1kTo200k', large.put / small.put);
  figures.set('growth.FilterLogEvents.1kTo200k', large.filter / small.filter);
  console.log('\nCloudWatch Logs (us per call)  1,000 events     200,000 events   last/first');
  for (const [name, a, b] of [
    ['PutLogEvents', small.put, large.put],
    ['FilterLogEvents (10 of them)', small.filter, large.filter],
  ] as const) {
    const columns = [a.toFixed(1).padStart(14), b.toFixed(1).padStart(19), (b / a).toFixed(2).padStart(13)];
    console.log(`${name.padEnd(29)}${columns.join('')}`);
  }
}

async function measure(size: number): Promise<{ put: number; filter: number }> {
  const client = new CloudWatchLogsClient({});
  const aws = fakeAws({ clients: [client] });
  try {
    const now = Date.now();
    await client.send(new CreateLogGroupCommand({ logGroupName: stream.logGroupName }));
    await client.send(new CreateLogStreamCommand(stream));
    const put = (logEvents: InputLogEvent[]) =>
      client.send(new PutLogEventsCommand({ ...stream, logEvents }));
    for (let done = 0; done < size; done += EVENTS_PER_PUT) {
      const messages = Array.from({ length: EVENTS_PER_PUT }, (_, i) => `line ${done + i} of a log`);
      await put(
        messages.map((message) => ({ message, timestamp: now - 3_600_000 + Math.floor(done / 100) })),
      );
    }
    const one = [{ message: 'one more line', timestamp: now - 1_800_000 }];
    const [putUs = 0] = await compare([() => put(one)], { calls: 500, rounds: 5 });
    const filter = new FilterLogEventsCommand({
      logGroupName: stream.logGroupName,
      filterPattern: 'line',
      limit: 10,
    });
    const [filterUs = 0] = await compare([() => client.send(filter)], { calls: 200, rounds: 5 });
    return { put: putUs, filter: filterUs };
  } finally {
    aws.unplug();
  }
}
