import { GetObjectCommand, type GetObjectCommandInput } from '@aws-sdk/client-s3';
import { expect } from 'chai';
import { ConfigurationError } from '../../src/shared/configuration';
import { readCompactionConfiguration } from '../../src/compaction/configuration';
import { BUCKET } from '../arrange/lambda-world';
import { labelOfMine, publicationScene, type PublicationScene } from '../arrange/publication-scene';

const RECORDS: Partial<GetObjectCommandInput> = {
  Bucket: BUCKET,
  Key: 'words/snapshot/timestamped/20250101_000000/records.jsonl',
};

describe('R06: the work takes longer than the lease (I1, I11)', () => {
  let scene: PublicationScene;
  beforeEach(async () => {
    scene = await publicationScene();
    scene.aws.faults.on(GetObjectCommand, RECORDS).delayed('4m').always();
  });
  afterEach(() => scene.end());

  it('the naive way never beats: every time all is done, and thrown away', async () => {
    const { after } = scene.runtime();
    const beatless: typeof after = (ms, callback) => (ms === 30_000 ? () => undefined : after(ms, callback));
    for (let delivery = 1; delivery <= 3; delivery += 1) {
      expect(await scene.acknowledged(labelOfMine, { after: beatless })).to.equal(false);
    }
    expect(scene.versions()).to.deep.equal(['20250101_000000']);
  });

  it('ours beats every 30 seconds, and publishes', async () => {
    const before = scene.aws.calls.counts()['DynamoDB.UpdateItem'] ?? 0;
    expect(await scene.acknowledged(labelOfMine)).to.equal(true);
    expect(await scene.labels()).to.deep.equal([',DATE,', undefined]);
    // Acquired, seven beats before the download ends and the one at its end, released.
    expect((scene.aws.calls.counts()['DynamoDB.UpdateItem'] ?? 0) - before).to.be.within(9, 10);
  });
});

describe('R06: a lease that ends before its beats have failed', () => {
  it('is refused at the start', () => {
    const env = {
      DYNAMODB_TABLE_NAME: 'receipts',
      CHROMADB_BUCKET: 'vectors',
      LOCK_DURATION_MINUTES: '1',
      HEARTBEAT_INTERVAL_SECONDS: '120',
    };
    expect(() => readCompactionConfiguration(env)).to.throw(ConfigurationError, 'LOCK_DURATION_MINUTES');
  });
});
