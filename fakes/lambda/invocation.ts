/** What came of one invocation of a function. */
export type InvocationOutcome =
  /** The handler answered; `payload` went through JSON. */
  | { readonly kind: 'returned'; readonly payload: unknown }
  /** It threw, timed out, or its process died: `FunctionError: Unhandled` on AWS. */
  | {
      readonly kind: 'threw' | 'timedOut' | 'crashed';
      readonly payload: FunctionErrorPayload;
      /** What was thrown, as it was. */
      readonly error?: unknown;
    }
  /** It never ran: reserved concurrency was used up. */
  | { readonly kind: 'throttled' };

/** The payload of a failed invocation, as Lambda answers it. */
export interface FunctionErrorPayload {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace?: readonly string[];
}

/** One invocation of a function, as it looked from outside. */
export interface Invocation {
  readonly requestId: string;
  readonly functionName: string;
  /** The UUID of the mapping that invoked it. */
  readonly mapping: string | undefined;
  readonly eventSourceArn: string | undefined;
  /** What it was given; undefined for one so long ago that the memory of 10,000 records has passed over it. */
  event: unknown;
  /** Records in the event; 0 for an event that came from no mapping. */
  readonly batchSize: number;
  /** Whether its records (or its asynchronous event) had been delivered before. */
  readonly retry: boolean;
  readonly coldStart: boolean;
  readonly outcome: InvocationOutcome;
  /** World time, epoch ms. */
  readonly startedAt: number;
  readonly endedAt: number;
  /** What the function wrote to stdout and stderr, line by line. */
  readonly logs: readonly string[];
}

/** Documented: nodejs-exceptions, "Error object"; the runtime's own source gives other values `typeof` as their type. */
export function errorPayload(error: unknown): FunctionErrorPayload {
  if (!(error instanceof Error)) return { errorType: typeof error, errorMessage: String(error), trace: [] };
  return {
    errorType: error.name,
    errorMessage: error.message,
    trace: (error.stack ?? '').split('\n'),
  };
}

/** Assumed: Lambda's texts of 2025; the log line without `RequestId:` is documented in troubleshooting-invocation. */
export function timeoutPayload(requestId: string, timeoutMs: number): FunctionErrorPayload {
  return {
    errorType: 'Sandbox.Timedout',
    errorMessage: `RequestId: ${requestId} Error: Task timed out after ${(timeoutMs / 1000).toFixed(2)} seconds`,
  };
}

export function crashPayload(requestId: string): FunctionErrorPayload {
  return {
    errorType: 'Runtime.ExitError',
    errorMessage: `RequestId: ${requestId} Error: Runtime exited with error: signal: killed`,
  };
}

/** An outcome in a few words. */
export function describeOutcome(outcome: InvocationOutcome): string {
  switch (outcome.kind) {
    case 'returned':
      return `returned ${(JSON.stringify(outcome.payload) ?? 'nothing').slice(0, 120)}`;
    case 'threw':
      return `threw ${outcome.payload.errorType}: ${outcome.payload.errorMessage}`.slice(0, 200);
    case 'timedOut':
      return 'timed out';
    case 'crashed':
      return 'crashed';
    case 'throttled':
      return 'throttled';
  }
}
