import { PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { expect } from 'chai';
import { deploy, type Deployment, type DeploymentOptions } from '../arrange/deployment';
import { RECEIPT, receiptMetadata } from '../arrange/receipts';

describe('R67: CloudWatch never answers, as from a VPC without a route (I9)', () => {
  let world: Deployment;
  afterEach(() => world.end());

  /** How the compactions end. */
  async function outcomes(options: DeploymentOptions = {}): Promise<Set<string>> {
    world = await deploy({ maxReceiveCount: 1, ...options });
    world.aws.faults.on(PutMetricDataCommand).neverAnswers().for('compaction').always();
    await world.put(receiptMetadata(RECEIPT));
    const { invocations } = await world.settle();
    const compactions = invocations.filter(({ functionName }) => functionName === 'compaction');
    return new Set(compactions.map(({ outcome }) => outcome.kind));
  }

  it('the naive way waits: every invocation hangs until it times out, and its work is done again', async () => {
    const patient: DeploymentOptions['compaction'] = (given) => {
      const ours = given.compaction({ env: { ...given.env, ENABLE_METRICS: 'false' } });
      return async (event, context) => {
        const answer = await ours(event, context);
        const MetricData = [{ MetricName: 'CompactionLambdaSuccess', Value: 1 }];
        await given.clients.cloudwatch.send(new PutMetricDataCommand({ Namespace: 'Naive', MetricData }));
        return answer;
      };
    };
    expect([...(await outcomes({ compaction: patient }))]).to.deep.equal(['timedOut']);
    expect(world.deadLetters()).to.have.length(2);
  });

  it('ours waits a second, says so in the log, and is done', async () => {
    expect([...(await outcomes())]).to.deep.equal(['returned']);
    expect(world.logs.some(({ message }) => message === 'metrics were not sent')).to.equal(true);
  });
});
