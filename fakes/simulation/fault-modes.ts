import type { Call } from '../kernel/call';
import type { Effect } from '../kernel/faults';
import type { ServiceFault } from '../kernel/operation';
import type { MountedOperation } from '../kernel/world';

/** A way in which one call can go wrong, with the name it has on a tape. */
export interface FaultMode {
  readonly name: string;
  readonly effect: Effect;
  /** 'operation': it strikes every attempt, so the SDK's retries end in the error. 'attempt': the SDK may retry it away. */
  readonly level: 'operation' | 'attempt';
}

/** The kinds of faults that a sweep tries. */
export type FaultModeName =
  | ServiceFault
  | 'connectionReset'
  | 'answerLost'
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
  | 'bodyCorrupted';

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

/** The modes of the list that AWS can show at this operation, in the order of the list. */
export function faultModes(
  operation: MountedOperation,
  input: object,
  names: readonly FaultModeName[],
): readonly FaultMode[] {
  return names.flatMap((name) => {
    const effect = effectOf(operation, input, name);
    if (effect === undefined) return [];
    const level = effect.kind === 'service' || name === 'connectionReset' ? 'operation' : 'attempt';
    return [{ name, effect, level }];
  });
}

function effectOf(operation: MountedOperation, input: object, name: FaultModeName): Effect | undefined {
  const { row } = operation;
  switch (name) {
    case 'connectionReset':
      return { kind: 'transport', fault: 'connectionReset', applied: false };
    case 'answerLost':
      return { kind: 'transport', fault: 'connectionReset', applied: true };
    case 'crashBefore':
      return { kind: 'crash', applied: false };
    case 'crashAfter':
      return { kind: 'crash', applied: true };
    case 'staleRead':
      return row.advice.includes('stale') ? { kind: 'advice', advice: { stale: { writes: 1 } } } : undefined;
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
