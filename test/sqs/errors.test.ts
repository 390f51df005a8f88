import { Readable } from 'node:stream';
import {
  QueueDoesNotExist,
  ReceiveMessageCommand,
  SQSClient,
  SQSServiceException,
} from '@aws-sdk/client-sqs';
import { HttpResponse } from '@smithy/core/protocols';
import { expect } from 'chai';
import { batchFailure, invalidParameterValue, queueDoesNotExist, sqsFault } from '../../fakes/sqs/errors';
import type { ServiceFault } from '../../fakes/kernel/operation';
import { failure, sqsWorld, type Failure } from './sqs-world';

/** What the SDK's own deserializer makes of an answer. */
async function deserialized(status: number, type: string, message: string, query: string): Promise<Failure> {
  const headers = {
    'x-amzn-requestid': 'r',
    'x-amzn-query-error': query,
    'content-type': 'application/x-amz-json-1.0',
  };
  const body = Readable.from([JSON.stringify({ __type: type, message })]);
  const response = new HttpResponse({ statusCode: status, headers, body });
  const client = new SQSClient({
    credentials: { accessKeyId: 'a', secretAccessKey: 's' },
    maxAttempts: 1,
    requestHandler: { handle: () => Promise.resolve({ response }) },
  });
  return failure(
    client.send(new ReceiveMessageCommand({ QueueUrl: 'https://sqs.us-east-1.amazonaws.com/0/q' })),
  );
}

/** Everything a caller can see of an error, in order. */
const visible = (error: object) =>
  Object.entries(error)
    .filter(([key]) => key !== '$metadata' && key !== 'RequestId')
    .map(([key, value]) => [key, value === undefined ? 'undefined' : value]);

function answer(kind: ServiceFault): SQSServiceException {
  return sqsFault(kind, 'SendMessage') ?? expect.fail(`SQS has no ${kind}`);
}

describe('SQS errors', () => {
  it('look as the SDK leaves an error that it has a class for', async () => {
    const real = await deserialized(
      400,
      'com.amazonaws.sqs#QueueDoesNotExist',
      'The specified queue does not exist.',
      'AWS.SimpleQueueService.NonExistentQueue;Sender',
    );
    const ours = queueDoesNotExist();
    expect(visible(ours)).to.deep.equal(visible(real));
    expect(ours).to.be.an.instanceOf(QueueDoesNotExist);
    expect(String(ours)).to.equal(String(real));
  });

  it('look as the SDK leaves an error that it has no class for', async () => {
    const real = await deserialized(
      400,
      'com.amazon.coral.service#InvalidParameterValueException',
      'no',
      'InvalidParameterValue;Sender',
    );
    const ours = invalidParameterValue('no');
    expect(visible(ours)).to.deep.equal(visible(real));
    expect(ours).to.be.an.instanceOf(SQSServiceException);
  });

  it('look as the SDK leaves a server error', async () => {
    const text = 'We encountered an internal error. Please try again.';
    const type = 'com.amazon.coral.service#InternalFailure';
    const real = await deserialized(500, type, text, 'InternalFailure;Receiver');
    expect(visible(answer('serverError'))).to.deep.equal(visible(real));
  });

  const faults: readonly (readonly [ServiceFault, string, number, string])[] = [
    ['throttled', 'RequestThrottled', 403, 'client'],
    ['serverError', 'InternalFailure', 500, 'server'],
    ['serviceUnavailable', 'ServiceUnavailable', 503, 'server'],
    ['accessDenied', 'AccessDenied', 403, 'client'],
    ['expiredToken', 'ExpiredToken', 403, 'client'],
  ];
  for (const [kind, name, status, fault] of faults) {
    it(`answers ${kind} as ${name} with status ${status}`, () => {
      const error = answer(kind);
      expect([error.name, error.$metadata.httpStatusCode, error.$fault]).to.deep.equal([name, status, fault]);
    });
  }

  it('tell a batch entry "cannot be validated" where a single call says "are invalid"', () => {
    const error = invalidParameterValue('One or more parameters are invalid. Reason: x');
    expect(batchFailure(error)).to.deep.equal({
      SenderFault: true,
      Code: 'InvalidParameterValue',
      Message: 'One or more parameters cannot be validated. Reason: x',
    });
  });

  it('lets what is no answer of SQS through a batch', () => {
    expect(() => batchFailure(new RangeError('bug'))).to.throw(RangeError, 'bug');
  });
});

describe('SQS errors of a call', () => {
  const sqs = sqsWorld();

  it("have the SDK's keys in the SDK's order, with the request id", async () => {
    const error = await failure(sqs.receive('nowhere'));
    expect(Object.keys(error)).to.deep.equal(
      '$fault $retryable $metadata name message Error Type Code __type RequestId'.split(' '),
    );
    expect(error['Code']).to.equal('AWS.SimpleQueueService.NonExistentQueue');
    expect(error.name).to.equal('QueueDoesNotExist');
    expect(error['$metadata']).to.include({ httpStatusCode: 400, attempts: 1, totalRetryDelay: 0 });
    expect((error['$metadata'] as Record<string, unknown>)['requestId']).to.equal(error['RequestId']);
  });
});
