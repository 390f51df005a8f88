import * as sdk from '@aws-sdk/client-sqs';
import { expect } from 'chai';
import { FakeMisuse } from '../../fakes/kernel/errors';
import { COMMON_ERRORS, listedErrors, modelledError, modelledErrors } from '../../fakes/sqs/operation-errors';
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
      'SQS cannot answer DeleteMessage with KmsDisabled.\nIt can with InvalidAddress, InvalidSecurity, ' +
        'RequestThrottled, UnsupportedOperation, QueueDoesNotExist, InvalidIdFormat, ReceiptHandleIsInvalid, AccessDenied, ',
    );
  });

  it('come before any work', () => {
    expect(() =>
      sqs.aws.faults.on(sdk.SendMessageCommand).error('KmsDisabled').optional().afterCommit(),
    ).to.throw(FakeMisuse);
  });

  const common = [
    ['Throttling', 400, 'client', 3],
    ['RequestTimeoutException', 408, 'client', 3],
    ['InternalFailure', 500, 'server', 3],
    ['SignatureDoesNotMatch', 403, 'client', 1],
    ['ExpiredToken', 403, 'client', 1],
  ] as const;
  for (const [name, httpStatusCode, $fault, attempts] of common) {
    it(`has ${name} everywhere, without a class of its own, after ${attempts} attempts`, async () => {
      const url = await sqs.queue();
      sqs.aws.faults.on(sdk.SendMessageCommand).error(name).wholeOperation();
      const error = await failure(sqs.send(url, 'x'));
      expect(error.constructor).to.equal(sdk.SQSServiceException);
      expect(error).to.include({ name, Code: name, $fault, message: COMMON_ERRORS[name]?.message });
      expect(error['$metadata']).to.include({ httpStatusCode, attempts });
    });
  }

  it('are all modelled by the client', () => {
    const names = new Set(service.operations.flatMap(({ name }) => modelledErrors(name)));
    for (const name of names) expect(modelledError(name)?.Class.name, name).to.equal(name);
    expect(modelledError('SQSServiceException')).to.equal(undefined);
    expect(modelledError('SendMessage')).to.equal(undefined);
    expect(listedErrors('ListQueues')).not.to.include('QueueDoesNotExist');
  });
});
