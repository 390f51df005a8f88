import { gzipSync } from 'node:zlib';
import type { Delivery } from '../cloudwatch-logs/state';
import { accept } from './async-events';
import { findFunction } from './functions';
import type { Machine } from './machine';
import { stepOf, type Step } from './step';

/**
 * Delivers the oldest events of a subscription to its function, as an asynchronous event; undefined when there are none.
 * Those for a function that is not there are dropped.
 */
export function deliverLogEvents(machine: Machine): Step | undefined {
  const { logEvents, state, world } = machine;
  const oldest = logEvents?.deliveries.first();
  if (logEvents === undefined || oldest === undefined) return undefined;
  const [sequence, delivery] = oldest;
  logEvents.deliveries.delete(sequence);
  const entry = findFunction(state, delivery.destinationArn);
  if (entry?.arn === delivery.destinationArn) {
    accept(machine, entry, subscriptionEvent(world.options.accountId, delivery));
    return stepOf(undefined, {});
  }
  const { region, group, filter, destinationArn } = delivery;
  const source = `arn:aws:logs:${region}:${world.options.accountId}:log-group:${group}`;
  const letter = { source, target: undefined, what: `log events of ${filter} for ${destinationArn}` };
  return stepOf(undefined, { deadLetters: [letter] });
}

/**
 * What a subscription invokes a function with: JSON, compressed and in Base64.
 * Documented: SubscriptionFilters, LambdaFunctionExample.
 */
function subscriptionEvent(owner: string, { group, stream, filter, events }: Delivery): object {
  const content = {
    messageType: 'DATA_MESSAGE',
    owner,
    logGroup: group,
    logStream: stream,
    subscriptionFilters: [filter],
    logEvents: events,
  };
  return { awslogs: { data: gzipSync(JSON.stringify(content)).toString('base64') } };
}
