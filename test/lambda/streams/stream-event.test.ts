import { expect } from 'chai';
import { streamEventRecord } from '../../../fakes/lambda/streams/stream-event';

describe('lambda/stream-event', () => {
  it('has the members of a recorded event in their order, bytes as base64 and the time as a number', () => {
    const record = streamEventRecord(
      {
        eventID: 'e',
        eventName: 'REMOVE',
        eventVersion: '1.1',
        eventSource: 'aws:dynamodb',
        awsRegion: 'us-east-1',
        dynamodb: {
          ApproximateCreationDateTime: new Date(1_761_210_001_000),
          Keys: { id: { S: 'a' } },
          NewImage: { id: { S: 'a' }, bytes: { B: Buffer.from('foobar') }, set: { BS: [Buffer.from('a')] } },
          OldImage: { list: { L: [{ NULL: true }, { M: { n: { N: '1' } } }] } },
          SequenceNumber: '1',
          SizeBytes: 70,
          StreamViewType: 'NEW_AND_OLD_IMAGES',
        },
        userIdentity: { Type: 'Service', PrincipalId: 'dynamodb.amazonaws.com' },
      },
      'arn:stream',
    );
    expect(JSON.stringify(record)).to.equal(
      JSON.stringify({
        eventID: 'e',
        eventName: 'REMOVE',
        eventVersion: '1.1',
        eventSource: 'aws:dynamodb',
        awsRegion: 'us-east-1',
        dynamodb: {
          ApproximateCreationDateTime: 1_761_210_001,
          Keys: { id: { S: 'a' } },
          NewImage: { id: { S: 'a' }, bytes: { B: 'Zm9vYmFy' }, set: { BS: ['YQ=='] } },
          OldImage: { list: { L: [{ NULL: true }, { M: { n: { N: '1' } } }] } },
          SequenceNumber: '1',
          SizeBytes: 70,
          StreamViewType: 'NEW_AND_OLD_IMAGES',
        },
        userIdentity: { type: 'Service', principalId: 'dynamodb.amazonaws.com' },
        eventSourceARN: 'arn:stream',
      }),
    );
  });
});
