import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';

/** The four services the Lambdas talk to. */
export interface Clients {
  readonly dynamodb: DynamoDBClient;
  readonly s3: S3Client;
  readonly sqs: SQSClient;
  readonly cloudwatch: CloudWatchClient;
}

/** The SDK repeats throttled, failed and timed-out calls itself: one first attempt and three more. */
const MAX_ATTEMPTS = 4;

/** One client per service and container. Region and credentials are Lambda's. */
export function createClients(): Clients {
  return {
    dynamodb: new DynamoDBClient({ maxAttempts: MAX_ATTEMPTS }),
    s3: new S3Client({ maxAttempts: MAX_ATTEMPTS }),
    sqs: new SQSClient({ maxAttempts: MAX_ATTEMPTS }),
    // Metrics are worth one attempt: they must not hold up a batch.
    cloudwatch: new CloudWatchClient({ maxAttempts: 1 }),
  };
}
