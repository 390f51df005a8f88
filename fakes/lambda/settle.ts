import { FakeMisuse } from '../kernel/errors';
import { installedFakeTimers } from '../kernel/clock';
import { elementsOf, membersOf } from '../kernel/json';
import { isVirtualTime } from '../kernel/virtual-time';
import { asyncDueAt } from './async-events';
import { serveAsync } from './async-source';
import { describeOutcome, type Invocation } from './invocation';
import type { Machine } from './machine';
import { deliverNotification, hasNotifications } from './notification-source';
import { queueDueAt, serveQueue } from './queues/queue-source';
import type { MappingEntry } from './state';
import type { DeadLetter, Step } from './step';
import { serveStream, streamDueAt } from './streams/stream-source';
import { deliverLogEvents } from './subscription-source';
import { serveAlarmAction } from './topics';

/** Until when `settle` goes on. */
export interface SettleOptions {
  /** More invocations than this are taken for a loop that never ends. Default 1,000. */
  readonly maxInvocations?: number;
  /** World time (epoch ms or Date) beyond which nothing is waited for; what is due later stays. */
  readonly until?: number | Date;
}

/** What happened until everything was quiet. */
export interface SettleReport {
  readonly steps: readonly Step[];
  readonly invocations: readonly Invocation[];
  /** Invocations whose records or events had been delivered before. */
  readonly retries: number;
  readonly deadLetters: readonly DeadLetter[];
  /** Message ids that no filter let through. */
  readonly filtered: readonly string[];
  /** World time that passed, ms. */
  readonly elapsedMs: number;
  /** What is due after `until`, epoch ms; undefined when nothing is. */
  readonly nextDueAt: number | undefined;
  /** The report as text, a line per invocation. */
  toText(): string;
}

/** Does the one thing that is due now, if anything is: sources take turns in the order in which they were made. */
export async function step(machine: Machine): Promise<Step | undefined> {
  const told = await serveAlarmAction(machine);
  if (told !== undefined) return told;
  const now = machine.world.clock.now();
  const sources = enabledMappings(machine);
  const last = machine.state.lastServed.get(0) ?? 0;
  const inTurn = [
    ...sources.filter(({ number }) => number > last),
    ...sources.filter(({ number }) => number <= last),
  ];
  if (hasNotifications(machine)) return deliverNotification(machine);
  const delivered = deliverLogEvents(machine);
  if (delivered !== undefined) return delivered;
  const asyncDue = asyncDueAt(machine);
  if (asyncDue !== undefined && asyncDue <= now) return serveAsync(machine);
  for (const mapping of inTurn) {
    const dueAt = dueAtOf(machine, mapping);
    if (dueAt === undefined || dueAt > now) continue;
    machine.state.lastServed.put(0, mapping.number);
    return mapping.kind === 'queue' ? serveQueue(machine, mapping) : serveStream(machine, mapping);
  }
  return undefined;
}

/**
 * Serves everything until it is quiet. When nothing is due now but something will be (a visibility timeout, a retry, a
 * batching window), the world's time moves there.
 *
 * @throws FakeMisuse when it never gets quiet: it names what keeps coming back.
 */
export async function settle(machine: Machine, options: SettleOptions = {}): Promise<SettleReport> {
  const { world } = machine;
  const most = options.maxInvocations ?? 1_000;
  const until = options.until === undefined ? Number.POSITIVE_INFINITY : Number(options.until);
  const startedAt = world.clock.now();
  const steps: Step[] = [];
  const invocations: Invocation[] = [];
  let idle = 0;
  let nextDueAt: number | undefined;
  for (;;) {
    const done = await step(machine);
    if (done !== undefined) {
      steps.push(done);
      invocations.push(...done.invocations);
      idle = done.invocations.length === 0 ? idle + 1 : 0;
      if (idle > most) throw world.remember(onlyPolls(machine, done, idle));
      if (invocations.length > most) throw world.remember(neverQuiet(invocations, most));
      continue;
    }
    nextDueAt = dueNext(machine);
    if (nextDueAt === undefined || nextDueAt > until) break;
    await moveTo(machine, nextDueAt);
  }
  return {
    steps,
    invocations,
    retries: invocations.filter(({ retry }) => retry).length,
    deadLetters: steps.flatMap(({ deadLetters }) => deadLetters),
    filtered: steps.flatMap(({ filtered }) => filtered),
    elapsedMs: world.clock.now() - startedAt,
    nextDueAt,
    toText: () => steps.flatMap((one) => describeStep(one, startedAt)).join('\n'),
  };
}

function enabledMappings({ state }: Machine): MappingEntry[] {
  return [...state.mappings.entries()]
    .map(([, mapping]) => mapping)
    .filter(({ configuration }) => configuration.State === 'Enabled');
}

function dueAtOf(machine: Machine, mapping: MappingEntry): number | undefined {
  return mapping.kind === 'queue' ? queueDueAt(machine, mapping) : streamDueAt(machine, mapping);
}

function dueNext(machine: Machine): number | undefined {
  const times = enabledMappings(machine).flatMap((mapping) => dueAtOf(machine, mapping) ?? []);
  times.push(...[asyncDueAt(machine) ?? []].flat());
  return times.length === 0 ? undefined : Math.min(...times);
}

/** Waits on the world's clock. A test's own fake timers do not move by themselves, so they are moved. */
async function moveTo({ world }: Machine, time: number): Promise<void> {
  const reached = new Promise<void>((resolve) => void world.clock.at(time, resolve));
  const timers = installedFakeTimers();
  if (timers !== undefined && !isVirtualTime(timers))
    await world.clock.advance(Math.max(0, time - world.clock.now()));
  await reached;
}

function onlyPolls({ state }: Machine, { mapping }: Step, polls: number): FakeMisuse {
  const served = [...state.mappings.entries()].find(
    ([, { configuration }]) => configuration.UUID === mapping,
  );
  return new FakeMisuse(
    `aws.lambda.settle(): ${polls} polls in a row led to no invocation, the last of ` +
      `${served?.[1].configuration.EventSourceArn ?? 'asynchronous events'}. ` +
      `Does a fault rule for 'aws:lambda' fail all of them?`,
  );
}

/** How many different messages or batches a failure to settle names. */
const NAMED = 5;

function neverQuiet(invocations: readonly Invocation[], most: number): FakeMisuse {
  const deliveries = new Map<string, { count: number; last: Invocation }>();
  for (const invocation of invocations) {
    for (const what of namesOf(invocation)) {
      deliveries.set(what, { count: (deliveries.get(what)?.count ?? 0) + 1, last: invocation });
    }
  }
  const worst = [...deliveries].toSorted(([, a], [, b]) => b.count - a.count).slice(0, NAMED);
  const lines = worst.map(
    ([what, { count, last }]) =>
      `  ${what}: ${count} times to ${last.functionName}, which last ${describeOutcome(last.outcome)}`,
  );
  return new FakeMisuse(
    `aws.lambda.settle(): not quiet after ${most} invocations. What keeps coming:\n${lines.join('\n')}\n` +
      `A message that always fails comes back until its queue's retention ends, unless a RedrivePolicy sends it to a ` +
      `dead-letter queue; a stream's batch until MaximumRetryAttempts or MaximumRecordAgeInSeconds. ` +
      `Set one, stop earlier with settle({ until }), or allow more with settle({ maxInvocations }).`,
  );
}

/** What an invocation was about, for a message. */
function namesOf({ event, requestId }: Invocation): readonly string[] {
  const records = elementsOf(membersOf(event)?.['Records']);
  if (records === undefined) return [`event ${requestId}`];
  return records.map((one) => {
    const record = membersOf(one) ?? {};
    const text = (value: unknown, otherwise: string): string =>
      typeof value === 'string' ? value : otherwise;
    if (record['messageId'] === undefined) {
      const number = membersOf(record['dynamodb'])?.['SequenceNumber'];
      return `stream record ${text(number, text(record['eventID'], '?'))}`;
    }
    const body = text(record['body'], '').slice(0, 60);
    return `message ${text(record['messageId'], '?')} ${JSON.stringify(body)}`;
  });
}

function describeStep({ invocations, deadLetters, filtered, deletesLost }: Step, origin: number): string[] {
  return [
    ...invocations.map(
      ({ startedAt, endedAt, functionName, batchSize, retry, outcome }) =>
        `+${startedAt - origin} ms  ${functionName}  ${batchSize} ${batchSize === 1 ? 'record' : 'records'}` +
        `${retry ? ', again' : ''}  ${describeOutcome(outcome)}  ${endedAt - startedAt} ms`,
    ),
    ...deadLetters.map(({ what, target }) => `  ${what} -> ${target ?? 'dropped'}`),
    ...filtered.map((id) => `  ${id} filtered out`),
    ...deletesLost.map((id) => `  ${id}: delete failed`),
  ];
}
