/** Lambda's limits. Documented: gettingstarted-limits, API_CreateEventSourceMapping, services-sqs-parameters. */
export const LIMITS = {
  timeoutSeconds: { least: 1, most: 900, default: 3 },
  /** How long an initialisation may take before the invocation's time begins. */
  initMs: 10_000,
  memoryMB: { least: 128, most: 10_240, default: 128 },
  /** Payload of one invocation: 6 MB. */
  payloadBytes: 6 * 1024 * 1024,
  batchSize: { least: 1, most: 10_000, queue: 10, stream: 100, fifo: 10 },
  /** From this batch size on a queue's mapping needs a batching window. */
  batchSizeWithoutWindow: 10,
  windowSeconds: { least: 0, most: 300 },
  maximumConcurrency: { least: 2, most: 1000 },
  parallelizationFactor: { least: 1, most: 10 },
  retryAttempts: { least: -1, most: 10_000 },
  recordAgeSeconds: { least: 60, most: 604_800 },
  tumblingWindowSeconds: { least: 0, most: 900 },
  windowStateBytes: 1024 * 1024,
  /** How long Lambda waits for further records of a tumbling window. */
  windowGraceMs: 120_000,
  filters: 5,
  asyncRetryAttempts: { least: 0, most: 2 },
  asyncEventAgeSeconds: { least: 60, most: 21_600 },
  /** Messages of one ReceiveMessage or DeleteMessageBatch. */
  queueBatch: 10,
} as const;
