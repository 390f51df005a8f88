import {
  Event,
  type FilterRule,
  type GetBucketNotificationConfigurationCommandInput,
  type GetBucketNotificationConfigurationCommandOutput,
  type NotificationConfiguration,
  type PutBucketNotificationConfigurationCommandInput,
} from '@aws-sdk/client-s3';
import { notSupported } from '../kernel/errors';
import type { Context } from '../kernel/operation';
import { invalidArgument, invalidDestinations, malformedXml } from './errors';
import { coversEvent, putTestEvents } from './notifications';
import type { NotificationRule, S3State } from './state';
import { required, requireBucket } from './validate';

/** The lists of a configuration: who is told, and how AWS names its ARN. */
const DESTINATIONS = [
  { list: 'QueueConfigurations', arn: 'QueueArn', service: 'sqs', argument: 'Queue' },
  { list: 'TopicConfigurations', arn: 'TopicArn', service: 'sns', argument: 'Topic' },
  {
    list: 'LambdaFunctionConfigurations',
    arn: 'LambdaFunctionArn',
    service: 'lambda',
    argument: 'CloudFunction',
  },
] as const;

/**
 * Replaces what the bucket reports and to whom. Queues and topics get a test event at once.
 *
 * @throws NoSuchBucket, MalformedXML (no such event), InvalidArgument (ARN, filter, overlap; destinations that do not exist,
 *   unless SkipDestinationValidation)
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketNotificationConfiguration.html
 */
export function putBucketNotificationConfiguration(
  context: Context<S3State>,
  input: PutBucketNotificationConfigurationCommandInput,
): object {
  const bucket = requireBucket(context, input);
  const configuration = required(input.NotificationConfiguration);
  if (configuration.EventBridgeConfiguration !== undefined) {
    throw notSupported(context.operation, 'NotificationConfiguration.EventBridgeConfiguration');
  }
  const given = notificationRules(configuration);
  requireNoOverlap(given);
  if (input.SkipDestinationValidation !== true) requireDestinations(context, given);
  const rules = given.map((rule) => ({
    ...rule,
    id: rule.id ?? context.ids.token('s3.notification', 48, ID_ALPHABET),
  }));
  if (rules.length === 0) context.state.notificationRules.delete(bucket.name);
  else context.state.notificationRules.put(bucket.name, rules);
  putTestEvents(context, bucket, rules);
  return {};
}

function notificationRules(configuration: NotificationConfiguration): readonly UnnamedRule[] {
  return DESTINATIONS.flatMap(({ list, arn, service, argument }) =>
    (configuration[list] ?? []).map((given: GivenRule): UnnamedRule => {
      const destination = given[arn];
      if (
        destination === undefined ||
        !/^arn:[\w-]+:\w+:[\w-]+:\d{12}:.+/.test(destination) ||
        destination.split(':')[2] !== service
      ) {
        throw invalidArgument('The ARN could not be parsed', argument, destination);
      }
      const events = given.Events ?? [];
      if (events.length === 0 || events.some((event) => !EVENTS.has(event))) throw malformedXml();
      return {
        id: given.Id,
        list,
        destination,
        events,
        ...filterOf(given.Filter?.Key?.FilterRules),
      };
    }),
  );
}

/** Captured: s3-errors, for queues and functions. Assumed: that all of them are named, in the order of the lists; topics. */
function requireDestinations({ state }: Context<S3State>, rules: readonly UnnamedRule[]): void {
  const refused = [...new Set(rules.map(({ destination }) => destination))].filter(
    (destination) => state.destinations.exists?.(destination) === false,
  );
  if (refused.length === 0) return;
  throw invalidDestinations(
    refused.map((arn): readonly [string, string] => {
      const [, , service] = arn.split(':');
      if (service === 'lambda') return [`${arn}, null`, `Not authorized to invoke function [${arn}]`];
      return [arn, `The destination ${service === 'sns' ? 'topic' : 'queue'} does not exist`];
    }),
  );
}

type UnnamedRule = Omit<NotificationRule, 'id'> & { readonly id: string | undefined };

interface GivenRule {
  readonly Id?: string | undefined;
  readonly QueueArn?: string | undefined;
  readonly TopicArn?: string | undefined;
  readonly LambdaFunctionArn?: string | undefined;
  readonly Events: readonly string[] | undefined;
  readonly Filter?:
    | { readonly Key?: { readonly FilterRules?: FilterRule[] | undefined } | undefined }
    | undefined;
}

const EVENTS: ReadonlySet<string> = new Set(Object.values(Event));
const ID_ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

function filterOf(rules: readonly FilterRule[] = []): { prefix?: string; suffix?: string } {
  const filter: { prefix?: string; suffix?: string } = {};
  for (const { Name = '', Value = '' } of rules) {
    const name = Name.toLowerCase();
    if (name !== 'prefix' && name !== 'suffix') {
      throw invalidArgument('filter rule name must be either prefix or suffix', 'FilterRule.Name', Name);
    }
    if (filter[name] !== undefined) {
      // Assumed: the wording.
      throw invalidArgument(
        'Cannot specify more than one prefix or suffix rule in a filter.',
        'FilterRule.Name',
        Name,
      );
    }
    filter[name] = Value;
  }
  return filter;
}

/**
 * Two rules for the same kind of event may not both match one key. Documented: UserGuide/notification-how-to-filtering.
 *
 * @throws InvalidArgument. Assumed: no argument is named.
 */
function requireNoOverlap(rules: readonly UnnamedRule[]): void {
  rules.forEach((rule, index) => {
    for (const other of rules.slice(index + 1)) {
      const events = rule.events.some((event) =>
        other.events.some((name) => coversEvent(event, name) || coversEvent(name, event)),
      );
      const prefixes = beginsEither(rule.prefix ?? '', other.prefix ?? '');
      const suffixes = beginsEither(reversed(rule.suffix), reversed(other.suffix));
      if (events && prefixes && suffixes) {
        throw invalidArgument(
          'Configurations overlap. Configurations on the same bucket cannot share a common event type.',
        );
      }
    }
  });
}

function beginsEither(a: string, b: string): boolean {
  return a.startsWith(b) || b.startsWith(a);
}

function reversed(text = ''): string {
  return Array.from(text).toReversed().join('');
}

/**
 * What the bucket reports and to whom; nothing if it reports nothing.
 *
 * @throws NoSuchBucket
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketNotificationConfiguration.html
 */
export function getBucketNotificationConfiguration(
  context: Context<S3State>,
  input: GetBucketNotificationConfigurationCommandInput,
): Omit<GetBucketNotificationConfigurationCommandOutput, '$metadata'> {
  const bucket = requireBucket(context, input);
  const rules = context.state.notificationRules.get(bucket.name) ?? [];
  const lists = DESTINATIONS.map(({ list, arn }) => {
    const shown = rules.filter((rule) => rule.list === list).map((rule) => shownRule(rule, arn));
    return shown.length === 0 ? {} : { [list]: shown };
  });
  return Object.assign({}, ...lists);
}

function shownRule(rule: NotificationRule, arn: string) {
  const FilterRules = [
    ...(rule.prefix === undefined ? [] : [{ Name: 'Prefix', Value: rule.prefix }]),
    ...(rule.suffix === undefined ? [] : [{ Name: 'Suffix', Value: rule.suffix }]),
  ];
  return {
    Id: rule.id,
    [arn]: rule.destination,
    Events: [...rule.events],
    ...(FilterRules.length === 0 ? {} : { Filter: { Key: { FilterRules } } }),
  };
}
