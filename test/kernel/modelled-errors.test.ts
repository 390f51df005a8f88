import * as cloudwatch from '@aws-sdk/client-cloudwatch';
import * as sqs from '@aws-sdk/client-sqs';
import { expect } from 'chai';
import { modelledError } from '../../fakes/kernel/modelled-errors';

const ofSqs = (name: string) => modelledError(sqs, sqs.SQSServiceException, name);

describe('modelledError', () => {
  it("is the client package's own class, with what its schema says", () => {
    expect(ofSqs('QueueDoesNotExist')).to.deep.equal({
      Class: sqs.QueueDoesNotExist,
      status: 400,
      queryCode: 'AWS.SimpleQueueService.NonExistentQueue',
    });
    expect(ofSqs('ReceiptHandleIsInvalid')).to.include({ status: 404, queryCode: 'ReceiptHandleIsInvalid' });
  });

  it('has a status of 400 or, for a fault of the server, 500 where the schema says none', () => {
    expect(ofSqs('InvalidAttributeName')).to.include({ status: 400, queryCode: 'InvalidAttributeName' });
    const known = modelledError(cloudwatch, cloudwatch.CloudWatchServiceException, 'InternalServiceFault');
    expect(known).to.include({ status: 500, queryCode: 'InternalServiceError' });
  });

  it('takes a class whose package exports no schema, as older ones do', () => {
    class Base extends Error {}
    class Modelled extends Base {}
    expect(modelledError({ Modelled }, Base, 'Modelled')).to.deep.equal({
      Class: Modelled,
      status: 400,
      queryCode: 'Modelled',
    });
    expect(
      modelledError({ Modelled, Modelled$: [-3, 'ns', 'Modelled', 0] }, Base, 'Modelled')?.status,
    ).to.equal(400);
    const server = [-3, 'ns', 'Modelled', { error: 'server' }];
    expect(modelledError({ Modelled, Modelled$: server }, Base, 'Modelled')?.status).to.equal(500);
  });

  it('is undefined for what is no error class of that service', () => {
    for (const name of ['SQSServiceException', 'SendMessageCommand', 'SendMessage$', 'Nothing', 'toString'])
      expect(ofSqs(name), name).to.equal(undefined);
  });
});
