import type { Machine } from './machine';
import type { AsyncEvent, FunctionEntry } from './state';

/** Takes an event for an asynchronous invocation (InvocationType Event). Returns its request id. */
export function accept(machine: Machine, entry: FunctionEntry, event: unknown): string {
  const { world } = machine;
  const requestId = world.ids.uuid('lambda.request');
  const now = world.clock.now();
  putAsyncEvent(machine, now, {
    functionName: entry.name,
    payload: JSON.stringify(event ?? {}),
    requestId,
    acceptedAt: now,
    failures: 0,
    throttles: 0,
  });
  return requestId;
}

/** Lets an event wait for its next try. */
export function putAsyncEvent(machine: Machine, dueAt: number, event: AsyncEvent): void {
  machine.state.asyncEvents.put([dueAt, machine.world.ids.next('lambda.asyncEvent')], event);
}

/** When the next asynchronous event is due: epoch ms. */
export function asyncDueAt(machine: Machine): number | undefined {
  return machine.state.asyncEvents.first()?.[0][0];
}
