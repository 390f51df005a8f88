import type { Line } from './line';
import type { Message } from './state';

/** The messages that can be received now, in AWS's order. Lazy: collect before you write to the line. */
export function receivable(line: Line): Generator<Message> {
  return line.queue.fifo ? receivableFifo(line) : receivableStandard(line);
}

function* receivableStandard({ held, now }: Line): Generator<Message> {
  for (const [, message] of held.places.entries({ to: [now, Infinity] })) yield message;
}

/**
 * Groups whose first message is not hidden, in the order of that message's place; of each group its messages in order
 * up to the first hidden one. This one rule gives every order that AWS was recorded with.
 */
function* receivableFifo({ held, now }: Line): Generator<Message> {
  for (const [, [groupId]] of held.heads.entries({ to: [now, Infinity] })) {
    for (const [, message] of held.groups.entries({ from: [groupId, 0], to: [groupId, Infinity] })) {
      if (message.availableAt > now) break;
      yield message;
    }
  }
}
