import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { benchCalls } from './calls';
import { benchCloudwatch } from './cloudwatch';
import { benchCloudwatchLogs } from './cloudwatch-logs';
import { benchDynamodb } from './dynamodb';
import { benchGrowth } from './growth';
import { benchObjects } from './objects';
import { benchLoad } from './load';
import { benchPipeline } from './pipeline';
import { benchSimulation } from './simulation';

/** `npm run bench [-- --json FILE]`: prints the figures of one run; ratios travel between machines, times do not. */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { json: { type: 'string' } } });
  const figures = new Map<string, number>();
  await benchCalls(figures);
  // Before a million of anything was there: what the collector still has to do would be measured as well.
  await benchObjects(figures);
  await benchDynamodb(figures);
  await benchGrowth(figures);
  await benchLoad(figures);
  await benchPipeline(figures);
  await benchSimulation(figures);
  await benchCloudwatch(figures);
  await benchCloudwatchLogs(figures);
  if (values.json !== undefined) {
    const rounded = [...figures].map(([name, value]) => [name, Number(value.toPrecision(4))]);
    writeFileSync(values.json, `${JSON.stringify(Object.fromEntries(rounded), undefined, 2)}\n`);
  }
}

void main();
