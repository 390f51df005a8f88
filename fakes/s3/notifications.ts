import type { Context } from '../kernel/operation';
import { unquoted } from './conditions';
import { canonicalUserId } from './access/owner';
import type { Bucket, NotificationRule, S3State, Version } from './state';
import { urlEncode } from './url-encoding';

/** What S3 reports, without the `s3:` that configurations put before it. */
export type EventName =
  | 'ObjectCreated:Put'
  | 'ObjectCreated:Copy'
  | 'ObjectCreated:CompleteMultipartUpload'
  | 'ObjectRemoved:Delete'
  | 'ObjectRemoved:DeleteMarkerCreated'
  | 'ObjectTagging:Put'
  | 'ObjectTagging:Delete'
  | 'LifecycleExpiration:Delete'
  | 'LifecycleExpiration:DeleteMarkerCreated'
  | 'LifecycleTransition';

/** What an event needs of the call that causes it. */
type EventContext = Pick<Context<S3State>, 'ids' | 'now' | 'region' | 'state'>;

/** What an event is about: a version, with its bytes if it has some. */
type Subject = Pick<Version, 'key' | 'versionId'> & { readonly eTag?: string; readonly size?: number };

/**
 * Writes a notification for every rule of the bucket that wants the event. They wait in `state.notifications` for
 * whoever delivers them; S3 itself promises no more than "at least once, in no particular order".
 */
export function notify(
  context: EventContext,
  bucket: Bucket,
  name: EventName,
  subject: Subject,
  destinationStorageClass?: string,
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
          ...(destinationStorageClass === undefined
            ? {}
            : { lifecycleEventData: { transitionEventData: { destinationStorageClass } } }),
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

/** The event as S3 words it. Captured: February 2026; tagging events have a version of their own and no sequencer. */
function eventRecord(
  context: EventContext,
  bucket: Bucket,
  rule: NotificationRule,
  name: EventName,
  subject: Subject,
) {
  const { requestId, hostId } = requestIds(context);
  const tagging = name.startsWith('ObjectTagging');
  const lifecycle = name.startsWith('Lifecycle');
  const owner = canonicalUserId(bucket.accountId).toUpperCase();
  return {
    eventVersion: tagging || lifecycle ? '2.3' : '2.1',
    eventSource: 'aws:s3',
    awsRegion: bucket.region ?? context.region,
    eventTime: new Date(context.now).toISOString(),
    eventName: name,
    // Assumed: who S3 itself is, where nobody asked for what it does.
    userIdentity: { principalId: lifecycle ? 's3.amazonaws.com' : `AWS:AIDA${owner.slice(0, 17)}` },
    requestParameters: { sourceIPAddress: lifecycle ? 's3.amazonaws.com' : '127.0.0.1' },
    responseElements: { 'x-amz-request-id': requestId, 'x-amz-id-2': hostId },
    s3: {
      s3SchemaVersion: '1.0',
      configurationId: rule.id,
      bucket: {
        name: bucket.name,
        ownerIdentity: { principalId: `A${owner.slice(0, 13)}` },
        arn: `arn:aws:s3:::${bucket.name}`,
      },
      object: {
        key: urlEncode(subject.key),
        ...(subject.size === undefined || tagging ? {} : { size: subject.size }),
        ...(subject.eTag === undefined ? {} : { eTag: unquoted(subject.eTag) }),
        ...(bucket.versioning === undefined ? {} : { versionId: subject.versionId }),
        ...(tagging
          ? {}
          : { sequencer: context.ids.next('s3.sequencer').toString(16).toUpperCase().padStart(18, '0') }),
      },
    },
  };
}

/** Assumed: ids of the notification's own; real ones are those of the request that caused it. */
function requestIds({ ids }: EventContext): { requestId: string; hostId: string } {
  const requestId = ids.token('s3.request', 16);
  return { requestId, hostId: Buffer.from(`aws-fakes host of request ${requestId}`).toString('base64') };
}
