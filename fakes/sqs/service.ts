import {
  AddPermissionCommand,
  CancelMessageMoveTaskCommand,
  ChangeMessageVisibilityBatchCommand,
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  DeleteMessageCommand,
  DeleteQueueCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListDeadLetterSourceQueuesCommand,
  ListMessageMoveTasksCommand,
  ListQueuesCommand,
  ListQueueTagsCommand,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  RemovePermissionCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SetQueueAttributesCommand,
  SQSClient,
  StartMessageMoveTaskCommand,
  TagQueueCommand,
  UntagQueueCommand,
} from '@aws-sdk/client-sqs';
import { operation, type Service } from '../kernel/operation';
import { getQueueAttributes, setQueueAttributes } from './attributes';
import { listDeadLetterSourceQueues } from './dead-letter-sources';
import { deleteMessage, deleteMessageBatch } from './delete';
import {
  MAXIMUM_CLOCK_SKEW_MS,
  missingParameter,
  serialization,
  signatureTimeOff,
  sqsError,
  sqsFault,
} from './errors';
import { damagedAnswer } from './damaged-answer';
import { listedErrors } from './operation-errors';
import { cancelMessageMoveTask, listMessageMoveTasks, startMessageMoveTask } from './move-tasks';
import { addPermission, removePermission } from './permissions';
import { queuePermissions } from './required-permissions';
import { purgeQueue } from './purge';
import { createQueue, deleteQueue, getQueueUrl, listQueues } from './queues';
import { receiveMessage } from './receive';
import { sendMessage, sendMessageBatch } from './send';
import { createState, type SqsState } from './state';
import { listQueueTags, tagQueue, untagQueue } from './tags';
import { changeMessageVisibility, changeMessageVisibilityBatch } from './visibility';

const FAILS_ENTRIES = { advice: ['failEntries'] } as const;

/** Amazon SQS: standard and FIFO queues. */
export const sqs: Service<SqsState> = {
  name: 'SQS',
  clients: [SQSClient],
  createState,
  operations: [
    operation(AddPermissionCommand, addPermission, ['QueueUrl', 'Label', 'AWSAccountIds', 'Actions']),
    operation(CancelMessageMoveTaskCommand, cancelMessageMoveTask, ['TaskHandle']),
    operation(ChangeMessageVisibilityCommand, changeMessageVisibility, [
      'QueueUrl',
      'ReceiptHandle',
      'VisibilityTimeout',
    ]),
    operation(
      ChangeMessageVisibilityBatchCommand,
      changeMessageVisibilityBatch,
      ['QueueUrl', 'Entries'],
      FAILS_ENTRIES,
    ),
    operation(CreateQueueCommand, createQueue, ['QueueName', 'Attributes', 'tags']),
    operation(DeleteMessageCommand, deleteMessage, ['QueueUrl', 'ReceiptHandle']),
    operation(DeleteMessageBatchCommand, deleteMessageBatch, ['QueueUrl', 'Entries'], FAILS_ENTRIES),
    operation(DeleteQueueCommand, deleteQueue, ['QueueUrl']),
    operation(GetQueueAttributesCommand, getQueueAttributes, ['QueueUrl', 'AttributeNames']),
    operation(GetQueueUrlCommand, getQueueUrl, ['QueueName', 'QueueOwnerAWSAccountId']),
    operation(ListDeadLetterSourceQueuesCommand, listDeadLetterSourceQueues, [
      'QueueUrl',
      'NextToken',
      'MaxResults',
    ]),
    operation(ListMessageMoveTasksCommand, listMessageMoveTasks, ['SourceArn', 'MaxResults']),
    operation(ListQueuesCommand, listQueues, ['QueueNamePrefix', 'NextToken', 'MaxResults']),
    operation(ListQueueTagsCommand, listQueueTags, ['QueueUrl']),
    operation(PurgeQueueCommand, purgeQueue, ['QueueUrl']),
    operation(
      ReceiveMessageCommand,
      receiveMessage,
      [
        'QueueUrl',
        'AttributeNames',
        'MessageSystemAttributeNames',
        'MessageAttributeNames',
        'MaxNumberOfMessages',
        'VisibilityTimeout',
        'WaitTimeSeconds',
        'ReceiveRequestAttemptId',
      ],
      { advice: ['deliver'] },
    ),
    operation(RemovePermissionCommand, removePermission, ['QueueUrl', 'Label']),
    operation(SendMessageCommand, sendMessage, [
      'QueueUrl',
      'MessageBody',
      'DelaySeconds',
      'MessageAttributes',
      'MessageSystemAttributes',
      'MessageDeduplicationId',
      'MessageGroupId',
    ]),
    operation(SendMessageBatchCommand, sendMessageBatch, ['QueueUrl', 'Entries'], FAILS_ENTRIES),
    operation(SetQueueAttributesCommand, setQueueAttributes, ['QueueUrl', 'Attributes']),
    operation(StartMessageMoveTaskCommand, startMessageMoveTask, [
      'SourceArn',
      'DestinationArn',
      'MaxNumberOfMessagesPerSecond',
    ]),
    operation(TagQueueCommand, tagQueue, ['QueueUrl', 'Tags']),
    operation(UntagQueueCommand, untagQueue, ['QueueUrl', 'TagKeys']),
  ],
  missingMember: (_operation, member) => missingParameter(member),
  wrongType: (_operation, path, expected) => serialization(path, expected),
  fault: sqsFault,
  permissions: queuePermissions,
  listedErrors,
  namedError: (name, operationName, details) => sqsError(name, operationName, details?.message),
  damagedAnswer,
  clockSkew: {
    mostMs: MAXIMUM_CLOCK_SKEW_MS,
    error: (_operation, signedAt, receivedAt) => signatureTimeOff(signedAt, receivedAt),
  },
  requestMetadata: (ids) => ({ requestId: ids.uuid('sqs.request') }),
  completeError(error, { requestId }) {
    Object.assign(error, { RequestId: requestId });
  },
};
