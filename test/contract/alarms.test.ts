import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PutMetricAlarmCommand, type PutMetricAlarmCommandInput } from '@aws-sdk/client-cloudwatch';
import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { expect } from 'chai';
import type { CompactionMessage } from '../../src/shared/compaction-message';
import { body } from '../arrange/events';
import { BUCKET } from '../arrange/lambda-world';
import { labelOfMine, publicationScene, type PublicationScene } from '../arrange/publication-scene';
import { compactionRun, RECEIPT, RUN_ID } from '../arrange/receipts';

const SRC = join(__dirname, '../../src');
const ALARMS = JSON.parse(readFileSync(join(SRC, 'alarms.json'), 'utf8')) as PutMetricAlarmCommandInput[];
const NAMES = ALARMS.map(({ AlarmName }) => String(AlarmName));

/** Names of the metrics that the code measures. */
function measured(): Set<string> {
  const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((path) =>
    path.endsWith('.ts'),
  );
  const text = files.map((path) => readFileSync(join(SRC, path), 'utf8')).join('\n');
  return new Set([...text.matchAll(/metrics\.(?:count|gauge)\(\s*'(\w+)'/g)].map(([, name]) => String(name)));
}

describe('contract: metrics and alarms', () => {
  it('src/README.md names every metric that is measured, and no other', () => {
    const text = readFileSync(join(SRC, 'README.md'), 'utf8');
    const section = text.slice(text.indexOf('## Metrics'), text.indexOf('## Permissions'));
    const named = new Set([...section.matchAll(/`([A-Z]\w+)`/g)].map(([, name]) => String(name)));
    expect([...named].toSorted()).to.deep.equal([...measured()].toSorted());
  });

  it('alarms look at metrics that are measured, or at AWS’s own', () => {
    const names = measured();
    for (const { Namespace, MetricName, Metrics = [] } of ALARMS) {
      const looked = [MetricName, ...Metrics.map(({ MetricStat }) => MetricStat?.Metric?.MetricName)];
      if (Namespace === 'AWS/SQS') continue;
      for (const name of looked) if (name !== undefined) expect(names.has(name), name).to.equal(true);
    }
  });

  describe('in an incident', () => {
    let scene: PublicationScene;
    beforeEach(async () => {
      scene = await publicationScene();
      for (const alarm of ALARMS) await scene.clients.cloudwatch.send(new PutMetricAlarmCommand(alarm));
    });
    afterEach(() => scene.end());

    const ringing = (): string[] =>
      NAMES.filter((name) => scene.aws.cloudwatch.alarm(name).state === 'ALARM');

    /** So many deliveries in each of so many periods; which alarms have rung by then. */
    async function afterDeliveries(
      message: CompactionMessage,
      { times, periods }: { readonly times: number; readonly periods: number },
      given: Parameters<PublicationScene['acknowledged']>[1] = {},
    ): Promise<string[]> {
      const rung = new Set<string>();
      for (let period = 0; period < periods; period += 1) {
        for (let delivery = 0; delivery < times; delivery += 1) await scene.acknowledged(message, given);
        await scene.aws.clock.advance('5m');
        for (const name of ringing()) rung.add(name);
      }
      return [...rung];
    }

    it('on good days none rings', async () => {
      expect(await afterDeliveries(labelOfMine, { times: 10, periods: 4 })).to.deep.equal([]);
    });

    it('a lock that is never released rings (R07)', async () => {
      const expires = { S: new Date(Date.now() + 86_400_000).toISOString() };
      await scene.put({ PK: { S: 'LOCK#words#snapshot' }, SK: { S: 'LOCK' }, owner: { S: 'B' }, expires });
      expect(await afterDeliveries(labelOfMine, { times: 21, periods: 5 })).to.deep.equal([
        'compaction-lock-busy-words',
      ]);
    });

    it('a lock that some are waiting for does not', async () => {
      const expires = { S: new Date(Date.now() + 86_400_000).toISOString() };
      await scene.put({ PK: { S: 'LOCK#words#snapshot' }, SK: { S: 'LOCK' }, owner: { S: 'B' }, expires });
      expect(await afterDeliveries(labelOfMine, { times: 5, periods: 5 })).to.deep.equal([]);
    });

    it('leases that end before the work does ring within the hour: nobody noticed for eleven days (R06)', async () => {
      const Key = 'words/snapshot/timestamped/20250101_000000/records.jsonl';
      scene.aws.faults.on(GetObjectCommand, { Key }).delayed('4m').always();
      const { after } = scene.runtime();
      const beatless: typeof after = (ms, callback) =>
        ms === 30_000 ? () => undefined : after(ms, callback);
      const rung = await afterDeliveries(labelOfMine, { times: 1, periods: 6 }, { after: beatless });
      expect(rung).to.deep.equal(['compaction-lock-lost-words']);
    });

    it('snapshots that cannot be uploaded ring (R28)', async () => {
      scene.aws.faults.on(PutObjectCommand, { Bucket: BUCKET }).accessDenied().always();
      expect(await afterDeliveries(labelOfMine, { times: 6, periods: 4 })).to.deep.equal([
        'compaction-upload-words',
      ]);
    });

    it('a delta that cannot be merged rings at once (R32)', async () => {
      await scene.put(compactionRun(RECEIPT));
      scene.aws.s3.bucket(BUCKET).put(`words/delta/${RUN_ID}/delta.tar.gz`, 'no archive');
      expect(await afterDeliveries(body.run('words'), { times: 1, periods: 2 })).to.deep.equal([
        'compaction-delta',
      ]);
    });
  });
});
