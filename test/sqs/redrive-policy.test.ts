import { SetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { expect } from 'chai';
import { parseRedriveAllowPolicy, parseRedrivePolicy } from '../../fakes/sqs/redrive-policy';
import { redriveTo, refusal, sqsWorld } from './sqs-world';

describe('SQS RedrivePolicy', () => {
  const sqs = sqsWorld();
  const arn = 'arn:aws:sqs:us-east-1:000000000000:dlq';

  const notMap =
    'Invalid value for the parameter RedrivePolicy. Reason: Redrive policy is not a valid JSON map.';
  for (const text of ['{', '[]', '7', '"dlq"']) {
    it(`may not be ${text}`, () => {
      expect(() => parseRedrivePolicy(text))
        .to.throw(notMap)
        .with.property('name', 'InvalidAttributeValue');
    });
  }

  const malformed: readonly (readonly [string, string])[] = [
    ['{}', 'Redrive policy does not contain mandatory attribute: maxReceiveCount.'],
    [
      `{"maxReceiveCount":1,"more":1}`,
      'Redrive policy does not contain mandatory attribute: deadLetterTargetArn.',
    ],
    [
      `{"deadLetterTargetArn":"dlq","maxReceiveCount":0}`,
      'Invalid value for maxReceiveCount: 0, valid values are from 1 to 1000 both inclusive.',
    ],
    [
      `{"deadLetterTargetArn":"${arn}","maxReceiveCount":"1001"}`,
      'Invalid value for maxReceiveCount: 1001, valid values are from 1 to 1000 both inclusive.',
    ],
    [
      `{"deadLetterTargetArn":"${arn}","maxReceiveCount":"invalid"}`,
      'Invalid value for maxReceiveCount: invalid, valid values are from 1 to 1000 both inclusive.',
    ],
    [
      `{"deadLetterTargetArn":"dlq","maxReceiveCount":1,"more":1}`,
      'Dead-letter target ARN should be fully qualified ARN.',
    ],
    [
      `{"deadLetterTargetArn":"${arn}","maxReceiveCount":1,"more":1}`,
      'Only following attributes are supported: [maxReceiveCount, deadLetterTargetArn].',
    ],
  ];
  for (const [text, reason] of malformed) {
    it(`may not be ${text}`, () => {
      expect(() => parseRedrivePolicy(text))
        .to.throw(`Value ${text} for parameter RedrivePolicy is invalid. Reason: ${reason}`)
        .with.property('name', 'InvalidParameterValue');
    });
  }

  it('may have 1 to 1,000 receives, as a number or a text', () => {
    for (const count of [1, '1', 1_000, '1000']) {
      expect(parseRedrivePolicy(redriveTo('dlq', count))).to.deep.equal({
        deadLetterTargetArn: arn,
        maxReceiveCount: Number(count),
      });
    }
  });

  const targets: readonly (readonly [string, string, string])[] = [
    ['a queue that does not exist', 'none', 'Dead letter target does not exist.'],
    ['the queue itself', 'q', 'Dead letter target does not exist.'],
    ['a queue of the other kind', 'dlq.fifo', 'Dead-letter target must be same type of queue as the source.'],
  ];
  for (const [what, name, reason] of targets) {
    it(`may not name ${what}`, async () => {
      await sqs.queue('dlq.fifo');
      const url = await sqs.queue();
      const RedrivePolicy = redriveTo(name);
      const command = new SetQueueAttributesCommand({ QueueUrl: url, Attributes: { RedrivePolicy } });
      expect(await refusal(sqs.client.send(command))).to.equal(
        `InvalidParameterValue: Value ${RedrivePolicy} for parameter RedrivePolicy is invalid. Reason: ${reason}`,
      );
    });
  }

  it('may not name a queue of another account or region', async () => {
    for (const [place, reason] of [
      ['us-east-1:111111111111', 'Dead letter target owner should be same as the source.'],
      ['eu-west-1:000000000000', 'Dead-letter target must be in same region as the source.'],
    ]) {
      const RedrivePolicy = `{"deadLetterTargetArn":"arn:aws:sqs:${place}:dlq","maxReceiveCount":1}`;
      expect(await refusal(sqs.queue('q', { RedrivePolicy }))).to.contain(`Reason: ${reason}`);
    }
  });

  const permissions: readonly (readonly [string, boolean])[] = [
    ['{"redrivePermission":"allowAll"}', true],
    ['{"redrivePermission":"denyAll"}', false],
    ['{"redrivePermission":"byQueue","sourceQueueArns":["arn:aws:sqs:us-east-1:000000000000:q"]}', true],
    ['{"redrivePermission":"byQueue","sourceQueueArns":["arn:aws:sqs:us-east-1:000000000000:other"]}', false],
  ];
  for (const [RedriveAllowPolicy, allowed] of permissions) {
    it(`is ${allowed ? 'accepted' : 'refused'} under ${RedriveAllowPolicy}`, async () => {
      await sqs.queue('dlq', { RedriveAllowPolicy });
      const created = sqs.queue('q', { RedrivePolicy: redriveTo('dlq') });
      if (allowed) expect(await created).to.match(/\/q$/);
      else expect(await refusal(created)).to.match(/^InvalidParameterValue: .* is not permitted to use /);
    });
  }
});

describe('SQS RedriveAllowPolicy', () => {
  const eleven = JSON.stringify(
    Array.from({ length: 11 }, (_, i) => `arn:aws:sqs:us-east-1:000000000000:q${i}`),
  );
  const format =
    "Invalid value for the parameter RedriveAllowPolicy. Reason: Amazon SQS can't create the redrive allow policy, as it’s in an unsupported format.";
  for (const text of [
    'no',
    '[]',
    '{"redrivePermission":"some"}',
    '{"redrivePermission":"byQueue","sourceQueueArns":[1]}',
    '{"redrivePermission":"byQueue","sourceQueueArns":"q"}',
    '{"redrivePermission":"denyAll","more":1}',
  ]) {
    it(`may not be ${text}`, () => {
      expect(() => parseRedriveAllowPolicy(text))
        .to.throw(format)
        .with.property('name', 'InvalidAttributeValue');
    });
  }

  const none =
    'When you specify the byQueue permission type, you must also specify one or more sourceQueueArns values.';
  const other = 'To specify one or more source queue ARNs, you must set redrivePermission to byQueue.';
  const malformed: readonly (readonly [string, string])[] = [
    ['{"redrivePermission":"byQueue"}', none],
    ['{"redrivePermission":"byQueue","sourceQueueArns":[]}', none],
    [
      `{"redrivePermission":"byQueue","sourceQueueArns":${eleven}}`,
      'The maximum number of source queue ARNs you can specify is 10.',
    ],
    ['{"redrivePermission":"denyAll","sourceQueueArns":[]}', other],
    ['{"redrivePermission":"allowAll","sourceQueueArns":["q"]}', other],
  ];
  for (const [text, reason] of malformed) {
    it(`may not be ${text.slice(0, 80)}`, () => {
      expect(() => parseRedriveAllowPolicy(text))
        .to.throw(
          `Value ${text} for parameter RedriveAllowPolicy is invalid. Reason: Amazon SQS can't create the redrive allow policy. ${reason}`,
        )
        .with.property('name', 'InvalidParameterValue');
    });
  }

  it('allows all when there is none', () => {
    expect(parseRedriveAllowPolicy(undefined).redrivePermission).to.equal('allowAll');
    expect(parseRedrivePolicy('')).to.equal(undefined);
  });
});
