import type { DynamodbStreamRecord } from '../../dynamodb/streams';

/** A record of a DynamoDB stream event, as JSON carries it: times are epoch seconds, binary values base64. */
export interface StreamEventRecord {
  readonly eventID: string;
  readonly eventName: string;
  readonly eventVersion: string;
  readonly eventSource: string;
  readonly awsRegion: string;
  readonly dynamodb: Readonly<Record<string, unknown>>;
  readonly userIdentity?: { readonly type: string; readonly principalId: string };
  readonly eventSourceARN: string;
}

/** A stream's record as Lambda hands it to a function. Captured: facts say members and order were recorded. */
export function streamEventRecord(record: DynamodbStreamRecord, streamArn: string): StreamEventRecord {
  const { ApproximateCreationDateTime, Keys, NewImage, OldImage, ...rest } = record.dynamodb;
  return {
    eventID: record.eventID,
    eventName: record.eventName,
    eventVersion: record.eventVersion,
    eventSource: record.eventSource,
    awsRegion: record.awsRegion,
    dynamodb: {
      ApproximateCreationDateTime: ApproximateCreationDateTime.getTime() / 1000,
      Keys: asJson(Keys),
      ...(NewImage === undefined ? {} : { NewImage: asJson(NewImage) }),
      ...(OldImage === undefined ? {} : { OldImage: asJson(OldImage) }),
      SequenceNumber: rest.SequenceNumber,
      SizeBytes: rest.SizeBytes,
      StreamViewType: rest.StreamViewType,
    },
    ...(record.userIdentity === undefined
      ? {}
      : {
          userIdentity: { type: record.userIdentity.Type, principalId: record.userIdentity.PrincipalId },
        }),
    eventSourceARN: streamArn,
  };
}

/** Attribute values with their bytes as base64. */
function asJson(value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (Array.isArray(value)) return value.map(asJson);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(members.map(([name, member]) => [name, asJson(member)]));
}
