import fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { runInScope, Task } from '../../fakes/kernel/scope';
import { createLogCapture } from '../../fakes/lambda/log-capture';
import { lambdaWorld } from './world';

describe('lambda/log-capture', () => {
  it('keeps what a function writes, with its invocation', async () => {
    const w = lambdaWorld();
    w.lambda.function('f', async () => {
      console.log('to stdout %d', 1);
      await Promise.resolve();
      console.error('to stderr');
      process.stdout.write('no newline');
    });
    expect((await w.lambda.invoke('f')).logs).to.deep.equal(['to stdout 1', 'to stderr', 'no newline']);
    w.aws.unplug();
  });

  it('turns lines in the embedded metric format into metrics', async () => {
    const w = lambdaWorld();
    w.lambda.function('f', async () => {
      const Metrics = [{ Name: 'n', Unit: 'Count' }];
      const directive = {
        Timestamp: w.aws.clock.now(),
        CloudWatchMetrics: [{ Namespace: 'App', Dimensions: [[]], Metrics }],
      };
      console.log(JSON.stringify({ _aws: directive, n: 3 }));
    });
    await w.lambda.invoke('f');
    expect(
      JSON.stringify(w.aws.world.store.changesSince(0).map(({ collection }) => collection.name)),
    ).to.include('cloudwatch');
    w.aws.unplug();
  });

  it('splits lines wherever the writes end, takes bytes, and calls back', async () => {
    const capture = createLogCapture();
    const task = new Task('t');
    const lines: string[] = [];
    const stop = capture.capture(task, (line) => lines.push(line));
    await runInScope({ task }, async () => {
      process.stdout.write('a');
      process.stdout.write(Buffer.from('b\nc'));
      await new Promise<void>((resolve) => process.stderr.write('d\n', () => resolve()));
    });
    stop();
    expect(lines).to.deep.equal(['ab', 'cd']);
  });

  it('lets others write through, and puts the streams back at the end', () => {
    const [stdout, passed] = [Reflect.get(process.stdout, 'write'), [] as unknown[]];
    process.stdout.write = (chunk: unknown) => passed.push(chunk) > 0;
    const ours = Reflect.get(process.stdout, 'write');
    try {
      const capture = createLogCapture();
      const stopA = capture.capture(new Task('a'), () => expect.fail('not its output'));
      const stopB = capture.capture(new Task('b'), () => expect.fail('not its output'));
      process.stdout.write('outside');
      runInScope({ task: new Task('c') }, () => process.stdout.write('unknown task'));
      stopA();
      expect(Reflect.get(process.stdout, 'write')).to.not.equal(ours);
      stopB();
      expect(Reflect.get(process.stdout, 'write')).to.equal(ours);
      expect(passed).to.deep.equal(['outside', 'unknown task']);
    } finally {
      process.stdout.write = stdout;
    }
  });

  it('stays out of the way of a later hook', () => {
    const stdout = Reflect.get(process.stdout, 'write');
    try {
      const stop = createLogCapture().capture(new Task('a'), () => undefined);
      const later = (): boolean => true;
      process.stdout.write = later;
      stop();
      expect(Reflect.get(process.stdout, 'write')).to.equal(later);
    } finally {
      process.stdout.write = stdout;
    }
  });

  it('hears what is written to the descriptors past their streams: texts, bytes, and parts of them', async () => {
    const logs = createLogCapture();
    const task = new Task('a');
    const lines: string[] = [];
    const stop = logs.capture(task, (line) => void lines.push(line));
    const written = runInScope({ task }, () => [
      fs.writeSync(1, 'text ß\n'),
      fs.writeSync(2, Buffer.from('all of it\n')),
      fs.writeSync(1, Buffer.from('xxfrom the third\n'), 2),
      fs.writeSync(1, Buffer.from('xxpart\nyy'), 2, 5),
    ]);
    stop();
    expect(lines).to.deep.equal(['text ß', 'all of it', 'from the third', 'part']);
    expect(written).to.deep.equal([8, 10, 15, 5]);
  });

  it('leaves other descriptors, and other writers, alone', () => {
    const logs = createLogCapture();
    const task = new Task('a');
    const lines: string[] = [];
    const stop = logs.capture(task, (line) => void lines.push(line));
    const path = join(tmpdir(), `log-capture-${process.pid}`);
    const file = fs.openSync(path, 'w');
    runInScope({ task }, () => fs.writeSync(file, 'to a file\n'));
    fs.closeSync(file);
    stop();
    expect(fs.readFileSync(path, 'utf8')).to.equal('to a file\n');
    fs.unlinkSync(path);
    expect(lines).to.deep.equal([]);
  });
});
