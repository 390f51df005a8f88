import { mockClient, type AwsStub } from 'aws-sdk-client-mock';
import { FakeMisuse } from '../kernel/errors';
import type { ClientClass } from '../kernel/operation';
import type { World } from '../kernel/world';
import { redirectRetryAmbience } from './ambient';
import { provideEnvironment } from './environment';
import { createSend, type Send } from './send';

/** The aws-sdk-client-mock stub of a plugged client: lay `.on(Command)` over the fake, or read its history. */
export type ClientMock = AwsStub<object, { $metadata: object }, unknown>;

/** A client class, or one client. */
export type Target = ClientClass | object;

export interface Plug {
  /** The stub of a plugged class or client. */
  mockOf(target: Target): ClientMock | undefined;
  /** Puts every client's own `send` back. */
  unplug(): void;
}

/** sinon keeps every call with its arguments; beyond this many calls or bytes of bodies its history is dropped. */
const MAX_HISTORY_CALLS = 1_000;
const MAX_HISTORY_BYTES = 64 * 1024 * 1024;

const FAKE = Symbol.for('aws-fakes.plugged');

export interface PlugOptions {
  /**
   * Whether sinon records every call, for `commandCalls()` (default). Without it a call costs a quarter less, which
   * counts in explorations; overrides work either way.
   */
  readonly history?: boolean;
}

/**
 * Puts the world under clients: as the base behaviour of the stub that aws-sdk-client-mock makes, so an `.on(Command)` of
 * the test wins over it and `commandCalls()` keeps working.
 *
 * @throws FakeMisuse when a target is plugged or mocked already.
 */
export function plug(world: World, targets: readonly Target[], { history = true }: PlugOptions = {}): Plug {
  for (const target of targets) refusePlugged(target);
  const send = createSend(world);
  const mocks = new Map(targets.map((target) => [target, attach(target, send)]));
  if (!history) for (const [target, mock] of mocks) bypassSinon(holderOf(target), mock, send);
  const restoreAmbience = redirectRetryAmbience();
  const restoreEnvironment = provideEnvironment(world.options.region);
  return {
    mockOf: (target) => mocks.get(target),
    unplug() {
      restoreAmbience();
      restoreEnvironment();
      for (const mock of mocks.values()) detach(mock);
    },
  };
}

function attach(target: Target, send: Send): ClientMock {
  const mock = withoutStackTraces(() => mockClient(target as never) as unknown as ClientMock);
  base(mock, send);
  // aws-sdk-client-mock's reset() makes a new, empty stub: every call would answer undefined. Put the fake under it again.
  const reset = mock.reset.bind(mock);
  mock.reset = () => {
    reset();
    base(mock, send);
    return mock;
  };
  return mock;
}

/**
 * sinon keeps where each stub was made, for ever, and V8 keeps with an unread stack trace all that its frames refer to:
 * through the test's own closures, every world that ever was.
 */
function withoutStackTraces<T>(body: () => T): T {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 0;
  try {
    return body();
  } finally {
    Error.stackTraceLimit = limit;
  }
}

/**
 * Gives the client its own `send` back, and lets the world go: sinon's default sandbox keeps every stub that was ever made,
 * and through its behaviour and its calls would keep every world.
 */
function detach(mock: ClientMock): void {
  mock.restore();
  mock.send.resetBehavior();
  mock.send.resetHistory();
}

interface History {
  calls: number;
  bytes: number;
}

function base(mock: ClientMock, send: Send): void {
  const stub = mock.send as unknown as {
    callsFake(fake: Send): void;
    resetHistory(): void;
    fakes?: unknown[];
    [FAKE]?: true;
  };
  stub[FAKE] = true;
  const history: History = { calls: 0, bytes: 0 };
  const plugged: Send = function pluggedSend(command, optionsOrCallback, callback) {
    history.calls++;
    const body: unknown = (command.input as { Body?: unknown }).Body;
    if (ArrayBuffer.isView(body)) history.bytes += body.byteLength;
    // With overrides laid over it, sinon's history also counts `rejectsOnce`: then it must stay.
    const full = history.calls > MAX_HISTORY_CALLS || history.bytes > MAX_HISTORY_BYTES;
    if (full && (stub.fakes ?? []).length === 0) {
      history.calls = 0;
      history.bytes = 0;
      // Not now: sinon refuses while the stub is being called.
      queueMicrotask(() => stub.resetHistory());
    }
    return send.call(this, command, optionsOrCallback, callback);
  };
  stub.callsFake(plugged);
}

/**
 * Lays a plain function over the stub. It goes to the stub only when the test has laid overrides over the fake, and looks
 * like it to everybody who asks: restoring the stub removes both.
 */
function bypassSinon(holder: object, mock: ClientMock, send: Send): void {
  const stub = mock.send as unknown as Send & { fakes?: unknown[] };
  const thin: Send = function thinSend(command, optionsOrCallback, callback) {
    const plain = (stub.fakes ?? []).length === 0;
    return (plain ? send : stub).call(this, command, optionsOrCallback, callback);
  };
  Object.setPrototypeOf(thin, stub);
  (holder as { send: Send }).send = thin;
}

function holderOf(target: Target): object {
  return typeof target === 'function' ? (target as ClientClass).prototype : target;
}

function refusePlugged(target: Target): void {
  const send = (holderOf(target) as { send?: { [FAKE]?: true; restore?: unknown } }).send;
  const name = typeof target === 'function' ? (target as ClientClass).name : target.constructor.name;
  // An instance that merely inherits the stub of its class is a case of its own: both cannot be stubbed at once.
  if (send?.[FAKE] === true) {
    throw new FakeMisuse(
      `${name} is plugged already: the test before did not call aws.unplug(). Do it in afterEach, also when a test fails.\n` +
        'Or an explore() or sweepFaults() still runs: it makes its own world, so none may be around it, and one that outlives ' +
        "its test's time-out goes on. Raise that time-out (Mocha: this.timeout), or give it a budgetMs.",
    );
  }
  if (typeof send?.restore === 'function') {
    throw new FakeMisuse(
      `${name} is mocked already by mockClient(). Remove that: fakeAws() mocks it, and aws.<service>.mock is its stub.`,
    );
  }
}
