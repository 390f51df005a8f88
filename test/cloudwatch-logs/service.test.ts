import * as sdk from '@aws-sdk/client-cloudwatch-logs';
import { CloudWatchLogsClient, PutLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { expect } from 'chai';
import Module from 'node:module';
import { fakeAws, NotSupportedByFake } from '../../fakes';
import { createCloudwatchLogs, logsLibrary } from '../../fakes/cloudwatch-logs/service';
import { failure, logsWorld } from './logs-world';

type Load = (request: string, ...rest: unknown[]) => unknown;
type AnyCommand = new (input: object) => PutLogEventsCommand;

const sink = { publish: () => undefined, extract: () => undefined };

describe('CloudWatch Logs service', () => {
  describe('under a world', () => {
    const logs = logsWorld();

    it('absorbs a throttled attempt by a retry', async () => {
      logs.aws.faults.on(PutLogEventsCommand).throttled();
      const client = new CloudWatchLogsClient({});
      const logEvents = [{ timestamp: logs.aws.clock.now(), message: 'x' }];
      const { $metadata } = await client.send(
        new PutLogEventsCommand({ logGroupName: 'g', logStreamName: 's', logEvents }),
      );
      expect($metadata.attempts).to.equal(2);
      expect($metadata.requestId).to.match(/^[0-9a-f-]{36}$/);
    });

    it('words faults in its own way', async () => {
      const on = () => logs.aws.faults.on(PutLogEventsCommand);
      on().throttled();
      expect(await failure(logs.put(['x']))).to.include({
        name: 'ThrottlingException',
        message: 'Rate exceeded',
      });
      on().serverError();
      expect(await failure(logs.put(['x']))).to.include({ name: 'InternalFailure', $fault: 'server' });
      on().serviceUnavailable();
      expect(await failure(logs.put(['x']))).to.be.instanceOf(sdk.ServiceUnavailableException);
      on().accessDenied();
      expect((await failure(logs.put(['x']))).message).to.contain(
        'not authorized to perform: logs:PutLogEvents because',
      );
      on().expiredToken();
      expect(await failure(logs.put(['x']))).to.include({ name: 'ExpiredTokenException' });
    });

    it('has a stub of aws-sdk-client-mock', async () => {
      logs.aws.logs.mock?.on(PutLogEventsCommand).resolves({ nextSequenceToken: 'mine' });
      expect((await logs.put(['x'])).nextSequenceToken).to.equal('mine');
    });

    it('answers or refuses every command of the client, by name', async () => {
      const modelled = new Set(logs.aws.world.operations().map(({ row }) => row.command as unknown));
      const commands = Object.entries(sdk).filter(([name]) => /^[A-Z]\w*Command$/.test(name));
      expect(commands.length).to.be.greaterThan(100);
      for (const [name, Command] of commands) {
        if (modelled.has(Command)) continue;
        const error = await failure(logs.client.send(new (Command as AnyCommand)({})));
        expect(error, name).to.be.instanceOf(NotSupportedByFake);
        expect(error.message).to.contain(name.replace(/Command$/, ''));
      }
      logs.aws.world.takeProblems();
    });
  });

  describe('without its package', () => {
    // Node has no public way to make a package missing.
    const load = Reflect.get(Module, '_load') as Load;
    afterEach(() => void Reflect.set(Module, '_load', load));
    const failLoading = (error: Error): void => {
      const failing: Load = (request, ...rest) => {
        if (request === '@aws-sdk/client-cloudwatch-logs') throw error;
        return load.call(Module, request, ...rest);
      };
      Reflect.set(Module, '_load', failing);
    };
    const missing = Object.assign(new Error("Cannot find module '@aws-sdk/client-cloudwatch-logs'"), {
      code: 'MODULE_NOT_FOUND',
    });

    it('is a service without client and operations', () => {
      failLoading(missing);
      expect(logsLibrary()).to.equal(undefined);
      const service = createCloudwatchLogs(undefined, sink);
      expect([service.clients, service.operations]).to.deep.equal([[], []]);
      expect(service.namedError('ThrottlingException', 'PutLogEvents')).to.equal(undefined);
      expect(service.fault('throttled', 'PutLogEvents')).to.include({ name: 'ThrottlingException' });
      expect(service.missingMember('PutLogEvents', 'logGroupName')?.message).to.contain(
        "Value null at 'logGroupName'",
      );
      expect(service.wrongType('PutLogEvents', 'a', 'string', 1)).to.equal(undefined);
    });

    it('keeps the logs of functions all the same', async () => {
      failLoading(missing);
      const aws = fakeAws({ seed: 1, time: 'virtual' });
      aws.lambda.function('f', async () => console.log('hello'));
      await aws.lambda.invoke('f');
      expect(aws.logs.lines().map(({ message }) => message)).to.deep.equal(['hello']);
      expect(aws.logs.mock).to.equal(undefined);
      aws.unplug();
    });

    it('does not hide a package that is broken', () => {
      failLoading(new SyntaxError('broken'));
      expect(() => logsLibrary()).to.throw(SyntaxError, 'broken');
    });
  });
});
