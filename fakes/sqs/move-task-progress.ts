import { MAXIMUM_MOVE_RATE } from './limits';
import { closeLine, insert, openLine, remove, takeNumber, type Line } from './line';
import { receivable } from './receivable';
import type { Message, MoveTask } from './state';
import type { SqsContext } from './validate';

/**
 * Lets every running move task of the world do what has fallen due by now: the first message at once, then one per
 * interval of its rate. Tasks are data; whichever operation comes first notices.
 */
export function advanceMoveTasks(context: SqsContext): void {
  const { moveTasks, runningMoveTasks } = context.state;
  if (runningMoveTasks.size === 0) return;
  for (const key of Array.from(runningMoveTasks.entries())) {
    const task = moveTasks.get(key);
    if (task !== undefined) advance(context, task);
  }
}

/** When the next message of any move task falls due, epoch ms; Infinity if there is none. */
export function nextMoveAt({ state }: SqsContext): number {
  let next = Infinity;
  for (const key of state.runningMoveTasks.entries()) {
    const task = state.moveTasks.get(key);
    if (task !== undefined) next = Math.min(next, dueAt(task, task.moved));
  }
  return next;
}

/** Assumed: without a rate of its own a task moves as fast as AWS allows. */
function dueAt(task: MoveTask, position: number): number {
  return task.startedAt + Math.ceil((position * 1_000) / (task.messagesPerSecond ?? MAXIMUM_MOVE_RATE));
}

function advance(context: SqsContext, task: MoveTask): void {
  const { state, now } = context;
  const rate = task.messagesPerSecond ?? MAXIMUM_MOVE_RATE;
  const due = Math.min(task.toMove, 1 + Math.floor(((now - task.startedAt) * rate) / 1_000));
  const source = state.queues.get(task.sourceArn);
  if (source === undefined) return;
  const line = openLine(state, source, now);
  const candidates: Message[] = [];
  for (const message of receivable(line)) {
    if (task.moved + candidates.length >= due) break;
    candidates.push(message);
  }
  const { moved, failureReason } = move(context, task, line, candidates);
  const exhausted = candidates.length < due - task.moved || moved >= task.toMove;
  const status = failureReason === undefined ? (exhausted ? 'COMPLETED' : 'RUNNING') : 'FAILED';
  closeLine(state, line);
  if (moved === task.moved && status === task.status) return;
  putMoveTask(context, { ...task, moved, failureReason, status });
}

/** Writes a task, and whether it is the running one of its queue. */
export function putMoveTask({ state }: SqsContext, task: MoveTask): void {
  state.moveTasks.put([task.sourceArn, task.number], task);
  if (task.status === 'RUNNING') state.runningMoveTasks.put(task.sourceArn, task.number);
  else state.runningMoveTasks.delete(task.sourceArn);
}

/** Moves messages until one has nowhere to go. */
function move(context: SqsContext, task: MoveTask, line: Line, messages: readonly Message[]) {
  const { state, now } = context;
  const lines = new Map<string, Line>();
  let { moved } = task;
  let failureReason: string | undefined;
  for (const message of messages) {
    const arn = task.destinationArn ?? message.deadLetterSourceArn;
    const target = arn === undefined ? undefined : state.queues.get(arn);
    if (target === undefined) {
      // Documented: troubleshooting-dlq-redrive, a message that was sent to the dead-letter queue directly. Captured: the other.
      failureReason =
        arn === undefined ? 'CouldNotDetermineMessageSource' : 'AWS.SimpleQueueService.NonExistentQueue';
      break;
    }
    const targetLine = lines.get(target.arn) ?? openLine(state, target, now);
    lines.set(target.arn, targetLine);
    remove(line, message);
    insertAnew(context, targetLine, message, dueAt(task, moved));
    moved++;
  }
  for (const opened of lines.values()) closeLine(state, opened);
  return { moved, failureReason };
}

/** Documented: a redriven message is a new one, with a new MessageId and a new retention (sqs-configure-dead-letter-queue-redrive.html). */
function insertAnew({ ids }: SqsContext, line: Line, message: Message, at: number): void {
  const number = takeNumber(line);
  insert(line, {
    ...message,
    sequence: number,
    turn: number,
    hidden: 0,
    messageId: ids.uuid('sqs.message'),
    deadLetterSourceArn: undefined,
    sentAt: at,
    retainedFrom: at,
    availableAt: at,
    hiddenBy: 'delay',
    receiveCount: 0,
    receivesHere: 0,
    firstReceivedAt: undefined,
    lastReceivedAt: 0,
    receipt: 0,
  });
}
