import { expect } from 'chai';
import type { Context, SQSHandler } from 'aws-lambda';
import { createContext } from '../../fakes/lambda/context';
import { lambdaWorld, type LambdaWorld } from './world';

describe('Lambda context', () => {
  let w: LambdaWorld;
  beforeEach(() => {
    w = lambdaWorld();
  });
  afterEach(() => w.aws.unplug());

  it('says what AWS says', async () => {
    let seen: Context | undefined;
    const handler: SQSHandler = async (_event, context) => void (seen = context);
    w.lambda.function('compaction', handler, { memory: 512, timeout: '30s' });
    const { requestId } = await w.lambda.invoke('compaction');
    expect(seen).to.deep.include({
      callbackWaitsForEmptyEventLoop: true,
      functionName: 'compaction',
      functionVersion: '$LATEST',
      invokedFunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:compaction',
      memoryLimitInMB: '512',
      awsRequestId: requestId,
      logGroupName: '/aws/lambda/compaction',
    });
    expect(seen?.logStreamName).to.match(/^\d{4}\/\d\d\/\d\d\/\[\$LATEST\][0-9a-f]{32}$/);
  });

  it('keeps its log stream while the sandbox is warm', async () => {
    const names: string[] = [];
    w.lambda.function('f', async (_event, context) => void names.push(context.logStreamName));
    await w.lambda.invoke('f');
    await w.lambda.invoke('f');
    expect(names[0]).to.equal(names[1]);
  });

  it('has no time left below zero, and refuses the old callbacks by name', () => {
    const entry = w.lambda.function('f', async () => undefined);
    const context = createContext(w.aws.world, entry, { requestId: 'r', deadline: 0, logStreamName: 'l' });
    expect(context.getRemainingTimeInMillis()).to.equal(0);
    for (const member of ['done', 'fail', 'succeed'] as const) {
      expect(() => context[member]()).to.throw(`context.${member}()`);
    }
    expect(w.aws.world.takeProblems()).to.have.length(3);
  });
});
