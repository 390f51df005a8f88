import * as sdk from '@aws-sdk/client-sqs';
import { expect } from 'chai';
import { FakeMisuse } from '../../fakes/kernel/errors';
import { listedErrors, modelledError } from '../../fakes/sqs/operation-errors';
import { sqs as service } from '../../fakes/sqs/service';
import { failure, sqsWorld } from './sqs-world';

describe('SQS errors by name', () => {
  const sqs = sqsWorld();

  const rows = [
    ['KmsDisabled', 'KMS.DisabledException', 400, 1],
    ['KmsThrottled', 'KMS.ThrottlingException', 400, 1],
    ['KmsAccessDenied', 'KMS.AccessDeniedException', 400, 1],
    ['KmsOptInRequired', 'KMS.OptInRequired', 403, 1],
    ['RequestThrottled', 'RequestThrottled', 403, 3],
    ['QueueDoesNotExist', 'AWS.SimpleQueueService.NonExistentQueue', 400, 1],
  ] as const;
  for (const [name, Code, httpStatusCode, attempts] of rows) {
    it(`has ${name} at SendMessage and ReceiveMessage, with nothing done, after ${attempts} attempts`, async () => {
      const url = await sqs.queue();
      await sqs.send(url, 'before');
      sqs.aws.faults.on(sdk.SendMessageCommand).error(name, { message: 'no' }).wholeOperation();
      sqs.aws.faults.on(sdk.ReceiveMessageCommand).error(name).wholeOperation();
      const error = await failure(sqs.send(url, 'x'));
      expect(error.constructor.name).to.equal(name);
      expect(error).to.include({ name, Code, message: 'no' });
      expect(error['$metadata']).to.include({ httpStatusCode, attempts });
      expect((await failure(sqs.receive(url))).name).to.equal(name);
      expect(await sqs.counts(url)).to.deep.equal([1, 0, 0]);
    });
  }

  it('are refused where the model does not list them', () => {
    expect(() => sqs.aws.faults.on(sdk.DeleteMessageCommand).error('KmsDisabled')).to.throw(
      FakeMisuse,
      'SQS cannot answer DeleteMessage with KmsDisabled: its model lists InvalidAddress, InvalidSecurity, ' +
        'RequestThrottled, UnsupportedOperation, QueueDoesNotExist, InvalidIdFormat, ReceiptHandleIsInvalid.',
    );
  });

  it('come before any work', () => {
    expect(() =>
      sqs.aws.faults.on(sdk.SendMessageCommand).error('KmsDisabled').optional().afterCommit(),
    ).to.throw(FakeMisuse);
  });

  it('are all modelled by the client', () => {
    const names = new Set(service.operations.flatMap(({ name }) => listedErrors(name)));
    for (const name of names) expect(modelledError(name)?.Class.name, name).to.equal(name);
    expect(modelledError('SQSServiceException')).to.equal(undefined);
    expect(modelledError('SendMessage')).to.equal(undefined);
    expect(listedErrors('ListQueues')).not.to.include('QueueDoesNotExist');
  });
});
