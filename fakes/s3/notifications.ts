import type { Context } from '../kernel/operation';
import { unquoted } from './conditions';
import { canonicalUserId } from './access/owner';
import type { Bucket, NotificationRule, S3State, Version } from './state';
import { urlEncode } from './url-encoding';

/** What S3 reports, without the `s3:` that configurations put before it. */
export type EventName =
  | 'ObjectCreated:Put'
  | 'ObjectCreated:Post'
  | 'ObjectCreated:Copy'
  | 'ObjectCreated:CompleteMultipartUpload'
  | 'ObjectRemoved:Delete'
  | 'ObjectRemoved:DeleteMarkerCreated'
  | 'ObjectTagging:Put'
  | 'ObjectTagging:Delete'
  | 'ObjectAcl:Put'
  | 'ObjectRestore:Post'
  | 'ObjectRestore:Completed'
  | 'ObjectRestore:Delete'
  | 'LifecycleExpiration:Delete'
  | 'LifecycleExpiration:DeleteMarkerCreated'
  | 'LifecycleTransition';

/** What an event needs of the call that causes it. */
type EventContext = Pick<Context<S3State>, 'ids' | 'now' | 'region' | 'state'>;

/** What an event is about: a version, with its bytes if it has some. */
type Subject = Pick<Version, 'key' | 'versionId'> & { readonly eTag?: string; readonly size?: number };

/** What events of storage classes say beside what all say. Documented: UserGuide/notification-content-structure. */
export interface EventData {
  readonly lifecycleEventData?: {
    readonly transitionEventData: { readonly destinationStorageClass: string };
  };
  readonly glacierEventData?: {
    readonly restoreEventData: {
      readonly lifecycleRestorationExpiryTime: string;
      readonly lifecycleRestoreStorageClass: string;
    };
  };
}

/**
 * Writes a notification for every rule of the bucket that wants the event. They wait in `state.notifications` for
 * whoever delivers them; S3 itself promises no more than "at least once, in no particular order".
 */
export function notify(
  context: EventContext,
  bucket: Bucket,
  name: EventName,
  subject: Subject,
  more: EventData = {},
): void {
  const rules = context.state.notificationRules.get(bucket.name);
  if (rules === undefined) return;
  for (const rule of rules) {
    if (!rule.events.some((event) => coversEvent(event, `s3:${name}`))) continue;
    if (!subject.key.startsWith(rule.prefix ?? '') || !subject.key.endsWith(rule.suffix ?? '')) continue;
    enqueue(context, bucket, rule, {
      Records: [
        {
          ...eventRecord(context, bucket, rule, name, subject),
          ...more,
        },
      ],
    });
  }
}

/** What S3 sends to queues and topics when they are configured. Captured: without `Records`. */
export function putTestEvents(
  context: EventContext,
  bucket: Bucket,
  rules: readonly NotificationRule[],
): void {
  for (const rule of rules) {
    if (rule.list === 'LambdaFunctionConfigurations') continue;
    const { requestId, hostId } = requestIds(context);
    enqueue(context, bucket, rule, {
      Service: 'Amazon S3',
      Event: 's3:TestEvent',
      Time: new Date(context.now).toISOString(),
      Bucket: bucket.name,
      RequestId: requestId,
      HostId: hostId,
    });
  }
}

/** Whether a rule's event, maybe with `*`, stands for another one. */
export function coversEvent(pattern: string, event: string): boolean {
  return pattern === event || (pattern.endsWith('*') && event.startsWith(pattern.slice(0, -1)));
}

function enqueue(context: EventContext, bucket: Bucket, rule: NotificationRule, message: object): void {
  const sequence = context.ids.next('s3.notification.sequence');
  const { destination } = rule;
  context.state.notifications.put(sequence, {
    sequence,
    bucket: bucket.name,
    destination,
    at: context.now,
    message,
  });
}

/** The event as S3 words it. Captured: February 2026; events of tags and ACLs have a version of their own and no sequencer. */
function eventRecord(
  context: EventContext,
  bucket: Bucket,
  rule: NotificationRule,
  name: EventName,
  subject: Subject,
) {
  const { requestId, hostId } = requestIds(context);
  const isOfAttribute = name.startsWith('ObjectTagging') || name.startsWith('ObjectAcl');
  const lifecycle = name.startsWith('Lifecycle');
  const owner = canonicalUserId(bucket.accountId).toUpperCase();
  return {
    eventVersion: isOfAttribute || lifecycle ? '2.3' : '2.1',
    eventSource: 'aws:s3',
    awsRegion: bucket.region ?? context.region,
    eventTime: new Date(context.now).toISOString(),
    eventName: name,
    userIdentity: { principalId: principalOf(name, owner) },
    requestParameters: { sourceIPAddress: lifecycle ? 's3.amazonaws.com' : '127.0.0.1' },
    responseElements: { 'x-amz-request-id': requestId, 'x-amz-id-2': hostId },
    s3: {
      s3SchemaVersion: '1.0',
      configurationId: rule.id,
      bucket: {
        name: bucket.name,
        ownerIdentity: { principalId: customerOf(owner) },
        arn: `arn:aws:s3:::${bucket.name}`,
      },
      object: {
        key: urlEncode(subject.key),
        ...(subject.size === undefined || isOfAttribute ? {} : { size: subject.size }),
        ...(subject.eTag === undefined ? {} : { eTag: unquoted(subject.eTag) }),
        ...(bucket.versioning === undefined ? {} : { versionId: subject.versionId }),
        ...(isOfAttribute
          ? {}
          : { sequencer: context.ids.next('s3.sequencer').toString(16).toUpperCase().padStart(18, '0') }),
      },
    },
  };
}

const customerOf = (owner: string): string => `A${owner.slice(0, 13)}`;

/** Who caused an event. Assumed: who S3 itself is in lifecycles. Captured, July 2023: who it is at the end of a restore. */
function principalOf(name: EventName, owner: string): string {
  if (name.startsWith('Lifecycle')) return 's3.amazonaws.com';
  if (name === 'ObjectRestore:Completed' || name === 'ObjectRestore:Delete')
    return `AmazonCustomer:${customerOf(owner)}`;
  return `AWS:AIDA${owner.slice(0, 17)}`;
}

/** Assumed: ids of the notification's own; real ones are those of the request that caused it. */
function requestIds({ ids }: EventContext): { requestId: string; hostId: string } {
  const requestId = ids.token('s3.request', 16);
  return { requestId, hostId: Buffer.from(`aws-fakes host of request ${requestId}`).toString('base64') };
}
