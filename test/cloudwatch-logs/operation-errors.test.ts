import * as sdk from '@aws-sdk/client-cloudwatch-logs';
import { CreateLogGroupCommand, PutLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { expect } from 'chai';
import { FakeMisuse } from '../../fakes';
import { listedErrors, logsModel, modelledErrors } from '../../fakes/cloudwatch-logs/operation-errors';
import { failure, logsWorld } from './logs-world';

describe('CloudWatch Logs errors by name', () => {
  const logs = logsWorld();

  it('strike calls, which then do nothing', async () => {
    logs.aws.faults.on(PutLogEventsCommand).error('UnrecognizedClientException').wholeOperation();
    expect(await failure(logs.put(['x']))).to.include({
      name: 'UnrecognizedClientException',
      message: 'The security token included in the request is invalid.',
    });
    expect((await logs.get()).events).to.deep.equal([]);
  });

  it('are refused where AWS cannot answer them', () => {
    expect(() => logs.aws.faults.on(PutLogEventsCommand).error('LimitExceededException')).to.throw(
      FakeMisuse,
    );
    logs.aws.faults.on(CreateLogGroupCommand).error('LimitExceededException').optional();
  });

  it('have the status of the client, or of the page of common errors', () => {
    expect(logsModel(sdk, 'ServiceUnavailableException')).to.include({
      Class: sdk.ServiceUnavailableException,
      status: 500,
    });
    expect(logsModel(sdk, 'NoSuchThing')).to.equal(undefined);
    expect(modelledErrors('UntagLogGroup')).to.deep.equal(['ResourceNotFoundException']);
    expect(modelledErrors('StartQuery')).to.deep.equal([]);
    expect(listedErrors('GetLogEvents')).to.include.members([
      'ThrottlingException',
      'ResourceNotFoundException',
    ]);
  });
});
