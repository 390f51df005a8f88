import { arrangeCloudWatch } from './cloudwatch';
import { arrangeCloudWatchLogs } from './cloudwatch-logs';
import { arrangeDynamoDB } from './dynamodb';
import { arrangeS3 } from './s3';
import { arrangeSqs } from './sqs';

/** One valid input for every operation, by 'Service.Operation', in the world that `arrange` sets up. */
export type Samples = Readonly<Record<string, object>>;

/** Sets a scene in which every operation has something to do, and returns the inputs that fit it. */
export async function arrange(): Promise<Samples> {
  return {
    ...(await arrangeS3()),
    ...(await arrangeDynamoDB()),
    ...(await arrangeSqs()),
    ...(await arrangeCloudWatch()),
    ...(await arrangeCloudWatchLogs()),
  };
}
