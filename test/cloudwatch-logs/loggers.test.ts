import { Logger } from '@aws-lambda-powertools/logger';
import { expect } from 'chai';
import { Console } from 'node:console';
import fs from 'node:fs';
import { fakeAws, type FakeAws } from '../../fakes';

describe('CloudWatch Logs: whatever logger a function has', () => {
  let aws: FakeAws;
  beforeEach(() => {
    aws = fakeAws({ seed: 1, time: 'virtual' });
  });
  afterEach(() => aws.unplug());

  const linesOf = async (handler: () => Promise<void>) => {
    aws.lambda.function('f', handler);
    const { requestId, outcome } = await aws.lambda.invoke('f');
    expect(outcome.kind).to.equal('returned');
    return aws.logs.lines({ requestId }).map(({ message }) => message);
  };

  it('a console of its own is heard', async () => {
    const own = new Console({ stdout: process.stdout, stderr: process.stderr });
    const lines = await linesOf(async () => {
      own.log('out %s', 1);
      await Promise.resolve();
      own.error('err');
    });
    expect(lines).to.deep.equal(['out 1', 'err']);
  });

  it('Powertools is heard, made before the function ran or in it', async () => {
    const early = new Logger({ serviceName: 'orders' });
    await linesOf(async () => {
      early.appendKeys({ correlation_id: 'c-1' });
      early.info('placed', { order: 7 });
      new Logger({ serviceName: 'orders' }).error('failed', new TypeError('no price'));
    });
    const [placed] = aws.logs.where({ correlation_id: 'c-1' });
    expect(placed?.json).to.deep.include({ level: 'INFO', message: 'placed', service: 'orders', order: 7 });
    const [failed] = aws.logs.where({ level: 'ERROR', 'error.name': 'TypeError' });
    expect(failed?.json).to.deep.include({ message: 'failed' });
  });

  it('a logger that writes to the descriptors itself is heard, as pino does', async () => {
    const before = fs.writeSync;
    const lines = await linesOf(async () => {
      expect(fs.writeSync(1, '{"level":30,"msg":"\u00e9"}\n')).to.equal(24);
      expect(fs.writeSync(2, Buffer.from('xx to stderr\nyy'), 3, 10)).to.equal(10);
      expect(fs.writeSync(2, Buffer.from('all\n'))).to.equal(4);
    });
    expect(lines).to.deep.equal(['{"level":30,"msg":"\u00e9"}', 'to stderr', 'all']);
    expect(fs.writeSync).to.equal(before);
  });

  it('a later hook of the descriptors stays', async () => {
    const before = fs.writeSync;
    let later: typeof fs.writeSync | undefined;
    await linesOf(async () => {
      const ours = fs.writeSync;
      later = ((...args: Parameters<typeof ours>) => ours(...args)) as typeof ours;
      fs.writeSync = later;
    });
    expect(fs.writeSync).to.equal(later);
    fs.writeSync = before;
  });

  it('other files are written as ever', async () => {
    const path = `${fs.mkdtempSync('/tmp/loggers-')}/file`;
    const lines = await linesOf(async () => {
      const file = fs.openSync(path, 'w');
      fs.writeSync(file, 'to a file');
      fs.closeSync(file);
    });
    expect(lines).to.deep.equal([]);
    expect(fs.readFileSync(path, 'utf8')).to.equal('to a file');
  });

  it('characters that are cut in two are put together', async () => {
    const [first, second] = [Buffer.from([0xe2, 0x82]), Buffer.from([0xac, 0x0a])];
    expect(
      await linesOf(async () => {
        process.stdout.write(first);
        process.stdout.write(second);
      }),
    ).to.deep.equal(['\u20ac']);
  });
});
