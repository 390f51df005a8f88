import type { Call, Step } from '../kernel/call';
import { beginAttempt, dispatch, NEW_CALL } from '../kernel/dispatch';
import { FakeMisuse, isBeforeSending, isLibraryError, NotSupportedByFake } from '../kernel/errors';
import { currentTask, type Scope, type Task } from '../kernel/scope';
import { abortError } from '../kernel/transport';
import type { MountedOperation, World } from '../kernel/world';
import { accessKeyIdOf } from './access-key';
import { arrivingBytes } from '../kernel/body-damage';
import { answerTimeout, Patience } from './answer-timeout';
import { collectBody, damagedStream, isStreamed, sdkStream } from './body';
import { clockOffset, correctClock } from './clock-skew';
import { plainCommand, withMarshalling } from './document-client';
import { KnownClients } from './known-clients';
import { withRetries } from './retry';
import type { SdkClient, SdkCommand, SendCallback, SendOptions } from './sdk-client';
import { requireSendable } from './unsendable-body';
import { hasUserMiddleware, throughStack, type PreparedCall } from './user-middleware';
import { neverAnswered, unlessAborted, waitFor } from './wait';

/** `Client.send`, as the SDK calls it: with a promise or with a callback. */
export type Send = (
  this: SdkClient,
  command: SdkCommand,
  optionsOrCallback?: SendOptions | SendCallback,
  callback?: SendCallback,
) => Promise<object> | undefined;

/** What stands in for `send` on plugged clients: the asynchronous edge of the world, and the only place that waits. */
export function createSend(world: World): Send {
  let clients = new KnownClients(world);
  let generation = world.generation;
  return function send(command, optionsOrCallback, callback) {
    if (generation !== world.generation) {
      generation = world.generation;
      clients = new KnownClients(world);
    }
    const options = typeof optionsOrCallback === 'function' ? undefined : optionsOrCallback;
    const done = typeof optionsOrCallback === 'function' ? optionsOrCallback : callback;
    const answer = answerOf(world, clients, this, command, options);
    if (done === undefined) return answer;
    answer
      .then(
        (output) => done(null, output),
        (error: unknown) => done(error),
      )
      // As the SDK does: what a callback throws is lost.
      .catch(() => undefined);
    return undefined;
  };
}

async function answerOf(
  world: World,
  clients: KnownClients,
  client: SdkClient,
  command: SdkCommand,
  options: SendOptions | undefined,
): Promise<object> {
  const signal = options?.abortSignal;
  const task = currentTask();
  if (task !== undefined && (task.dead || task.frozen)) await awake(task);
  const plain = plainCommand(command);
  const operation = world.find(plain);
  if (operation === undefined) throw world.remember(unknownCommand(world, plain));
  // Numbered here: what follows may wait for the machine, and the same seed must give the same numbers.
  const number = world.nextCall();
  const identity = world.identify(task?.name);
  const { region, handler } = clients.known(client) ?? (await clients.of(client));
  const timeout = answerTimeout(handler, options?.requestTimeout);
  const accessKeyId = world.identities.stated ? await accessKeyIdOf(client) : undefined;

  const prepare = async (input: object): Promise<PreparedCall> => {
    const streams = operation.shape.input.streaming !== undefined;
    const body = streams ? await unlessAborted(bodyOf(client, operation, input), signal) : undefined;
    const call: Call = {
      number,
      identity,
      operation,
      input: body === undefined ? input : { ...input, [body.member]: body.bytes },
      region,
      caller: task?.name,
      accessKeyId,
      startedAt: world.clock.now(),
      ...NEW_CALL,
    };
    return {
      streamed: body?.stream,
      retry: retryScope(world, call, signal),
      attempt: async () =>
        withStream(
          call,
          task,
          await attempt(world, client, call, task, new Patience(world, call, signal, timeout)),
        ),
    };
  };
  const longPoll = operation.row.name === 'ReceiveMessage';
  try {
    if (hasUserMiddleware(client, command, operation)) {
      return await throughStack(client, command, {
        operation,
        region,
        abortSignal: signal,
        longPoll,
        prepare,
      });
    }
    return await withMarshalling(client, command, async (input) => {
      const commandName = `${operation.row.name}Command`;
      const { streamed, retry, attempt: once } = await prepare(input);
      return withRetries(client, { commandName, abortSignal: signal, longPoll, streamed }, retry, once);
    });
  } catch (error) {
    throw withoutMetadata(error);
  }
}

async function bodyOf(
  client: SdkClient,
  operation: MountedOperation,
  input: object,
): Promise<{ member: string; bytes: Uint8Array; stream: unknown } | undefined> {
  const member = operation.shape.input.streaming;
  if (member === undefined) return undefined;
  const body: unknown = (input as Record<string, unknown>)[member];
  if (body === undefined || body === null) return undefined;
  if (isStreamed(body) && operation.service.digestsBodies === true)
    await requireSendable(client, input, body);
  const collected = await collectBody(body);
  return collected && { member, ...collected };
}

function withStream(call: Call, task: Task | undefined, output: object): object {
  const { operation } = call;
  const member = operation.shape.output.streaming;
  const bytes = member === undefined ? undefined : (output as Record<string, unknown>)[member];
  if (member === undefined || !(bytes instanceof Uint8Array)) return output;
  // A new object: the journal keeps the old one.
  const effect = call.fault?.effect;
  if (effect?.kind !== 'body') return { ...output, [member]: sdkStream(bytes) };
  const arriving = arrivingBytes(bytes, effect);
  const { row, service } = operation;
  const mismatch =
    effect.how === 'corrupted'
      ? service.damagedBody?.(row.name, output as Record<string, unknown>, arriving)
      : undefined;
  return { ...output, [member]: damagedStream(arriving, effect, { mismatch, onStall: () => task?.hang() }) };
}

/** The retry code notes its attempts on every error; on what no service answered they would be a lie. */
function withoutMetadata(error: unknown): unknown {
  if (error instanceof Error && (isLibraryError(error) || isBeforeSending(error))) {
    Reflect.deleteProperty(error, '$metadata');
  }
  return error;
}

/** One attempt, which does not wait longer than its client. */
async function attempt(
  world: World,
  client: SdkClient,
  call: Call,
  task: Task | undefined,
  patience: Patience,
): Promise<object> {
  beginAttempt(world, call);
  try {
    return await executions(world, client, call, task, patience);
  } finally {
    patience.end();
  }
}

/** As long as the operation answers "not yet", it is run again. */
async function executions(
  world: World,
  client: SdkClient,
  call: Call,
  task: Task | undefined,
  patience: Patience,
): Promise<object> {
  for (;;) {
    if (task?.frozen === true) await awake(task);
    if (world.gate !== undefined) await world.gate(call);
    if (task?.dead === true) return neverAnswered(undefined);
    // Frozen while the simulation let others go first: its turn comes when it is thawed.
    if (task?.frozen === true) continue;
    if (patience.signal?.aborted === true) throw abortError(patience.signal);
    call.clockOffsetMs = clockOffset(client);
    // Nothing may come between an execution that answers "not yet" and its wait: a write would wake nobody.
    let step: Step;
    try {
      step = dispatch(world, call);
    } catch (error) {
      const skewMs = skewOf(call);
      if (skewMs !== 0 && error instanceof Error) await correctClock(client, call, skewMs, { error });
      throw error;
    }
    switch (step.kind) {
      case 'answer':
        if (skewOf(call) !== 0) await correctClock(client, call, skewOf(call), step);
        return step.output;
      case 'wait':
        await patience.for((signal) => waitFor(world, step.wait, signal));
        break;
      case 'never':
        if (patience.endless) task?.hang();
        return patience.for(neverAnswered);
      case 'crash':
        return crash(world, call, task);
    }
  }
}

/** Waits while a task is frozen; for ever once it is dead. */
function awake(task: Task): Promise<void> {
  return new Promise((resolve) => task.whenAwake(resolve));
}

/** How far ahead the caller's clock is, ms. */
function skewOf({ standing }: Call): number {
  return standing?.skewMs ?? 0;
}

function crash(world: World, call: Call, task: Task | undefined): Promise<never> {
  if (task === undefined) {
    throw world.remember(
      new FakeMisuse(
        `A crash struck ${call.operation.row.name}, but nothing that could crash is running: call the handler through ` +
          `aws.run('name', () => handler(event)) or aws.lambda, so that the test goes on when it dies.`,
      ),
    );
  }
  task.crash();
  return neverAnswered(undefined);
}

function retryScope(world: World, call: Call, signal: AbortSignal | undefined): NonNullable<Scope['retry']> {
  let rng: { next(): number } | undefined;
  return {
    sleep(callback, ms) {
      const timer = world.clock.at(world.clock.now() + ms, () => {
        signal?.removeEventListener('abort', cancel);
        callback();
      });
      const cancel = (): void => timer.cancel();
      // The SDK leaves its timer behind when it is aborted. The world's time must not move on for nobody.
      signal?.addEventListener('abort', cancel, { once: true });
      return timer;
    },
    // Decided by the call alone: the jitter depends neither on what others drew nor on the order of their calls.
    random: () => (rng ??= world.rng.fork(`jitter/${call.identity}`)).next(),
  };
}

function unknownCommand(world: World, command: SdkCommand): NotSupportedByFake {
  const name = command.constructor.name;
  const twin = world.operations().find(({ row }) => row.command.name === name);
  if (twin !== undefined) {
    return new NotSupportedByFake(
      `${name} comes from another copy of the SDK than the one aws-fakes loaded. ` +
        `Two versions of its client package are installed: make npm deduplicate them (npm ls shows both).`,
    );
  }
  const reasons = world.services.map(({ refused }) => refused?.[name.replace(/Command$/, '')]);
  const why = reasons.find((reason) => reason !== undefined);
  return new NotSupportedByFake(
    `${name} is not modelled by aws-fakes${why === undefined ? '' : `: ${why}`}.\nAnswer it yourself: mock.on(${name}).resolves({ ... }), ` +
      `with the mock that aws.<service>.mock gives you. The README's support table lists what is modelled.`,
  );
}
