import { ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { expect } from 'chai';
import { FakeMisuse } from '../../fakes';
import { Alarms } from '../cloudwatch/alarm-fixture';
import { lambdaWorld, type LambdaWorld } from './world';

interface Envelope {
  readonly Type: string;
  readonly TopicArn: string;
  readonly Subject: string;
  readonly Message: string;
}

describe('Lambda: topics and functions as actions of alarms', () => {
  let w: LambdaWorld;
  let alarms: Alarms;
  beforeEach(async () => {
    w = lambdaWorld({ seed: 1, time: 'virtual' });
    alarms = new Alarms();
    await w.queue('pages');
  });
  afterEach(() => w.aws.unplug());

  async function receive(): Promise<string[]> {
    const input = { QueueUrl: 'pages', MaxNumberOfMessages: 10 };
    const { Messages = [] } = await w.sqs.send(new ReceiveMessageCommand(input));
    return Messages.map(({ Body = '' }) => Body);
  }

  it('brings the envelope of SNS to a queue when an alarm goes off', async () => {
    const topic = w.lambda.topic('alerts', { queues: ['pages'] });
    expect(topic).to.equal('arn:aws:sns:us-east-1:000000000000:alerts');
    await alarms.put({ AlarmActions: [topic] });
    await alarms.set('a', 'ALARM');
    expect(await receive()).to.deep.equal([]);
    expect(await w.lambda.step()).to.deep.include({ mapping: undefined, invocations: [] });
    const [body = '{}'] = await receive();
    const envelope = JSON.parse(body) as Envelope;
    expect(envelope).to.include({
      Type: 'Notification',
      TopicArn: topic,
      Subject: 'ALARM: "a" in US East (N. Virginia)',
    });
    expect(JSON.parse(envelope.Message)).to.include({ AlarmName: 'a', NewStateValue: 'ALARM' });
    expect(await w.lambda.step()).to.equal(undefined);
  });

  it('looks at the alarms itself: nobody has to ask CloudWatch first', async () => {
    const topic = w.lambda.topic('alerts', { queues: ['pages'], rawMessageDelivery: true });
    await alarms.put({ AlarmActions: [topic], TreatMissingData: 'notBreaching' });
    await alarms.publish({ Value: 3 });
    await w.aws.clock.advance('2m');
    await w.lambda.settle();
    const [message = '{}', ...others] = await receive();
    expect(others).to.deep.equal([]);
    expect(JSON.parse(message)).to.include({
      AlarmName: 'a',
      StateChangeTime: '2026-01-01T00:01:00.000+0000',
    });
  });

  it('invokes the functions of a topic with an SNS event, and functions that are actions with the alarm', async () => {
    const events: unknown[] = [];
    const pager = w.lambda.function('pager', async (event: unknown) => void events.push(event));
    const topic = w.lambda.topic('alerts', { functions: ['pager'] });
    await alarms.put({ AlarmActions: [topic, pager.arn], AlarmDescription: 'too many' });
    await alarms.set('a', 'ALARM');
    await w.lambda.settle();
    expect(events).to.have.lengthOf(2);
    const [ofTopic, ofAlarm] = events as [{ Records: { Sns: Record<string, unknown> }[] }, object];
    expect(ofTopic.Records[0]).to.deep.include({ EventSource: 'aws:sns', EventVersion: '1.0' });
    expect(ofTopic.Records[0]?.Sns).to.include.keys('SigningCertUrl', 'UnsubscribeUrl', 'MessageAttributes');
    expect(ofAlarm).to.deep.nested.include({
      'alarmData.state.value': 'ALARM',
      'alarmData.previousState.value': 'INSUFFICIENT_DATA',
      'alarmData.configuration.description': 'too many',
      source: 'aws.cloudwatch',
    });
  });

  it('passes over topics and functions that the world does not know', async () => {
    const known = w.lambda.topic('alerts', { queues: ['pages'] });
    const actions = [
      'arn:aws:sns:us-east-1:000000000000:elsewhere',
      'arn:aws:lambda:us-east-1:1:function:f',
      known,
    ];
    await alarms.put({ AlarmActions: actions });
    await alarms.set('a', 'ALARM');
    await w.lambda.settle();
    expect(await receive()).to.have.lengthOf(1);
  });

  it('has nothing to deliver after a return to before the alarm', async () => {
    const topic = w.lambda.topic('alerts', { queues: ['pages'] });
    await alarms.put({ AlarmActions: [topic] });
    const mark = w.aws.mark();
    await alarms.set('a', 'ALARM');
    w.aws.restore(mark);
    await w.lambda.settle();
    expect(await receive()).to.deep.equal([]);
  });

  it('refuses a topic for queues and functions that do not exist', () => {
    expect(() => w.lambda.topic('alerts', { queues: ['none'] })).to.throw(FakeMisuse);
    expect(() => w.lambda.topic('alerts', { functions: ['none'] })).to.throw(FakeMisuse);
    w.aws.world.takeProblems();
  });
});
