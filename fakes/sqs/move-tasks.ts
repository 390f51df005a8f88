import type {
  CancelMessageMoveTaskCommandInput,
  CancelMessageMoveTaskCommandOutput,
  ListMessageMoveTasksCommandInput,
  ListMessageMoveTasksCommandOutput,
  ListMessageMoveTasksResultEntry,
  StartMessageMoveTaskCommandInput,
  StartMessageMoveTaskCommandOutput,
} from '@aws-sdk/client-sqs';
import { countsAt } from './counts';
import { invalidParameterValue, resourceNotFound, unsupportedOperation } from './errors';
import { MAXIMUM_MOVE_RATE, MAXIMUM_MOVE_TASK_RESULTS } from './limits';
import { advanceMoveTasks, putMoveTask } from './move-task-progress';
import type { MoveTask, Queue } from './state';
import { requireRange, requireText, type SqsContext } from './validate';

/**
 * Starts to move the messages of a dead-letter queue to another queue, or each back to where it came from.
 *
 * @throws ResourceNotFoundException - source, then destination
 * @throws InvalidParameterValue, UnsupportedOperation
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_StartMessageMoveTask.html
 */
export function startMessageMoveTask(
  context: SqsContext,
  input: StartMessageMoveTaskCommandInput,
): Omit<StartMessageMoveTaskCommandOutput, '$metadata'> {
  const { state, now, ids } = context;
  const source = requireResource(context, 'SourceArn', input.SourceArn);
  const { DestinationArn: destinationArn, MaxNumberOfMessagesPerSecond: messagesPerSecond } = input;
  if (destinationArn !== undefined) {
    const destination = requireResource(context, 'DestinationArn', destinationArn);
    // Documented: both of one kind. Assumed: the answer.
    if (destination.fifo !== source.fifo)
      throw unsupportedOperation('Source and destination must be of the same type.');
  }
  if (
    state.deadLetterSources.first({ from: [source.arn, ''], before: [`${source.arn}\u0000`, ''] }) ===
    undefined
  ) {
    throw invalidParameterValue('Source queue must be configured as a Dead Letter Queue.');
  }
  // Assumed: the text.
  const range = `Must be between 1 and ${MAXIMUM_MOVE_RATE}, if provided.`;
  requireRange('MaxNumberOfMessagesPerSecond', messagesPerSecond, [1, MAXIMUM_MOVE_RATE], range);
  advanceMoveTasks(context);
  if (state.runningMoveTasks.has(source.arn)) {
    throw invalidParameterValue(
      'There is already a task running. Only one active task is allowed for a source queue arn at a given time.',
    );
  }
  const task: MoveTask = {
    taskId: ids.uuid('sqs.moveTask'),
    number: ids.next('sqs.moveTask.number'),
    sourceArn: source.arn,
    destinationArn,
    messagesPerSecond,
    startedAt: now,
    status: 'RUNNING',
    toMove: countsAt(state, source, now).visible,
    moved: 0,
    failureReason: undefined,
  };
  putMoveTask(context, task);
  advanceMoveTasks(context);
  return { TaskHandle: handleOf(task) };
}

/**
 * Stops a running move task. What it has moved stays moved.
 *
 * @throws InvalidParameterValue - not a task handle
 * @throws ResourceNotFoundException, UnsupportedOperation
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CancelMessageMoveTask.html
 */
export function cancelMessageMoveTask(
  context: SqsContext,
  input: CancelMessageMoveTaskCommandInput,
): Omit<CancelMessageMoveTaskCommandOutput, '$metadata'> {
  const { taskId, sourceArn } = parseHandle(requireText('TaskHandle', input.TaskHandle));
  const source = requireResource(context, 'SourceArn', sourceArn);
  advanceMoveTasks(context);
  const task = newestFirst(context, source).find((candidate) => candidate.taskId === taskId);
  if (task === undefined) throw resourceNotFound('Task does not exist.');
  // Documented: only a running task can be cancelled. Assumed: the answer.
  if (task.status !== 'RUNNING') throw unsupportedOperation('Only a running task can be cancelled.');
  putMoveTask(context, { ...task, status: 'CANCELLED' });
  return { ApproximateNumberOfMessagesMoved: task.moved };
}

/**
 * Lists the move tasks of a dead-letter queue, the newest first.
 *
 * @throws ResourceNotFoundException, InvalidParameterValue
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ListMessageMoveTasks.html
 */
export function listMessageMoveTasks(
  context: SqsContext,
  input: ListMessageMoveTasksCommandInput,
): Omit<ListMessageMoveTasksCommandOutput, '$metadata'> {
  const source = requireResource(context, 'SourceArn', input.SourceArn);
  const range = `Must be between 1 and ${MAXIMUM_MOVE_TASK_RESULTS}, if provided.`;
  requireRange('MaxResults', input.MaxResults, [1, MAXIMUM_MOVE_TASK_RESULTS], range);
  advanceMoveTasks(context);
  return {
    Results: newestFirst(context, source)
      .slice(0, input.MaxResults ?? 1)
      .map(showTask),
  };
}

function newestFirst({ state }: SqsContext, source: Queue): readonly MoveTask[] {
  const tasks = state.moveTasks.entries({ from: [source.arn, 0], to: [source.arn, Infinity], reverse: true });
  return Array.from(tasks, ([, task]) => task);
}

/** Captured: which members are there, and when. */
function showTask(task: MoveTask): ListMessageMoveTasksResultEntry {
  const { destinationArn, messagesPerSecond, failureReason } = task;
  return {
    ...(task.status === 'RUNNING' ? { TaskHandle: handleOf(task) } : {}),
    Status: task.status,
    SourceArn: task.sourceArn,
    ...(destinationArn === undefined ? {} : { DestinationArn: destinationArn }),
    ...(messagesPerSecond === undefined ? {} : { MaxNumberOfMessagesPerSecond: messagesPerSecond }),
    ApproximateNumberOfMessagesMoved: task.moved,
    ApproximateNumberOfMessagesToMove: task.toMove,
    ...(failureReason === undefined ? {} : { FailureReason: failureReason }),
    StartedTimestamp: task.startedAt,
  };
}

function requireResource({ state }: SqsContext, parameter: string, arn: string | undefined): Queue {
  const queue = state.queues.get(requireText(parameter, arn));
  if (queue === undefined) {
    throw resourceNotFound(`The resource that you specified for the ${parameter} parameter doesn't exist.`);
  }
  return queue;
}

/** Captured: base64 of this JSON. */
function handleOf({ taskId, sourceArn }: MoveTask): string {
  return Buffer.from(JSON.stringify({ taskId, sourceArn }), 'utf8').toString('base64');
}

function parseHandle(handle: string): { readonly taskId: unknown; readonly sourceArn: string } {
  const parsed = parseJson(Buffer.from(handle, 'base64').toString('utf8'));
  if (typeof parsed !== 'object' || parsed === null || !('taskId' in parsed) || !('sourceArn' in parsed)) {
    throw invalidParameterValue('Value for parameter TaskHandle is invalid.');
  }
  return { taskId: parsed.taskId, sourceArn: String(parsed.sourceArn) };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
