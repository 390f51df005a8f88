import {
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
  SQSServiceException,
} from '@aws-sdk/client-sqs';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { compareNumbers, compareStrings } from '../../fakes/kernel/order';
import { operation, wait, type Service, type ServiceFault } from '../../fakes/kernel/operation';
import type { Collection } from '../../fakes/kernel/collection';
import type { Store } from '../../fakes/kernel/store';

/** The smallest service that uses everything the kernel and the plug offer. Not SQS: a list of texts per queue. */
export interface ToyState {
  readonly messages: Collection<
    number,
    { readonly body: string; readonly tags: Readonly<Record<string, string>> }
  >;
  readonly bodies: Collection<string, Uint8Array>;
}

export function toyError(name: string, status: number, message = name): SQSServiceException {
  return new SQSServiceException({
    name,
    message,
    $fault: status < 500 ? 'client' : 'server',
    $metadata: { httpStatusCode: status },
  });
}

const FAULTS: Readonly<Partial<Record<ServiceFault, [string, number]>>> = {
  throttled: ['ThrottlingException', 400],
  serverError: ['InternalError', 500],
  accessDenied: ['AccessDenied', 403],
};

const sendMessage = operation(
  SendMessageCommand,
  (context: { state: ToyState; ids: { next(series: string): number } }, input) => {
    if (input.MessageBody === 'refused') throw toyError('Refused', 400);
    if (input.MessageBody === 'broken') throw new TypeError('a bug');
    if (input.MessageBody === 'misfit') return { MessageId: 1 as unknown as string };
    const tags: Record<string, string> = {};
    for (const [name, value] of Object.entries(input.MessageAttributes ?? {}))
      tags[name] = value.StringValue ?? '';
    const id = context.ids.next('message');
    context.state.messages.put(id, { body: input.MessageBody ?? '', tags });
    return { MessageId: `m-${id}` };
  },
  ['QueueUrl', 'MessageBody', 'MessageAttributes'],
);

const receiveMessage = operation(
  ReceiveMessageCommand,
  (context: { state: ToyState; now: number; startedAt: number }, input) => {
    const first = context.state.messages.first();
    if (first !== undefined) return { Messages: [{ MessageId: `m-${first[0]}`, Body: first[1].body }] };
    const until = context.startedAt + (input.WaitTimeSeconds ?? 0) * 1_000;
    return context.now < until ? wait({ until, wakeOn: [context.state.messages] }) : {};
  },
  ['QueueUrl', 'WaitTimeSeconds'],
  { advice: ['deliver', 'stale'] },
);

const deleteMessage = operation(
  DeleteMessageCommand,
  (context: { state: ToyState }, input) => {
    context.state.messages.delete(Number(input.ReceiptHandle));
    return {};
  },
  ['QueueUrl', 'ReceiptHandle'],
);

const sendMessageBatch = operation(
  SendMessageBatchCommand,
  (context, input) => {
    const failing = context.advice.failEntries?.entries ?? [];
    const ids = (input.Entries ?? []).map((entry) => entry.Id ?? '');
    const fails = (id: string): boolean => failing === 'all' || failing.includes(id);
    return {
      Successful: ids.filter((id) => !fails(id)).map((Id) => ({ Id, MessageId: Id, MD5OfMessageBody: '' })),
      Failed: ids.filter(fails).map((Id) => ({ Id, Code: 'InternalError', SenderFault: false })),
    };
  },
  ['QueueUrl', 'Entries'],
  { advice: ['failEntries'] },
);

export const toy: Service<ToyState> = {
  name: 'SQS',
  clients: [SQSClient],
  createState: (store: Store) => ({
    messages: store.collection('toy.messages', compareNumbers),
    bodies: store.collection('toy.bodies', compareStrings),
  }),
  operations: [sendMessage, receiveMessage, deleteMessage, sendMessageBatch],
  missingMember: (_, member) =>
    toyError('MissingParameter', 400, `The request must contain the parameter ${member}.`),
  wrongType: (_, path) => (path === 'MessageBody' ? toyError('SerializationException', 400) : undefined),
  fault: (kind) => {
    const known = FAULTS[kind];
    return known && toyError(...known);
  },
  listedErrors: (name) => (name === 'SendMessage' ? ['Overloaded', 'Broken', 'Overdue'] : []),
  namedError(name, operationName, details) {
    if (!toy.listedErrors(operationName).includes(name)) return undefined;
    const text = details?.input === undefined ? name : `${name} of ${Object.keys(details.input).join(', ')}`;
    return toyError(name, name === 'Broken' ? 500 : 400, details?.message ?? text);
  },
  requestMetadata: (ids) => ({ requestId: ids.uuid('request') }),
  completeError: (error, { requestId }) => void Object.assign(error, { RequestId: requestId }),
};

/** A store of bodies under S3's streaming commands. */
export const toyBodies: Service<ToyState> = {
  ...toy,
  name: 'S3',
  clients: [S3Client],
  operations: [
    operation(
      PutObjectCommand,
      (context: { state: ToyState }, input) => {
        context.state.bodies.put(input.Key ?? '', input.Body as unknown as Uint8Array);
        return {};
      },
      ['Bucket', 'Key', 'Body', 'ChecksumAlgorithm'],
    ),
    operation(
      GetObjectCommand,
      (context: { state: ToyState }, input) => ({ Body: context.state.bodies.get(input.Key ?? '') as never }),
      ['Bucket', 'Key'],
    ),
  ],
};
