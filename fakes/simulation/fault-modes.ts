import type { Call } from '../kernel/call';
import { FakeMisuse } from '../kernel/errors';
import type { Advice, Effect } from '../kernel/faults';
import { nearest } from '../kernel/nearest';
import type { ServiceFault } from '../kernel/operation';
import type { MountedOperation } from '../kernel/world';

/** A way in which one call can go wrong, with the name it has on a tape. */
export interface FaultMode {
  readonly name: string;
  readonly effect: Effect;
  /** 'operation': it strikes every attempt, so the SDK's retries end in the error. 'attempt': the SDK may retry it away. */
  readonly level: 'operation' | 'attempt';
}

/** The kinds of faults that every operation has, or that several services have in common. */
export type FaultKindName =
  | ServiceFault
  | 'serverErrorLost'
  | 'connectionReset'
  | 'connectionRefused'
  | 'dnsFailure'
  | 'timesOut'
  | 'answerLost'
  | 'answerDamaged'
  | 'slow'
  | 'neverAnswers'
  | 'crashBefore'
  | 'crashAfter'
  | 'staleRead'
  | 'failFirst'
  | 'failLast'
  | 'failAll'
  | 'deliveredTwice'
  | 'nothingReceived'
  | 'reordered'
  | 'conflict'
  | 'bodyTruncated'
  | 'bodyCorrupted'
  | 'pageEndsEarly'
  | 'partialData'
  | 'arrivesLate';

/** What a sweep can try: a kind of fault, or an error by the name that AWS gives it ('ConditionalRequestConflict'). */
export type FaultModeName = FaultKindName | (string & {});

/** What a sweep tries unless it is told otherwise: what happens in production without anybody's mistake. */
export const DEFAULT_FAULT_MODES: readonly FaultModeName[] = [
  'throttled',
  'serverError',
  'connectionReset',
  'answerLost',
  'staleRead',
  'failFirst',
  'failLast',
  'failAll',
  'deliveredTwice',
  'nothingReceived',
  'reordered',
  'crashBefore',
  'crashAfter',
];

/** Everything but silence, which only a handler with time-outs of its own survives: ask for 'neverAnswers' by name. */
const EVERY_KIND: readonly FaultKindName[] = [
  'throttled',
  'serverError',
  'serverErrorLost',
  'serviceUnavailable',
  'accessDenied',
  'expiredToken',
  'connectionReset',
  'connectionRefused',
  'dnsFailure',
  'timesOut',
  'answerLost',
  'answerDamaged',
  'slow',
  'staleRead',
  'failFirst',
  'failLast',
  'failAll',
  'deliveredTwice',
  'nothingReceived',
  'reordered',
  'conflict',
  'bodyTruncated',
  'bodyCorrupted',
  'pageEndsEarly',
  'partialData',
  'arrivesLate',
  'crashBefore',
  'crashAfter',
];

/** The whole catalogue of an operation: every kind of fault that AWS can show there, and every error by its name. */
export function faultCatalogue(operation: MountedOperation, input: object): readonly FaultMode[] {
  const kinds = faultModes(operation, input, EVERY_KIND);
  const { service, row } = operation;
  const known = new Set(SERVICE_FAULTS.flatMap((fault) => service.fault(fault, row.name)?.name ?? []));
  const named = service.listedErrors(row.name).filter((name) => !known.has(name));
  return [...kinds, ...faultModes(operation, input, named)];
}

/** @throws FakeMisuse for a name that is neither a kind nor an error of any operation */
export function requireKnownFaults(
  operations: readonly MountedOperation[],
  faults: readonly FaultModeName[] | 'all' | undefined,
): void {
  if (faults === undefined || faults === 'all') return;
  const known: ReadonlySet<string> = new Set([
    ...EVERY_KIND,
    'neverAnswers',
    ...operations.flatMap(({ service, row }) => service.listedErrors(row.name)),
  ]);
  for (const name of faults) {
    if (known.has(name)) continue;
    const meant = nearest(name, [...known]);
    throw new FakeMisuse(
      `faults: no operation can meet ${name}.${meant === undefined ? '' : ` Did you mean ${meant}?`}`,
    );
  }
}

const SERVICE_FAULTS: readonly ServiceFault[] = [
  'throttled',
  'serverError',
  'serviceUnavailable',
  'accessDenied',
  'expiredToken',
];

/** The modes of the list that AWS can show at this operation, in the order of the list. */
export function faultModes(
  operation: MountedOperation,
  input: object,
  names: readonly FaultModeName[],
): readonly FaultMode[] {
  return names.flatMap((name) => {
    const effect = effectOf(operation, input, name);
    if (effect === undefined) return [];
    return [{ name, effect, level: levelOf(effect) }];
  });
}

/** What comes instead of the work sticks to the whole operation, or the SDK would hide it; what hides work done strikes once. */
function levelOf(effect: Effect): FaultMode['level'] {
  if (effect.kind !== 'service' && effect.kind !== 'transport' && effect.kind !== 'error') return 'attempt';
  return effect.applied ? 'attempt' : 'operation';
}

/** Long for a call, short enough for most functions. */
const SLOW_MS = 5_000;
/** When late metrics show. */
const LATE_MS = 120_000;

function effectOf(operation: MountedOperation, input: object, wanted: FaultModeName): Effect | undefined {
  const name: FaultKindName | undefined =
    wanted === 'neverAnswers' ? 'neverAnswers' : EVERY_KIND.find((kind): boolean => kind === wanted);
  const { row } = operation;
  switch (name) {
    case undefined:
      if (wanted === CONFLICT && !isConditional(input)) return undefined;
      return operation.service.listedErrors(row.name).includes(wanted)
        ? { kind: 'error', name: wanted, applied: false }
        : undefined;
    case 'connectionReset':
      return { kind: 'transport', fault: 'connectionReset', applied: false };
    case 'connectionRefused':
    case 'dnsFailure':
      return { kind: 'transport', fault: name, applied: false };
    case 'timesOut':
      return { kind: 'transport', fault: 'timeout', applied: false };
    case 'answerLost':
      return { kind: 'transport', fault: 'connectionReset', applied: true };
    case 'serverErrorLost':
      return canAnswer(operation, 'serverError')
        ? { kind: 'service', fault: 'serverError', applied: true }
        : undefined;
    case 'answerDamaged':
      return operation.service.damagedAnswer?.(row.name, undefined) === undefined
        ? undefined
        : { kind: 'damaged' };
    case 'slow':
      return { kind: 'delay', ms: SLOW_MS };
    case 'neverAnswers':
      return { kind: 'never', applied: false };
    case 'crashBefore':
      return { kind: 'crash', applied: false };
    case 'crashAfter':
      return { kind: 'crash', applied: true };
    case 'staleRead':
      return advised(row, { stale: { writes: 1 } });
    case 'failFirst':
    case 'failLast':
    case 'failAll':
      return row.advice.includes('failEntries') ? failing(name, entryCount(input)) : undefined;
    case 'deliveredTwice':
    case 'nothingReceived':
    case 'reordered':
      if (!row.advice.includes('deliver') || (name !== 'nothingReceived' && keepsOrder(input)))
        return undefined;
      return { kind: 'advice', advice: { deliver: DELIVERY[name] } };
    case 'bodyTruncated':
    case 'bodyCorrupted':
      return operation.shape.output.streaming === undefined ? undefined : { kind: 'body', how: BODY[name] };
    case 'conflict':
      return isConditional(input) && operation.service.namedError(CONFLICT, row.name) !== undefined
        ? { kind: 'error', name: CONFLICT, applied: false }
        : undefined;
    case 'pageEndsEarly':
      return advised(row, { page: { atMost: 0 } });
    case 'partialData':
      return advised(row, { partialData: { statusCode: 'PartialData' } });
    case 'arrivesLate':
      return advised(row, { late: { ms: LATE_MS } });
    default:
      return canAnswer(operation, name) ? { kind: 'service', fault: name, applied: false } : undefined;
  }
}

/** What can become of an answer that streams: S3's objects. Not by default: sweeps would read every object three times. */
const BODY = { bodyTruncated: 'truncated', bodyCorrupted: 'corrupted' } as const;

/** S3's answer to one of two conditional writes of an object that meet. Not by default: S3 seldom gives it. */
const CONFLICT = 'ConditionalRequestConflict';

function isConditional(input: object): boolean {
  return 'IfMatch' in input || 'IfNoneMatch' in input;
}

const WRITES = new Set(['PutObject', 'CopyObject', 'CompleteMultipartUpload', 'DeleteObject']);

/** Whether a mode needs another write of the same object that is under way at the same time. */
export function needsRival({ name }: FaultMode): boolean {
  return name === 'conflict';
}

/** Whether two calls write the same object. */
export function areRivals(a: Call, b: Call): boolean {
  if (a === b || ![a, b].every(({ operation }) => WRITES.has(operation.row.name))) return false;
  const [keyA, keyB] = [Reflect.get(a.input, 'Key'), Reflect.get(b.input, 'Key')] as const;
  return (
    keyA !== undefined && keyA === keyB && Reflect.get(a.input, 'Bucket') === Reflect.get(b.input, 'Bucket')
  );
}

function advised(row: MountedOperation['row'], advice: Advice): Effect | undefined {
  return Object.keys(advice).every((name) => row.advice.some((known) => known === name))
    ? { kind: 'advice', advice }
    : undefined;
}

const DELIVERY = {
  deliveredTwice: { duplicates: 1 },
  nothingReceived: { atMost: 0 },
  reordered: { reorder: true },
} as const;

/** A FIFO queue, whose name ends in .fifo, delivers in order, and once per visibility timeout: no fault changes that. */
function keepsOrder(input: object): boolean {
  return 'QueueUrl' in input && String(input.QueueUrl).endsWith('.fifo');
}

const answers = new WeakMap<MountedOperation, Map<ServiceFault, boolean>>();

/** Whether AWS has an error for this fault of this operation. Asked once: to ask is to build the error. */
function canAnswer(operation: MountedOperation, fault: ServiceFault): boolean {
  let known = answers.get(operation);
  if (known === undefined) answers.set(operation, (known = new Map()));
  let answer = known.get(fault);
  if (answer === undefined) {
    answer = operation.service.fault(fault, operation.row.name) !== undefined;
    known.set(fault, answer);
  }
  return answer;
}

/** With one entry there is one way to fail it; the middle of a longer batch teaches nothing that its ends do not. */
function failing(name: 'failFirst' | 'failLast' | 'failAll', count: number): Effect | undefined {
  if (name !== 'failAll' && count < 2) return undefined;
  const entries = { failAll: 'all', failFirst: [0], failLast: [count - 1] } as const;
  return { kind: 'advice', advice: { failEntries: { entries: entries[name] } } };
}

/** How many entries a batch has: the length of the longest list in its input, whatever the service calls it. */
function entryCount(input: unknown): number {
  if (Array.isArray(input)) return input.length;
  if (typeof input !== 'object' || input === null || ArrayBuffer.isView(input)) return 0;
  return Math.max(0, ...Object.values(input).map(entryCount));
}
